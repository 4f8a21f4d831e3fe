/**
 * The posterior of beta ~ N(0, P) given X beta = y, without noise: mean P X'(X P X')^-1 y and covariance
 * V = P - P X'(X P X')^-1 X P, by n conditionings on one equation each, which share no code with any training.
 *
 * `error` bounds the Euclidean distance of the mean. The conditionings stand where their distance to the interpolant of
 * least b'P^-1 b, found by Cholesky, is more than that to the exact one; otherwise the exact mean and covariance are
 * returned. `leak` is the largest |X V|: what the covariance leaves open in directions that are known.
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofTask, ofValue, withoutLastRow } from 'claimcheck/faults';
import { frobenius, multiply, norm2, normInf, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { exactInterpolant } from './exact-interpolant.js';
import { expectDefinite, expectMetric } from './metric.js';
import { factorized } from './preferred.js';
import { checkRegression, type Regression } from './regression.js';

/** The largest relative error that float64 may leave. */
const ACCURACY = 1e-9;

export interface Prior extends Regression {
  /** The prior covariance: d x d, symmetric positive definite. */
  readonly P: Matrix;
}

export interface Posterior {
  /** The mean; d. */
  readonly beta: Float64Array;
  /** The covariance; d x d of rank d - n. */
  readonly V: Matrix;
}

function conditioned({ X, y, P }: Prior): Posterior {
  const { rows: n, cols: d } = X;
  const beta = new Float64Array(d);
  const V = { rows: d, cols: d, data: P.data.slice() };
  for (let i = 0; i < n; i++) {
    const x = X.data.slice(i * d, (i + 1) * d);
    const Vx = times(V, x);
    let variance = 0;
    let surprise = y[i]!;
    for (let j = 0; j < d; j++) {
      variance += x[j]! * Vx[j]!;
      surprise -= x[j]! * beta[j]!;
    }
    for (let j = 0; j < d; j++) {
      beta[j]! += (Vx[j]! * surprise) / variance;
      for (let k = 0; k < d; k++) V.data[j * d + k]! -= (Vx[j]! * Vx[k]!) / variance;
    }
  }
  return { beta, V };
}

function answer(question: Prior): Certified<Posterior> {
  checkRegression('posterior', question);
  const { X, P } = question;
  expectMetric('posterior', question, P);
  expectDefinite('posterior', P);
  const exact = exactInterpolant('posterior', question, P);
  const off = (value: Posterior) => 1.01 * norm2(subtract(value.beta, exact.beta)) + exact.error;
  const value = conditioned(question);
  const second = factorized(question, P);
  if (second) {
    const error = norm2(subtract(value.beta, second.value.beta)) + Math.sqrt(frobenius(P)) * second.error;
    const leak = normInf(multiply(X, value.V).data);
    if (error <= ACCURACY * norm2(value.beta) && leak <= ACCURACY * frobenius(P) && off(value) <= error)
      return { value, error, certificate: { kind: 'residual bound', distance: error, leak } };
  }
  const { beta, error } = exact;
  return { value: { beta, V: exact.covariance() }, error, certificate: { kind: 'exact rational' } };
}

const round = (P: Matrix): Matrix => ({
  ...P,
  data: P.data.map((_, k) => (k % (P.rows + 1) === 0 ? 1 : 0)),
});

/** Posterior mean and covariance; X: n x d of full row rank, P: d x d. @throws RangeError on bad shapes, rank or P. */
export const posterior: Oracle<Prior, Posterior> = {
  name: 'posterior',
  answer,
  faults: {
    'prior ignored': { what: 'the prior is taken as N(0, I)', by: ofTask(answer)({ P: round }) },
    'prior squared': { what: 'P P in the place of P', by: ofTask(answer)({ P: (P) => multiply(P, P) }) },
    'last row dropped': { what: 'the last equation is forgotten', by: ofTask(answer)(withoutLastRow) },
    'covariance of the prior': {
      what: 'the covariance is not conditioned',
      by: ofValue(answer)((_, { P }) => ({ V: P })),
    },
    'covariance of the round prior': {
      what: 'the covariance is conditioned as if the prior were N(0, I)',
      by: ofValue(answer)((_, question) => ({ V: conditioned({ ...question, P: round(question.P) }).V })),
    },
  },
};
