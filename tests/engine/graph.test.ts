/** `dist/imports.json` follows the sources: what they import now, and nothing of those that are gone. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, scratch } from '../commands/shell.js';

test('is brought up to date by the build', () => {
  const home = scratch();
  for (const folder of ['src', 'models', 'claims', 'benchmarks']) mkdirSync(join(home, folder));
  copyFileSync(join(root, 'src', 'build.mjs'), join(home, 'src', 'build.mjs'));
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  writeFileSync(join(home, 'tsconfig.json'), '{ "compilerOptions": { "verbatimModuleSyntax": true } }');
  const graph = join(home, 'dist', 'imports.json');
  let time = Date.now() / 1000 - 100;
  const write = (name: string, text: string) => {
    writeFileSync(join(home, name), text);
    // Later than what was built before, whatever the clock's resolution.
    utimesSync(join(home, name), time, time);
  };
  const built = () => {
    const { status, stderr } = spawnSync(process.execPath, [join(home, 'src', 'build.mjs')], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    time = Date.now() / 1000 + 100;
    return JSON.parse(readFileSync(graph, 'utf8')) as Record<string, string[]>;
  };
  write('src/a.ts', `import { b } from './b.js'; import type { C } from './c.js'; export default b as C;`);
  write('src/b.ts', `import { type C } from './c.js'; import fc from "fast-check"; export const b = (): C => fc;`);
  write('claims/c.ts', `export * from 'claimcheck/a'; export default await import('./d.js');`);
  write('benchmarks/e.ts', `import './f.js';`);
  const whole = { 'claims/c.ts': ['./d.js', 'claimcheck/a'], 'src/a.ts': ['./b.js'], 'src/b.ts': ['fast-check'] };
  expect(built()).toEqual(whole);
  write('src/b.ts', `import './g.js'; export const b = 1;`);
  const edited = { ...whole, 'src/b.ts': ['./g.js'] };
  expect(built()).toEqual(edited);
  rmSync(graph);
  expect(built()).toEqual(edited);
  rmSync(join(home, 'claims', 'c.ts'));
  // An older version that was put back is another one.
  time = Date.now() / 1000 - 500;
  write('src/a.ts', `export default 1;`);
  expect(built()).toEqual({ 'src/a.ts': [], 'src/b.ts': ['./g.js'] });
});
