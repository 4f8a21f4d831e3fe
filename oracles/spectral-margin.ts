/**
 * The largest margin of k classes in the spectral norm: max over W of min over pairs <Z_c, W> / |W|_2, Z_c of point i and
 * class j != y_i as in tasks/separable-classes.ts; X: n x d, y: n classes, W: k x d.
 *
 * All Z_c have columns of sum 0, and so has the best W: in coordinates V of that subspace, (k - 1) x d, an interior-point
 * method maximizes t + (sum log(<Z_c, V> - t) + log det(I - V V')) / s for growing s. Certificate: any W bounds the margin from
 * below by its own, any weights p in the simplex from above by the nuclear norm of sum p_c Z_c, since <Z, W> <= |Z|_* |W|_2. The
 * weights are 1 / (<Z_c, V> - t), brought to sum 1; `error` is the gap, with the rounding of both.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { log } from 'claimcheck/numerics/elementary';
import {
  identity,
  magnitudes,
  matrix,
  multiply,
  norm1,
  norm2,
  normInf,
  times,
  timesTransposed,
  transpose,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { singularValues } from 'claimcheck/numerics/svd';
import { pairsOf, type Classes } from 'claimcheck/tasks/separable-classes';
import { certified } from './certified.js';
import { expectOrdinary, expectSample } from './regression.js';
import { tried } from './tried.js';

export interface SpectralMargin {
  readonly margin: number;
  /** A matrix of spectral norm 1 that attains it; k d. */
  readonly W: Float64Array;
  /** The weights of the pairs, in the simplex. */
  readonly weights: Float64Array;
}

const ACCURACY = 1e-6;
/** The gap at which the method ends, beside the margin, and by how much s grows. */
const [GAP, GROWTH] = [3e-9, 12];
const STEPS = 40;
/** What Newton's step may gain, squared, where the centre is near. */
const CENTRED = 0.01;
const CLASSES = 8;
const REFUSED = 'spectralMargin: no margin above 0 was found: the classes are not separable, or nearly not';

export const spectralNorm = (W: Float64Array, classes: number): number =>
  singularValues(matrix(classes, W.length / classes, W))[0]!;

/** min over pairs of (W_(y_i) - W_j).x_i / |W|_2. */
export function spectralMarginOf(task: Classes, W: Float64Array): number {
  const scores = times(pairsOf(task), W);
  return scores.reduce((least, score) => Math.min(least, score), Infinity) / spectralNorm(W, task.classes);
}

/** Q: (k - 1) x k, orthonormal rows of sum 0 (Helmert). */
function contrasts(k: number): Matrix {
  const Q = matrix(k - 1, k);
  for (let r = 1; r < k; r++) {
    const size = Math.sqrt(r * (r + 1));
    for (let j = 0; j < r; j++) Q.data[(r - 1) * k + j] = 1 / size;
    Q.data[(r - 1) * k + r] = -r / size;
  }
  return Q;
}

/** (I - V V')^-1, with log det of I - V V'; undefined where that is not positive definite. */
function inside(V: Matrix) {
  const S = multiply(V, transpose(V));
  const M = matrix(
    S.rows,
    S.rows,
    S.data.map((entry, at) => (at % (S.rows + 1) === 0 ? 1 : 0) - entry),
  );
  const L = tried(() => cholesky(M));
  if (!L) return undefined;
  const A = matrix(S.rows, S.rows);
  let logDet = 0;
  const unit = identity(S.rows);
  for (let j = 0; j < S.rows; j++) {
    A.data.set(choleskySolve(L, unit.data.slice(j * S.rows, (j + 1) * S.rows)), j * S.rows);
    logDet += 2 * log(L.data[j * (S.rows + 1)]!);
  }
  return { A, logDet };
}

/** The interior-point method, on the rows a_c of Z (m x r d) in the coordinates V: r x d. */
function climbed(Z: Matrix, r: number, d: number): { readonly V: Float64Array; readonly p: Float64Array } {
  const m = Z.rows;
  const size = r * d;
  const unit = norm2(Z.data) / Math.sqrt(m);
  let x = new Float64Array(size + 1);
  x[size] = -unit;
  const at = (point: Float64Array, s: number) => {
    const V = matrix(r, d, point.slice(0, size));
    const slacks = times(Z, V.data).map((score) => score - point[size]!);
    const ball = inside(V);
    if (!ball || !slacks.every((slack) => slack > 0)) return undefined;
    let value = -s * point[size]! - ball.logDet;
    for (const slack of slacks) value -= log(slack);
    return { V, slacks, A: ball.A, value };
  };
  for (let s = 1 / unit; ; s *= GROWTH) {
    let here = at(x, s)!;
    for (let step = 0; step < STEPS; step++) {
      const { V, slacks, A } = here;
      const AV = multiply(A, V);
      const B = multiply(transpose(V), AV);
      const inverse = slacks.map((slack) => 1 / slack);
      const g = new Float64Array(size + 1);
      const pull = timesTransposed(Z, inverse);
      for (let k = 0; k < size; k++) g[k] = 2 * AV.data[k]! - pull[k]!;
      g[size] = -s + norm1(inverse);
      // Its lower triangle.
      const H = matrix(size + 1, size + 1);
      for (let i = 0; i < r; i++)
        for (let a = 0; a < d; a++)
          for (let j = 0; j <= i; j++)
            for (let b = 0; b < d; b++) {
              const outer = A.data[i * r + j]! * (B.data[a * d + b]! + (a === b ? 1 : 0));
              H.data[(i * d + a) * (size + 1) + j * d + b] = 2 * (outer + AV.data[i * d + b]! * AV.data[j * d + a]!);
            }
      for (let c = 0; c < m; c++) {
        const row = Z.data.subarray(c * size, (c + 1) * size);
        const weight = inverse[c]! * inverse[c]!;
        for (let k = 0; k < size; k++) {
          const scaled = weight * row[k]!;
          if (scaled === 0) continue;
          for (let l = 0; l <= k; l++) H.data[k * (size + 1) + l]! += scaled * row[l]!;
          H.data[size * (size + 1) + k]! -= scaled;
        }
        H.data[size * (size + 1) + size]! += weight;
      }
      const L = tried(() => cholesky(H));
      if (!L) return { V: x.slice(0, size), p: inverse };
      const move = choleskySolve(L, g);
      let gain = 0;
      for (let k = 0; k <= size; k++) gain += g[k]! * move[k]!;
      if (!(gain > CENTRED)) break;
      let share = gain > 0.25 ? 1 / (1 + Math.sqrt(gain)) : 1;
      let next = x;
      let there: typeof here | undefined;
      for (; share > 1e-12; share /= 2) {
        next = x.map((entry, k) => entry - share * move[k]!);
        there = at(next, s);
        if (there) break;
      }
      if (!there) break;
      [x, here] = [next, there];
    }
    if (m + 2 * r <= GAP * s * Math.abs(x[size]!) || s * unit > 1e13)
      return { V: x.slice(0, size), p: here.slacks.map((slack) => 1 / slack) };
  }
}

/**
 * `error` bounds the error of the margin.
 * @throws RangeError on bad shapes, entries or classes, where the classes are not separable, and where the gap is above 1e-6
 */
function answer({ X, y, classes }: Classes): Certified<SpectralMargin> {
  expectSample('spectralMargin', { X, y });
  if (!(Number.isInteger(classes) && classes >= 2 && classes <= CLASSES))
    throw new RangeError(`spectralMargin: there are ${classes} classes; expected 2 to ${CLASSES}`);
  const bad = y.find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (bad !== undefined)
    throw new RangeError(`spectralMargin: a class is ${bad}; expected a whole number from 0 to ${classes - 1}`);
  expectOrdinary('spectralMargin', { X, y: new Float64Array(X.rows) });
  const [d, r] = [X.cols, classes - 1];
  const task = { X, y, classes };
  const Z = pairsOf(task);
  const Q = contrasts(classes);
  const inner = matrix(Z.rows, r * d);
  for (let c = 0; c < Z.rows; c++)
    inner.data.set(
      multiply(Q, matrix(classes, d, Z.data.slice(c * classes * d, (c + 1) * classes * d))).data,
      c * r * d,
    );
  const { V, p } = climbed(inner, r, d);
  if (!(norm2(V) > 0 && norm1(p) < Infinity)) throw new RangeError(REFUSED);
  const lifted = multiply(transpose(Q), matrix(r, d, V)).data;
  const total = norm1(p);
  const weights = p.map((weight) => weight / total);
  const size = spectralNorm(lifted, classes);
  const W = lifted.map((entry) => entry / size);
  const below = spectralMarginOf(task, W);
  const M = timesTransposed(Z, weights);
  const above = norm1(singularValues(matrix(classes, d, M)));
  // Entries of M are sums of products, singular values within 64 eps of the norm; scores are sums of products over |W|.
  const sums = norm1(timesTransposed(magnitudes(Z), weights));
  const scores = normInf(times(magnitudes(Z), W.map(Math.abs)));
  const rounding = roundings(64 * classes * classes + Z.rows + 2 * d) * (sums + scores);
  const error = Math.max(0, above - below) + 2 * rounding;
  if (!(below > 0)) throw new RangeError(REFUSED);
  return certified(
    'spectralMargin',
    { value: { margin: below, W, weights }, error, certificate: { kind: 'duality gap', gap: above - below } },
    ACCURACY * above,
  );
}

export const spectralMargin: Oracle<Classes, SpectralMargin> = {
  name: 'spectral-margin',
  answer,
  faults: {
    ...graded('margin', 'the margin is {grade} too small', (grade) =>
      ofValue(answer)(({ margin }) => ({ margin: margin * (1 - grade) })),
    ),
    'norm of Frobenius': {
      what: 'the margin of the best matrix is divided by its Frobenius norm',
      by: ofValue(answer)(({ margin, W }) => ({ margin: margin / norm2(W) })),
    },
    'points ignored': {
      what: 'the last point is ignored',
      by: ofTask(answer)(({ X, y, classes }: Classes) => {
        const rows = Math.max(1, X.rows - 1);
        return { X: { ...X, rows, data: X.data.slice(0, rows * X.cols) }, y: y.slice(0, rows), classes };
      }),
    },
  },
};
