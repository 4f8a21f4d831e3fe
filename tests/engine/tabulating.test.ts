import { expect, test } from 'vitest';
import { spread } from '../../src/engine/spread.js';
import { tabulating } from '../../src/engine/tabulating.js';

const tables = Array.from({ length: 30 }, (_, k) => ({ 'a path': [k, k % 2], another: [-k / 3, 1] }));

test('a table has of every cell the mean over the trials', () => {
  const table = tabulating();
  tables.forEach(table.add);
  const cell = (row: 'a path' | 'another', k: number) => spread(tables.map((each) => each[row][k]!));
  expect(table.report()).toEqual({
    trials: 30,
    rows: (['a path', 'another'] as const).map((name) => ({ name, values: [cell(name, 0), cell(name, 1)] })),
  });
});

test('of no trial it has no row', () => expect(tabulating().report()).toEqual({ trials: 0, rows: [] }));

test.each([
  [{ 'a path': [1, 1] }, '["a path"]'],
  [{ another: [1, 1], 'a path': [1, 1] }, '["another","a path"]'],
  [{ 'a path': [1, 1], another: [1, 1], more: [1, 1] }, '["a path","another","more"]'],
])('a task that gives other rows is named by them', (odd, named) => {
  const table = tabulating();
  for (const each of [...tables, odd, {}, ...tables]) table.add(each);
  expect(table.report).toThrow(
    `table: where gives the rows ["a path","another"] of one task and ${named} of another; expected the same rows of every task`,
  );
});
