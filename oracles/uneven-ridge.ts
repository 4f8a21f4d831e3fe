/**
 * The excess risk of ridge, (X'X + lambda I)^-1 X'y, on inputs of variances v, averaged over the noise and over a truth with
 * independent coefficients of variances w, and its least over the penalties from 1e-2 to 1e5. With X'X = Q diag(s) Q',
 * A = Q' diag(v) Q, P = Q' diag(w) Q and b_i = lambda / (s_i + lambda):
 *
 *   sum_ij b_i b_j A_ij P_ij + sigma^2 sum_i A_ii s_i / (s_i + lambda)^2.
 *
 * The least over log lambda is by bisection (largest.ts): b' = b (1 - b), so that b_i b_j bends by at most 1/4 + 27/128, and
 * s / (s + lambda)^2 = b (1 - b) / lambda by at most 1 / lambda. `error` bounds the risk: what bisection leaves, and the
 * rounding of the eigendecomposition, in which ratios s / (s + lambda) move by d roundings of |X|^2 / lambda.
 * X: n x d; v, w: d. Source: hastie2022surprises, section 2 (bias and variance given X).
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { exp, log } from 'claimcheck/numerics/elementary';
import { gram, gramTransposed, matrix, scaleColumns, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import type { UnevenRegression } from 'claimcheck/tasks/uneven-regression';
import { certified, expectFinite, expectLength } from './certified.js';
import { largest } from './largest.js';

export interface UnevenRidge {
  /** The penalty, and the averaged excess there. */
  readonly penalty: number;
  readonly risk: number;
}

const TOLERANCE = 1e-9;
const [LEAST, MOST] = [1e-2, 1e5];

/** Q' diag(v) Q. */
const seen = (Q: Matrix, v: Float64Array): Matrix => gram(scaleColumns(transpose(Q), v.map(Math.sqrt)));

/** @throws RangeError for variances that are negative or a noise that is */
function answer({ X, variances, prior, sigma }: UnevenRegression): Certified<UnevenRidge> {
  const d = X.cols;
  expectLength('unevenRidge', 'variances', variances.length, d);
  expectLength('unevenRidge', 'prior', prior.length, d);
  expectFinite('unevenRidge', { X: X.data, variances, prior, sigma });
  if (!(sigma >= 0 && [...variances, ...prior].every((each) => each >= 0)))
    throw new RangeError(`unevenRidge: sigma ${sigma}, or a variance, is negative; expected none below 0`);
  const { values, vectors } = eigenSymmetric(gramTransposed(X));
  const s = values.map((each) => Math.max(0, each));
  const [A, P] = [seen(vectors, variances), seen(vectors, prior)];
  const products = matrix(
    d,
    d,
    A.data.map((each, k) => each * P.data[k]!),
  );
  const noise = Float64Array.from(s, (_, i) => sigma * sigma * A.data[i * (d + 1)]!);

  const risk = (lambda: number): number => {
    const b = s.map((each) => lambda / (each + lambda));
    let sum = 0;
    for (let i = 0; i < d; i++) {
      let row = 0;
      for (let j = 0; j < d; j++) row += products.data[i * d + j]! * b[j]!;
      sum += b[i]! * row + (noise[i]! * b[i]! * (1 - b[i]!)) / lambda;
    }
    return sum;
  };
  const sizes = products.data.reduce((sum, each) => sum + Math.abs(each), 0);
  const noises = noise.reduce((sum, each) => sum + each, 0);
  const bend = (u: number) => sizes / 2 + noises * exp(-u);
  const best = largest((u) => -risk(exp(u)), log(LEAST), log(MOST), bend, TOLERANCE);
  const penalty = exp(best.at);
  const moved = roundings(4 * d * d + 4 * X.rows) * (1 + s[d - 1]! / penalty);
  return certified('unevenRidge', {
    value: { penalty, risk: -best.value },
    error: TOLERANCE + 4 * d * moved * (sizes + noises / penalty),
    certificate: { kind: 'closed form', lambda: penalty },
  });
}

export const bestUnevenPenalty = (task: UnevenRegression): number => answer(task).value.penalty;

const changed = ofTask(answer);
export const unevenRidge: Oracle<UnevenRegression, UnevenRidge> = {
  name: 'uneven-ridge',
  answer,
  faults: {
    'even inputs': { what: 'test inputs of equal variances', by: changed({ variances: (v) => v.map(() => 1) }) },
    'a round truth': {
      what: 'a truth of equal variances and the same length',
      by: changed({ prior: (w) => w.map(() => w.reduce((sum, each) => sum + each, 0) / w.length) }),
    },
    'sigma for sigma^2': { what: 'the standard deviation as the variance', by: changed({ sigma: Math.sqrt }) },
    ...graded('noise', 'the noise is {grade} too large', (grade) => changed({ sigma: (sigma) => sigma * (1 + grade) })),
  },
};
