/** A strict project that has installed the package reads its types: what is misspelt does not compile. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const tsc = (cwd: string, ...options: string[]) =>
  new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, ...options], { cwd }, (_, stdout) => resolve(stdout));
  });

const written = (run: string, symbol: string) => `
import { claim } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { norm2 } from 'claimcheck/numerics/matrix';
import { wideRegression } from 'claimcheck/tasks/regression';
export default claim({
  ...{ title: 't', statement: 's', ours: [], sources: {}, scope: 's', premises: {} },
  forAll: wideRegression,
  train: { weak: ridge(1), strong: ridge(2) },
  symbols: { size: ({ runs }) => norm2(runs.${run}.beta) },
  parts: { small: { holds: '${symbol} <= 1' } },
});
`;

test('of the package as it is installed', async () => {
  const project = await mkdtemp(join(tmpdir(), 'claimcheck-types-'));
  const installed = join(project, 'node_modules', 'claimcheck');
  await mkdir(installed, { recursive: true });
  await cp(join(root, 'package.json'), join(installed, 'package.json'));
  await symlink(join(root, 'node_modules', 'fast-check'), join(project, 'node_modules', 'fast-check'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  const options = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true, types: [] };
  const compilerOptions = { ...options, target: 'es2022', module: 'nodenext' };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  await writeFile(join(project, 'right.ts'), written('weak', 'size'));
  await writeFile(join(project, 'run.ts'), written('waek', 'size'));
  await writeFile(join(project, 'symbol.ts'), written('weak', 'sise'));

  await tsc(root, '-p', 'tsconfig.declarations.json', '--outDir', join(installed, 'dist'));
  const said = await tsc(project, '-p', '.');
  expect(said).not.toContain('right.ts');
  expect(said).toMatch(/run\.ts.*Property 'waek' does not exist/);
  expect(said).toMatch(/symbol\.ts.*'no such symbol': "sise"/);
  await rm(project, { recursive: true });
}, 600_000);
