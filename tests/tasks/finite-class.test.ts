import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fairClass, firstHypotheses } from '../../tasks/finite-class.js';

test('the first hypotheses of a class are its first words, in one level', () => {
  const few = firstHypotheses(fairClass, 8);
  const [whole, first] = [fairClass, few].map(({ arbitrary }) => fc.sample(arbitrary, { seed: 1, numRuns: 1 })[0]!);
  const words = 8 * Math.ceil(whole!.m / 32);
  expect(few).toMatchObject({ name: 'a finite class of fair coins, 8 hypotheses', drawsOf: fairClass });
  expect(first).toEqual({ ...whole, levels: [8], mistakes: whole!.mistakes.slice(0, words) });
});
