/** `dist/imports.json` follows the sources: what they import now, and nothing of those that are gone. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, versionUsed } from '../../src/engine/graph.js';
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
  const old = Date.now() / 1000 - 500;
  time = old;
  write('src/a.ts', `export default 1;`);
  expect(built()).toEqual({ 'src/a.ts': [], 'src/b.ts': ['./g.js'] });
  // So is what another build wrote; declarations go with their source.
  const dist = (name: string) => join(home, 'dist', 'src', name);
  for (const name of ['a.js', 'a.d.ts', 'gone.d.ts']) writeFileSync(dist(name), '//');
  utimesSync(dist('a.js'), old, old);
  expect(built()).toEqual({ 'src/a.ts': [], 'src/b.ts': ['./g.js'] });
  expect(readFileSync(dist('a.js'), 'utf8')).toBe('//');
  utimesSync(join(home, 'src', 'build.mjs'), time, time);
  built();
  expect(readFileSync(dist('a.js'), 'utf8')).toContain('export');
  expect(readdirSync(join(home, 'dist', 'src')).filter((name) => name.endsWith('.d.ts'))).toEqual(['a.d.ts']);
});

test('names the version of what is built in, which nobody installs', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'mathjs', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(versionUsed('mathjs')).toBe(version);
  expect(importsOf(join(root, 'src', 'numerics', 'mathjs.ts'))).toEqual({
    sources: [],
    packages: [`mathjs@${version}`],
  });
  const code = readFileSync(join(root, 'dist', 'src', 'numerics', 'mathjs.js'), 'utf8');
  expect(code).not.toMatch(/^import /m);
  for (const name of ['mathjs', 'typed-function']) expect(code).toContain(`\n${name} `);
  expect(code).toContain('Licensed under the Apache License, Version 2.0');
});
