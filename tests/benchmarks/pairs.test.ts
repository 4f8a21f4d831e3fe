import { expect, test } from 'vitest';
import type { Run } from '../../benchmarks/build.js';
import { pair, ratio, row, shared, total, type Pair } from '../../benchmarks/pairs.js';

const run = (cpu: number, claim: string, digests: readonly string[]): Run => ({
  cpu,
  seconds: 2 * cpu,
  megabytes: 100 * cpu,
  verdicts: [],
  trials: digests.length,
  digests: new Map([[`${claim}, claim`, new Map(digests.map((digest, index) => [index, digest]))]]),
  report: {} as Run['report'],
});

const first: Pair = {
  name: 'first',
  before: [run(4, 'first', ['a', 'b']), run(8, 'first', ['a', 'b'])],
  after: [run(2, 'first', ['a', 'x', 'c', 'd']), run(2, 'first', ['a', 'x', 'c', 'd'])],
};
const second: Pair = {
  name: 'second',
  before: [run(1, 'second', ['p']), run(1, 'second', ['p'])],
  after: [run(3, 'second', ['p']), run(3, 'second', ['p'])],
};

test('ratios are of after over before, within rounds', () => {
  expect(ratio({ ...first, before: first.before.slice(0, 1), after: first.after.slice(0, 1) }, ({ cpu }) => cpu)).toBe(
    0.5,
  );
  expect(ratio(second, ({ cpu }) => cpu)).toBe(3);
});

test('trials are compared where both builds have one', () => {
  expect(shared(first)).toEqual({ same: 1, both: 2 });
});

test('a row has the ratio per whole run and per trial', () => {
  expect(row({ ...first, before: first.before.slice(0, 1), after: first.after.slice(0, 1) })).toEqual([
    ...['first', '4.00', '2.00', '0.50', '0.25', '0.50', '0.50', '2, 4'],
    ...[1, 2],
  ]);
});

test('the total sums claims round by round, and takes the most of their memory', () => {
  const all = total([first, second]);
  expect(all.before.map(({ cpu }) => cpu)).toEqual([5, 9]);
  expect(all.after[0]).toMatchObject({ cpu: 5, seconds: 10, megabytes: 300, trials: 5 });
  expect(shared(all)).toEqual({ same: 2, both: 3 });
});

test('builds take turns, in the other order in every second round', async () => {
  const order: string[] = [];
  const build = (folder: string) => ({
    ...{ folder, claims: [], kernels: [] },
    run: async (words: readonly string[]) => {
      order.push(`${folder} ${words.join(' ')}`);
      return run(1, 'c', []);
    },
  });
  await pair('c', [build('old'), build('new')], [['c'], ['c', '--kernels']], 2);
  expect(order).toEqual(['old c', 'new c --kernels', 'new c --kernels', 'old c']);
});
