/** The word of docs/guides/word.md, compiled into the module, passes the test that the guide gives it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compile } from '../../src/numerics/kernels/build.mjs';
import { kernels, useKernels } from '../../src/numerics/kernels/instance.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/guides/word.md'), 'utf8');
const blocks = Object.fromEntries([...page.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)].map(([, file, code]) => [file!, code!])); // prettier-ignore
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-word-'));
for (const [file, code] of Object.entries(blocks)) {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), code);
}
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

const ASSEMBLY = 'src/numerics/kernels/assembly';
const [, line] = /`(export \{ \w+ \} from '.*';)`/.exec(page)!;
const bytes = await compile({
  'clamp.ts': blocks[`${ASSEMBLY}/clamp.ts`]!,
  'index.ts': `${readFileSync(join(root, ASSEMBLY, 'index.ts'), 'utf8')}${line}\n`,
});
useKernels('wasm', new WebAssembly.Module(bytes));

await import(join(folder, 'tests/numerics/clamp.test.ts'));
rmSync(folder, { recursive: true });

test('it is the compiled word that was tried', () => {
  expect(kernels()!.call).toHaveProperty('clamp');
});
