/** Every law keeps what laws keep. */
import { expect, test } from 'vitest';
import { readdirSync } from 'node:fs';
import words, * as named from '../../src/statistics/laws.js';
import { law } from './laws.js';
import { finished, no, value, yes } from './outcomes.js';

const { always, equivalent, forMost, median, monotone, onAverage, scalesAs } = named;
const each = (...slacks: number[]) => finished(...slacks.map((slack) => ({ slack, error: 0 })));
const share = { good: yes, bad: no, shows: [1, 0] } as const;

const sizes = [1, 2, 4, 8, 16, 32];
const power = (exponent: number) => each(...sizes.map((size) => 7 * size ** exponent));

const TRIED: readonly (() => void)[] = [
  () => law(always, { ...share, criterion: always(), boundary: 0.95 }),
  () => law(always.enumerated, { ...share, criterion: always.enumerated(), boundary: 0.95 }),
  () => law(forMost, { ...share, criterion: forMost({ allBut: 0.1 }), boundary: 0.9 }),
  () => law(median, { ...share, criterion: median(), boundary: 0.5 }),
  () =>
    law(onAverage, {
      criterion: onAverage({ atLeast: 0.1, cap: 1 }),
      good: value(0.5),
      bad: value(-0.5),
      shows: [0.5, -0.5],
      boundary: 0.1,
    }),
  () =>
    law(monotone, {
      criterion: monotone({ within: 0.5, cap: 1, steps: 2 }),
      good: each(0.2, 0.2),
      bad: each(-0.9, -0.9),
      shows: [0.2, -0.9],
      boundary: -0.5,
    }),
  () =>
    law(equivalent, {
      criterion: equivalent({ margin: 0.1, cap: 0.3 }),
      good: value(0),
      bad: value(0.25),
      shows: [0, 0.25],
      boundary: 0.1,
    }),
  () =>
    law(scalesAs, {
      criterion: scalesAs({ exponent: -1, within: 0.1, sizes }),
      good: power(-1),
      bad: power(-2),
      shows: [-1, -2],
      boundary: -0.9,
    }),
];
for (const tried of TRIED) tried();

test('every law is listed once, has a name of its own, and is tried here', () => {
  const names = words.map(({ law }) => law.name);
  expect(new Set(names).size).toBe(names.length);
  expect(TRIED.length).toBe(words.length);
  const files = readdirSync(new URL('../../src/statistics/laws/', import.meta.url));
  // One file for each word, but for the list beside `always`.
  expect(files.length).toBe(words.length - 1);
  expect(new Set(Object.values(named))).toEqual(new Set([words, ...words]));
});
