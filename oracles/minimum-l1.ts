/** The interpolant of least L1 norm (basis pursuit); method and certificate: basis-pursuit.ts. */
import type { Oracle } from 'claimcheck';
import { basisPursuit, type SparseSolution } from './basis-pursuit.js';
import type { Regression } from './regression.js';
import type { WeightedRegression } from './solver-units.js';
import { sparseFaults } from './sparse-faults.js';

const answer = (question: WeightedRegression) => basisPursuit('minimumL1', question);
const pose = ({ X, y }: Regression): WeightedRegression => ({ X, y, weights: new Float64Array(X.cols).fill(1) });

/**
 * min |b|_1 subject to X b = y; X: n x d of full row rank.
 * @throws RangeError on bad shapes, rank or entries. @throws Error where the certificate does not close.
 */
export const minimumL1: Oracle<Regression, SparseSolution> = {
  name: 'minimum-l1',
  answer: (question) => answer(pose(question)),
  faults: sparseFaults(pose, answer),
};
