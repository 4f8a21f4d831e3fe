/**
 * The symmetric matrix of least nuclear norm that fits measurements: min |M|_* subject to <A_k, M> = y_k. A: m x d^2, row k
 * is the symmetric A_k row by row; y: m.
 *
 * Method: Newton's method on the barrier of the dual, max y.nu + mu log det(I - Z^2), Z = sum nu_k A_k, with mu falling.
 * Its optimum has M = mu [(I - Z)^-1 - (I + Z)^-1] with A(M) = y, which is optimal for the primal as mu -> 0. In the
 * eigenbasis of Z, with eigenvalues z_i: M = 2 mu z_i / (1 - z_i^2), and the Hessian is 2 mu sum_ij (A_k)_ij (A_l)_ij
 * (1 + z_i z_j) / ((1 - z_i^2)(1 - z_j^2)).
 * Certificate: M is projected on A(M) = y, so its nuclear norm bounds the minimum from above; nu / max |z_i| is feasible
 * for the dual, so y.nu / max |z_i| bounds it from below. `error` is the gap, with what rounding adds to either side.
 * Source of the dual: recht2010guaranteed.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofValue } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenSymmetric, eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import {
  dot,
  gram,
  magnitudes,
  matrix,
  multiply,
  norm1,
  norm2,
  norm2 as length,
  scaleColumns,
  times,
  timesTransposed,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { expectOrdinary, expectSample } from './regression.js';
import { tried } from './tried.js';
import { residualNorm, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;

export interface Measurements {
  readonly A: Matrix;
  readonly y: Float64Array;
}

export interface MinimumNuclear {
  /** The nuclear norm, between the two bounds of the certificate. */
  readonly norm: number;
  /** d^2, row by row; fits exactly up to rounding. */
  readonly M: Float64Array;
  /** m; |sum nu_k A_k|_2 <= 1. */
  readonly nu: Float64Array;
}

/** The largest relative gap that is still an answer. */
const ACCURACY = 1e-5;

/** |M|_*; M: d^2, symmetric. */
export function nuclear(M: Float64Array): number {
  const d = Math.floor(Math.sqrt(M.length) + 0.5);
  return norm1(eigenvaluesSymmetric({ rows: d, cols: d, data: M }));
}

/** The transposes of M_k V for every k; M: m x d^2, each row a d x d matrix row by row. */
function turned(M: Matrix, V: Matrix): Matrix {
  const d = V.rows;
  const { data } = multiply({ rows: M.rows * d, cols: d, data: M.data }, V);
  const out = matrix(M.rows, d * d);
  for (let k = 0; k < out.data.length; k += d * d)
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) out.data[k + j * d + i] = data[k + i * d + j]!;
  return out;
}

function expectMeasurements({ A, y }: Measurements): number {
  const d = Math.floor(Math.sqrt(A.cols) + 0.5);
  if (d * d !== A.cols || y.length !== A.rows)
    throw new RangeError(
      `minimumNuclear: A is ${A.rows} x ${A.cols} and y has length ${y.length}; expected m x d^2, m`,
    );
  expectSample('minimumNuclear', { X: A, y });
  expectOrdinary('minimumNuclear', { X: A, y });
  for (let k = 0; k < A.rows; k++)
    for (let i = 0; i < d; i++)
      for (let j = 0; j < i; j++)
        if (A.data[k * d * d + i * d + j] !== A.data[k * d * d + j * d + i])
          throw new RangeError(`minimumNuclear: measurement ${k} is not symmetric`);
  return d;
}

/** One Newton step of the barrier problem at nu; the value's own scale is |y|. */
function newton(A: Matrix, y: Float64Array, nu: Float64Array, mu: number, d: number) {
  const { values: z, vectors } = eigenSymmetric({ rows: d, cols: d, data: timesTransposed(A, nu) });
  // V' A_k V for every k.
  const B = turned(turned(A, vectors), vectors);
  const m = A.rows;
  const gradient = y.slice();
  for (let k = 0; k < m; k++)
    for (let i = 0; i < d; i++) gradient[k]! -= (2 * mu * z[i]! * B.data[k * d * d + i * d + i]!) / (1 - z[i]! * z[i]!);
  const roots = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++)
      roots[i * d + j] = Math.sqrt((2 * mu * (1 + z[i]! * z[j]!)) / ((1 - z[i]! * z[i]!) * (1 - z[j]! * z[j]!)));
  const H = gram(scaleColumns(B, roots));
  let most = 0;
  for (let k = 0; k < m; k++) most = Math.max(most, H.data[k * m + k]!);
  for (let k = 0; k < m; k++) H.data[k * m + k]! += 1e-14 * most;
  const step = choleskySolve(cholesky(H), gradient);
  return { step, decrement: Math.sqrt(Math.max(0, dot(gradient, step))), z, vectors };
}

/**
 * `error` bounds |norm - minimum|.
 * @throws RangeError on bad shapes or measurements that are not symmetric. @throws Error where the relative gap exceeds 1e-5.
 */
function answer(question: Measurements): Certified<MinimumNuclear> {
  const d = expectMeasurements(question);
  const { A, y } = question;
  const m = A.rows;
  const size = length(y);
  if (size === 0) {
    const zero = { norm: 0, M: new Float64Array(d * d), nu: new Float64Array(m) };
    return { value: zero, error: 0, certificate: { kind: 'duality gap', gap: 0 } };
  }
  const scaled = y.map((entry) => entry / size);
  const spectral = (nu: Float64Array) =>
    eigenvaluesSymmetric({ rows: d, cols: d, data: timesTransposed(A, nu) }).reduce(
      (largest, entry) => Math.max(largest, Math.abs(entry)),
      0,
    );
  const K = weightedGram(A, new Float64Array(A.cols).fill(1));
  let nu: Float64Array = new Float64Array(m);
  let best: { upper: number; lower: number; M: Float64Array; nu: Float64Array } | undefined;
  let iterations = 0;
  barrier: for (let mu = 1; mu > 1e-10; mu *= 0.2) {
    let last: ReturnType<typeof newton> | undefined;
    for (let round = 0; round < 40; round++) {
      iterations++;
      last = tried(() => newton(A, scaled, nu, mu, d));
      if (!last || last.step.some(Number.isNaN)) break barrier;
      if (last.decrement / Math.sqrt(mu) < 1e-6) break;
      // Damped: inside the domain of a self-concordant function, whose standard form is divided by mu.
      const damped = 1 / (1 + last.decrement / Math.sqrt(mu));
      const share = last.decrement / Math.sqrt(mu) < 0.25 ? 1 : damped;
      nu = nu.map((entry, k) => entry + share * last!.step[k]!);
    }
    const central = tried(() => newton(A, scaled, nu, mu, d));
    if (!central) break;
    const { z, vectors } = central;
    const spectrum = z.map((entry) => (2 * mu * entry) / (1 - entry * entry));
    const M = new Float64Array(d * d);
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let l = 0; l < d; l++) sum += vectors.data[i * d + l]! * spectrum[l]! * vectors.data[j * d + l]!;
        M[i * d + j] = M[j * d + i] = sum;
      }
    // Twice, since the first correction is rounded.
    for (let round = 0; round < 2; round++) {
      const left = times(A, M).map((entry, k) => scaled[k]! - entry);
      const correction = timesTransposed(A, choleskySolve(K.factor, left));
      for (let k = 0; k < d * d; k++) M[k]! += correction[k]!;
    }
    const upper = nuclear(M);
    const lower = dot(scaled, nu) / spectral(nu);
    if (!best || upper - lower < best.upper - best.lower) best = { upper, lower, M, nu };
    else if (upper - lower > 2 * (best.upper - best.lower)) break; // beyond the reach of double precision
    if (best.upper - best.lower < 1e-9 * best.upper) break;
  }
  if (!best)
    throw new RangeError('minimumNuclear: float64 finds no dual: the measurements nearly depend on each other');
  const { upper, lower, M } = best;
  const least = spectral(best.nu);
  const value = {
    norm: upper * size,
    M: M.map((entry) => entry * size),
    nu: best.nu.map((entry) => entry / least),
  };
  // M is off a fit by A^+ of its residual, whose nuclear norm is at most sqrt(d) of its length.
  const over = 1.01 * Math.sqrt(d) * residualNorm(K, A, value.M, y) + (40 + 8 * d) * d * UNIT * value.norm;
  const error = Math.max((upper - lower + 1e-13 * upper) * size, value.norm - floor(question, value.nu, d), over);
  if (!(error <= ACCURACY * upper * size))
    throw new Error(
      `minimumNuclear: float64 knows the norm, about ${upper * size}, to ${error} only; expected 1e-5 of it: ` +
        'the measurements nearly depend on each other',
    );
  return {
    value,
    error,
    certificate: { kind: 'duality gap', upper: upper * size, lower: lower * size, iterations },
  };
}

/** y.nu / |sum nu_k A_k|_2, below the minimum for every nu, less what rounding may have added to it. */
function floor({ A, y }: Measurements, nu: Float64Array, d: number): number {
  const sizes = nu.map(Math.abs);
  const terms = norm2(timesTransposed(magnitudes(A), sizes));
  const Z = eigenvaluesSymmetric({ rows: d, cols: d, data: timesTransposed(A, nu) });
  const largest = Math.max(Math.abs(Z[0]!), Math.abs(Z[d - 1]!));
  const within = (A.rows + 2) * UNIT * terms + (40 + 8 * d) * UNIT * largest;
  return (dot(y, nu) - (A.rows + 2) * UNIT * dot(y.map(Math.abs), sizes)) / (largest + within);
}

const renormed = (certified: Certified<MinimumNuclear>, norm: number): Certified<MinimumNuclear> => ({
  ...certified,
  value: { ...certified.value, norm },
});
/** min |M|_* subject to <A_k, M> = y_k. @throws as `answer` */
export const minimumNuclear: Oracle<Measurements, MinimumNuclear> = {
  name: 'minimum-nuclear',
  answer,
  faults: {
    ...graded('norm-{grade}', 'the norm is {grade} too large', (grade) =>
      ofValue(answer)(({ norm }) => ({ norm: norm * (1 + grade) })),
    ),
    trace: {
      what: 'the trace in the place of the nuclear norm',
      by: (question) => {
        const certified = answer(question);
        const d = Math.floor(Math.sqrt(question.A.cols) + 0.5);
        return renormed(
          certified,
          certified.value.M.reduce((sum, entry, k) => (k % (d + 1) === 0 ? sum + entry : sum), 0),
        );
      },
    },
    frobenius: {
      what: 'the Frobenius norm in the place of the nuclear norm',
      by: (question) => {
        const certified = answer(question);
        return renormed(certified, norm2(certified.value.M));
      },
    },
    'last-measurement-dropped': {
      what: 'the last measurement is forgotten',
      by: ({ A, y }) => {
        const rows = Math.max(1, A.rows - 1);
        return answer({ A: { rows, cols: A.cols, data: A.data.slice(0, rows * A.cols) }, y: y.slice(0, rows) });
      },
    },
  },
};
