/** The published atlas: what stands in its table is what stands in its JSON, and every cell was guessed before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../commands/shell.js';

interface Cell {
  readonly verdict: string;
  readonly guess: number | null;
  readonly gap?: { readonly mean: number; readonly most: number };
}
interface Row {
  readonly name: string;
  readonly version: string;
  readonly cells?: Readonly<Record<string, { readonly default: Cell; readonly tight: Cell }>>;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const rows = (JSON.parse(read('reports/atlas/atlas.json')) as { readonly rows: readonly Row[] }).rows;
const measured = rows.filter(({ cells }) => cells !== undefined);
const cells = measured.flatMap(({ name, cells: of }) =>
  Object.entries(of!).flatMap(([column, { default: first, tight }]) => [
    { name, column, ...first },
    { name, column, ...tight },
  ]),
);

test('it has at least thirty rows, each with its version, and each in the table', () => {
  const page = read('reports/atlas/README.md');
  expect(measured.length).toBeGreaterThanOrEqual(30);
  for (const { name, version } of measured) expect(page).toContain(`| ${name} ${version} |`);
});

test('every cell was guessed, but for what a line of the guesses leaves open', () => {
  const open = cells.filter(({ guess }) => guess === null).map(({ name, column }) => `${name} ${column}`);
  const guesses = read('atlas/guesses.txt');
  for (const each of open) expect(guesses, each).toMatch(new RegExp(`^${each.split(' ')[0]!} .*\\?`, 'm'));
});

test('a verdict without an effect says why', () => {
  const settled = cells.filter(({ verdict }) => verdict === 'holds' || verdict === 'fails');
  expect(settled.length).toBeGreaterThan(cells.length * 0.9);
  for (const { gap, name, column } of settled) expect(Number.isFinite(gap?.mean), `${name} ${column}`).toBe(true);
});

test('names do not tell: three that are called adaptive have the least L2 norm, one that adapts to a distance has not', () => {
  const of = (name: string) => measured.find((row) => row.name === `pytorch_optimizer.${name}`)!.cells!['least-l2']!;
  for (const name of ['AdaShift', 'Amos', 'ApolloDQN']) expect(of(name).tight.gap!.mean, name).toBeLessThan(0.01);
  expect(of('DAdaptAdam').tight.gap!.mean).toBeGreaterThan(0.2);
});
