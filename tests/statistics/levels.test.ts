import { expect, it } from 'vitest';
import type { Criterion } from '../../src/claim.js';
import { equivalent, forMost, median, monotone, onAverage, scalesAs } from '../../src/criteria.js';
import { ALPHA, budgetOf, failShare, LEVELS } from '../../src/statistics/levels.js';

const numbers = (criterion: Criterion) => LEVELS.map((level) => budgetOf(criterion)[level]);

it('default budgets by law and level', () => {
  expect(LEVELS.map((level) => ALPHA[level])).toEqual([0.05, 0.01, 0.001]);
  expect(numbers({ law: 'always' })).toEqual([72, 105, 152]);
  expect(numbers(forMost({ allBut: 0.05 }))).toEqual([160, 300, 450]);
  expect(numbers(forMost({ allBut: 0.1 }))).toEqual([80, 120, 180]);
  expect(numbers(forMost({ allBut: 0.15 }))).toEqual([80, 120, 180]);
  expect(numbers(forMost({ allBut: 0.2 }))).toEqual([40, 60, 90]);
  expect(numbers(forMost({ allBut: 0.8 }))).toEqual([40, 60, 90]);
  expect(numbers(forMost({ allBut: 0.9 }))).toEqual([80, 120, 180]);
  expect(numbers(median())).toEqual([30, 40, 60]);
  expect(numbers(onAverage({ atLeast: 0.1, cap: 1 }))).toEqual([80, 120, 180]);
  expect(numbers(equivalent({ margin: 0.1, cap: 1 }))).toEqual([80, 120, 180]);
  expect(numbers(monotone({ within: 0.1, cap: 1, steps: 2 }))).toEqual([67, 100, 150]);
  expect(numbers(scalesAs({ exponent: 1, within: 0.1, sizes: [1, 2, 4, 8, 16, 32] }))).toEqual([27, 40, 60]);
  expect(numbers(median({ budget: { quick: 1, standard: 2, paper: 3 } }))).toEqual([1, 2, 3]);
});

it('the risk of failing is shared among the statistical parts', () => {
  expect(failShare(0.01, [{ law: 'always' }, median(), forMost({ allBut: 0.1 })])).toBe(0.005);
  expect(failShare(0.01, [{ law: 'always' }, { law: 'always.enumerated' }])).toBe(0.01);
});
