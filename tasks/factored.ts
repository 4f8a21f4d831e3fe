/** Regressions with a penalty strength, for models that write a coefficient as a product of two. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { power } from 'claimcheck/numerics/elementary';
import { normInf, timesTransposed } from 'claimcheck/numerics/matrix';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { equations, orthogonalRows, unitLabels, type Regression } from './regression.js';

const TENTH = 1.2589254117941673; // 10^(1/10)

/** A regression with a strength lambda > 0, at most half of the one from which on the lasso is 0. */
export interface DecayedRegression extends Regression {
  readonly lambda: number;
}

const PROBLEM = equations('2..7', 'n + 2..3n + 1');

/** The same tasks with lambda = share |X'y|_inf. */
export const decayedBy = (share: number): Population<DecayedRegression> => ({
  name: `${decayedRegression.name}, lambda ${share} of the largest`,
  version: 1,
  about: `${PROBLEM}; lambda = ${share} |X'y|_inf.`,
  drawsOf: decayedRegression,
  arbitrary: decayedRegression.arbitrary.map((task) => ({
    ...task,
    lambda: share * normInf(timesTransposed(task.X, task.y)),
  })),
});

/** n in 2..7, d in n+2..3n+1, dense labels, lambda from .1 to .5 of |X'y|_inf, the strength that leaves nothing. */
export const decayedRegression: Population<DecayedRegression> = {
  name: 'regression with weight decay',
  version: 1,
  about: `${PROBLEM}; lambda = 10^(e / 10) |X'y|_inf, e uniform in -10..-3.`,
  arbitrary: fc
    .integer({ min: 2, max: 7 })
    .chain((n) =>
      fc.tuple(fc.constant(n), fc.integer({ min: n + 2, max: 3 * n + 1 }), fc.integer({ min: -10, max: -3 }), seed),
    )
    .map(([n, d, tenths, from]) => {
      const stream = seededStream(from);
      const X = orthogonalRows(stream, n, d);
      const y = unitLabels(stream, n);
      return { X, y, lambda: power(TENTH, tenths) * normInf(timesTransposed(X, y)) };
    }),
};
