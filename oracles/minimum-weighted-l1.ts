/** The interpolant of least weighted L1 norm; method and certificate: basis-pursuit.ts. */
import type { Oracle } from 'claimcheck';
import { ofTask } from 'claimcheck/faults';
import { basisPursuit, type SparseSolution } from './basis-pursuit.js';
import type { WeightedRegression } from './solver-units.js';
import { sparseFaults } from './sparse-faults.js';

const answer = (question: WeightedRegression) => basisPursuit('minimumWeightedL1', question);

/**
 * min sum w_j |b_j| subject to X b = y; X: n x d of full row rank, weights: d, positive.
 * @throws RangeError on bad shapes, rank, weights or entries. @throws Error where the certificate does not close.
 */
export const minimumWeightedL1: Oracle<WeightedRegression, SparseSolution> = {
  name: 'minimum-weighted-l1',
  answer,
  faults: {
    ...sparseFaults((question: WeightedRegression) => question, answer),
    'weights-squared': {
      what: 'the weights are squared',
      by: ofTask(answer)({ weights: (weights) => weights.map((weight) => weight * weight) }),
    },
    'weights-rooted': {
      what: 'the square roots of the weights are used',
      by: ofTask(answer)({ weights: (weights) => weights.map(Math.sqrt) }),
    },
    'weights-ignored': {
      what: 'all weights are taken as 1',
      by: ofTask(answer)({ weights: (weights) => weights.map(() => 1) }),
    },
  },
};
