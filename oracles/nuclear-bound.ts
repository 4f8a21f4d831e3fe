/**
 * A certified lower bound of min (1/2) sum_seen (W - Y)^2 + penalty |W|_* from any W, by duality: for P with support on the
 * seen entries and |P|_2 <= penalty, the minimum is at least <P, Y> - |P|^2 / 2. P = theta (Y - W) on the seen entries with
 * the largest admissible theta <= 1. Where W is the minimizer the bound is the minimum.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask } from 'claimcheck/faults';
import { dot, matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { singularValues } from 'claimcheck/numerics/svd';
import type { Completion } from 'claimcheck/tasks/matrix-completion';
import { certified, expectFinite, expectLength } from './certified.js';

export interface NuclearQuestion {
  readonly completion: Completion;
  readonly penalty: number;
  /** d * d */
  readonly W: Float64Array;
}

/** (1/2) sum_seen (W - observed)^2 + penalty |W|_*. */
export function nuclearObjective({ completion: { seen, observed }, penalty, W }: NuclearQuestion): number {
  let loss = 0;
  for (let k = 0; k < W.length; k++) {
    const r = seen[k]! * (W[k]! - observed.data[k]!);
    loss += (r * r) / 2;
  }
  return loss + penalty * singularValues(matrix(observed.rows, observed.cols, W)).reduce((a, b) => a + b, 0);
}

/** `error` bounds what the bound may be too high by. @throws RangeError where shapes do not fit or the penalty is negative */
function answer({ completion: { seen, observed }, penalty, W }: NuclearQuestion, wrong = 0): Certified<number> {
  expectLength('nuclearBound', 'W', W.length, observed.data.length);
  expectLength('nuclearBound', 'seen', seen.length, observed.data.length);
  expectFinite('nuclearBound', { penalty, W, observed: observed.data, seen });
  if (!(penalty >= 0 && W.length > 0))
    throw new RangeError(`nuclearBound: penalty ${penalty}, ${W.length} entries; expected penalty >= 0 and an entry`);
  const P: Matrix = { ...observed, data: W.map((entry, k) => seen[k]! * (observed.data[k]! - entry)) };
  const largest = singularValues(P)[0]!;
  const theta = largest > penalty ? penalty / largest : 1;
  const size = dot(P.data, P.data);
  const value = theta * dot(P.data, observed.data) - (theta * theta * size) / (wrong === 1 ? 4 : 2);
  return certified('nuclearBound', {
    value,
    error: 1e-13 * W.length * (dot(observed.data, observed.data) + size) + 8 * W.length * Number.MIN_VALUE,
    certificate: { kind: 'duality gap', theta, largest },
  });
}

export const nuclearBound: Oracle<NuclearQuestion, number> = {
  name: 'nuclear-bound',
  answer: (question) => answer(question),
  faults: {
    'penalty halved': {
      what: 'the penalty is 0.5 too small',
      grade: 0.5,
      by: ofTask(answer)({ penalty: (penalty) => penalty / 2 }),
    },
    'bound above the minimum': {
      what: 'a quarter of |P|^2 in place of a half',
      by: (q) => answer(q, 1),
      survives: 'a bound that is too high is met by whoever comes within 1e-6 of the true one; the tests see it',
    },
    ...graded('', 'the penalty is {grade} too small', (grade) =>
      ofTask(answer)({ penalty: (penalty) => penalty * (1 - grade) }),
    ),
  },
};
