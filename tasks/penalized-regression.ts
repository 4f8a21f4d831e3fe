/** Well conditioned under-determined regressions (tasks/regression.ts) with a penalty, .01 to 1 in half decades. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { equations, orthogonalRows, unitLabels } from './regression.js';
import type { Sample } from './sample.js';

export interface PenalizedRegression extends Sample {
  readonly penalty: number;
}

export const penalizedRegression: Population<PenalizedRegression> = {
  name: 'dense regression with a penalty',
  version: 1,
  about: `${equations('3..10', 'n + 2..n + 12')}. A penalty, uniform among .01, .0316, .1, .316, 1.`,
  arbitrary: fc
    .tuple(
      fc.integer({ min: 3, max: 10 }),
      fc.integer({ min: 2, max: 12 }),
      fc.constantFrom(0.01, 0.0316, 0.1, 0.316, 1),
      seed,
    )
    .map(([n, more, penalty, from]) => {
      const stream = seededStream(from);
      return { X: orthogonalRows(stream, n, n + more), y: unitLabels(stream, n), penalty };
    }),
};
