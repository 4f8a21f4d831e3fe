/** The page on what to know before a swap is what the atlas has, and the claims that it names are there. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, scratch } from '../commands/shell.js';

const page = readFileSync(join(root, 'docs', 'swap.md'), 'utf8');

test('it is made of the published atlas (python3 atlas/swap.py makes it again)', () => {
  const file = join(scratch(), 'swap.md');
  execFileSync('python3', [join(root, 'atlas', 'swap.py'), file]);
  expect(page).toBe(readFileSync(file, 'utf8'));
});

test('every claim that it says is broken is one', () => {
  const claims = new Set([...page.matchAll(/\.\.\/claims\/([\w-]+)\.ts/g)].map(([, id]) => id!));
  expect(claims.size).toBeGreaterThan(10);
  for (const id of claims) expect(existsSync(join(root, 'claims', `${id}.ts`)), id).toBe(true);
});

test('whoever is told to be exact is nearer by it', () => {
  const [, told] = page.split(/^## /m);
  const rows = [...told!.matchAll(/^\| [^|]+ \| [^|]+ \| (\S+)% \| (\S+)% \|/gm)];
  expect(rows.length).toBeGreaterThan(20);
  for (const [row, before, after] of rows) expect(Math.abs(Number(after)), row).toBeLessThan(Math.abs(Number(before)));
});
