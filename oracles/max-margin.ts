/**
 * The largest margin of separable data in a norm, max over w of min_i z_i.w / |w|, z_i = y_i x_i; X: n x d, y: n.
 *
 * L1 and Linf: the linear program min |w| s.t. Z w >= 1, proposed by a library. L2: min |Z'a|_2 over the simplex by
 * Wolfe's method, whose faces are solved exactly.
 * Certificate: any w bounds the margin from below by min_i z_i.w / |w|, any a in the simplex from above by |Z'a| in the
 * dual norm; both are evaluated here from the proposal, and the gap is the error. Where that is not small, the L2 problem is
 * solved in exact arithmetic (exact-margin.ts).
 */
import type { Certified, Oracle } from 'claimcheck';
import { firstRows, graded, ofTask, ofValue } from 'claimcheck/faults';
import { choleskySolve, cholesky } from 'claimcheck/numerics/cholesky';
import {
  dot,
  magnitudes,
  matrix,
  norm1,
  norm2,
  normInf,
  times,
  timesTransposed,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { exactMargin, type MaxMargin } from './exact-margin.js';
import { propose } from './propose.js';
import { expectSample, outOfRange } from './regression.js';
import type { Sample } from 'claimcheck/tasks/sample';

/** The largest relative error that float64 may leave. */
const ACCURACY = 1e-6;

export type { MaxMargin };

export type MarginNorm = 'L1' | 'L2' | 'Linf';

export interface MarginQuestion extends Sample {
  readonly norm: MarginNorm;
}

export const normOf: Readonly<Record<MarginNorm, (w: Float64Array) => number>> = {
  L1: norm1,
  L2: norm2,
  Linf: normInf,
};
const dualOf = { L1: normInf, L2: norm2, Linf: norm1 } as const;

/** min_i y_i x_i.w / |w|. */
export function marginOf({ X, y }: Sample, w: Float64Array, norm: MarginNorm): number {
  const scores = times(X, w);
  let least = Infinity;
  for (let i = 0; i < y.length; i++) least = Math.min(least, y[i]! * scores[i]!);
  return least / normOf[norm](w);
}

/** The rows times their labels. */
const signedRows = ({ X, y }: MarginQuestion): Matrix =>
  matrix(
    X.rows,
    X.cols,
    X.data.map((entry, k) => entry * y[Math.floor(k / X.cols)]!),
  );

interface Pair {
  readonly w: Float64Array;
  readonly a: Float64Array;
}

/** min |w|_1 s.t. Z w >= 1: columns w+, w-, surplus. */
function proposeL1(Z: Matrix): Pair {
  const { rows: n, cols: d } = Z;
  const A = matrix(n, 2 * d + n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      A.data[i * A.cols + j] = Z.data[i * d + j]!;
      A.data[i * A.cols + d + j] = -Z.data[i * d + j]!;
    }
    A.data[i * A.cols + 2 * d + i] = -1;
  }
  const costs = Float64Array.from({ length: A.cols }, (_, k) => (k < 2 * d ? 1 : 0));
  const { x, prices } = propose({ costs, A, b: new Float64Array(n).fill(1) });
  return { w: Float64Array.from({ length: d }, (_, j) => x[j]! - x[d + j]!), a: prices.map((price) => price) };
}

/** min t s.t. Z w >= 1, |w_j| <= t, written in p = w + t >= 0 and q = t - w >= 0: columns p, q, t, surplus. */
function proposeLinf(Z: Matrix): Pair {
  const { rows: n, cols: d } = Z;
  const A = matrix(n + d, 2 * d + 1 + n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      A.data[i * A.cols + j] = Z.data[i * d + j]! / 2;
      A.data[i * A.cols + d + j] = -Z.data[i * d + j]! / 2;
    }
    A.data[i * A.cols + 2 * d + 1 + i] = -1;
  }
  for (let j = 0; j < d; j++) {
    A.data[(n + j) * A.cols + j] = 1;
    A.data[(n + j) * A.cols + d + j] = 1;
    A.data[(n + j) * A.cols + 2 * d] = -2;
  }
  const costs = new Float64Array(A.cols);
  costs[2 * d] = 1;
  const b = Float64Array.from({ length: n + d }, (_, i) => (i < n ? 1 : 0));
  const { x, prices } = propose({ costs, A, b });
  return { w: Float64Array.from({ length: d }, (_, j) => (x[j]! - x[d + j]!) / 2), a: prices.slice(0, n) };
}

/** The point of least Euclidean norm in the convex hull of the rows of Z (Wolfe 1976), as weights of the rows. */
function nearestPoint(Z: Matrix): Pair {
  const { rows: n, cols: d } = Z;
  const row = (i: number) => Z.data.subarray(i * d, (i + 1) * d);
  let first = 0;
  for (let i = 1; i < n; i++) if (norm2(row(i)) < norm2(row(first))) first = i;
  let face = [first];
  let a = new Float64Array(n);
  a[first] = 1;
  for (let round = 0; round < 40 * n; round++) {
    const point = timesTransposed(Z, a);
    const scores = times(Z, point);
    let best = 0;
    for (let i = 1; i < n; i++) if (scores[i]! < scores[best]!) best = i;
    if (scores[best]! >= dot(point, point) * (1 - 1e-13) || face.includes(best)) break;
    face.push(best);
    for (;;) {
      const onFace = affineNearest(face.map(row));
      const negative = onFace.findIndex((weight) => !(weight > 1e-14));
      if (negative < 0) {
        a = new Float64Array(n);
        face.forEach((i, k) => (a[i] = onFace[k]!));
        break;
      }
      // As far towards the affine minimum as the weights stay nonnegative.
      let share = 1;
      face.forEach((i, k) => {
        if (!(onFace[k]! > 1e-14)) share = Math.min(share, a[i]! / (a[i]! - onFace[k]!));
      });
      face.forEach((i, k) => (a[i] = Math.max(0, a[i]! + share * (onFace[k]! - a[i]!))));
      const leaving = face.filter((i, k) => !(onFace[k]! > 1e-14) && !(a[i]! > 1e-14));
      for (const i of leaving) a[i] = 0;
      face = face.filter((i) => !leaving.includes(i));
      if (leaving.length === 0) break;
    }
  }
  return { w: timesTransposed(Z, a), a };
}

/** Weights of sum 1 that minimize |sum a_i z_i|_2: proportional to (G + 1 1')^-1 1, G the Gram matrix. */
function affineNearest(rows: readonly Float64Array[]): Float64Array {
  const m = rows.length;
  const G = matrix(m, m);
  for (let i = 0; i < m; i++)
    for (let k = 0; k <= i; k++) G.data[i * m + k] = G.data[k * m + i] = 1 + dot(rows[i]!, rows[k]!);
  const solution = choleskySolve(cholesky(G), new Float64Array(m).fill(1));
  const sum = solution.reduce((total, entry) => total + entry, 0);
  return solution.map((entry) => entry / sum);
}

/** The rounding of either bound: of sums of d or n products whose terms may be far above the sum. */
function rounding(Z: Matrix, norm: MarginNorm, w: Float64Array, weights: Float64Array): number {
  const absolute = magnitudes(Z);
  const above = dualOf[norm](timesTransposed(absolute, weights));
  const below = normInf(times(absolute, w.map(Math.abs))) / normOf[norm](w);
  return 1.2e-16 * ((Z.rows + 6) * above + (Z.cols + 6) * below);
}

/** What is proposed in float64, with its gap; undefined where that is not small. */
function proposed(question: MarginQuestion, Z: Matrix): Certified<MaxMargin> | undefined {
  const { X, norm } = question;
  const proposal = attempted(Z, norm);
  if (!proposal) return undefined;
  const positive = proposal.a.map((weight) => Math.max(0, weight));
  const total = norm1(positive);
  const weights = positive.map((weight) => weight / total);
  const above = dualOf[norm](timesTransposed(Z, weights));
  const below = marginOf(question, proposal.w, norm);
  const lost = Math.max(8 * (X.rows + X.cols) * 1.2e-16 * above, rounding(Z, norm, proposal.w, weights));
  const error = above - below + lost;
  if (!(below > 0 && error <= ACCURACY * above)) return undefined;
  const size = normOf[norm](proposal.w);
  return {
    value: { margin: below, w: proposal.w.map((entry) => entry / size), weights },
    error,
    certificate: { kind: 'duality gap', gap: above - below },
  };
}

/** The solver's tolerances are absolute: entries that are far from 1 are brought there by a power of two. */
function inUnits(Z: Matrix): Matrix {
  const size = normInf(Z.data);
  let factor = 1;
  if (size > 1e3) while (size * factor >= 2) factor /= 2;
  if (size < 1e-3 && size > 0) while (size * factor < 1) factor *= 2;
  return factor === 1 ? Z : { ...Z, data: Z.data.map((entry) => entry * factor) };
}

/** Undefined where the proposal itself fails: the data are not separable, or nearly not. */
function attempted(Z: Matrix, norm: MarginNorm): Pair | undefined {
  try {
    return norm === 'L1' ? proposeL1(inUnits(Z)) : norm === 'Linf' ? proposeLinf(inUnits(Z)) : nearestPoint(Z);
  } catch {
    return undefined;
  }
}

function answer(question: MarginQuestion): Certified<MaxMargin> {
  const { X, y, norm } = question;
  expectSample('maxMargin', question);
  const bad = y.find((label) => label !== 1 && label !== -1);
  if (bad !== undefined) throw new RangeError(`maxMargin: a label is ${bad}; expected -1 or 1`);
  if (!Object.hasOwn(normOf, norm)) throw new RangeError(`maxMargin: the norm is ${norm}; expected L1, L2 or Linf`);
  const Z = signedRows(question);
  const quick = outOfRange({ X, y }) ? undefined : proposed(question, Z);
  if (quick) return quick;
  if (norm === 'L2') return exactMargin(Z);
  throw new RangeError(
    `maxMargin: float64 certifies no margin in ${norm} to 1e-6 of it: the data are not separable, or the margin is too ` +
      'small beside their entries; expected separable data',
  );
}

/**
 * `error` bounds the error of the margin. @throws RangeError on bad shapes, entries, labels or norm, where the data are not
 * separable, and in L1 and Linf where they are too nearly not.
 */
export const maxMargin: Oracle<MarginQuestion, MaxMargin> = {
  name: 'max-margin',
  answer,
  faults: {
    ...graded(
      'margin-{grade}',
      'the margin is {grade} too small',
      (grade) => ofValue(answer)(({ margin }) => ({ margin: margin * (1 - grade) })),
      [0.03, 0.1, 0.3],
    ),
    'dual norm': {
      what: 'the norm and its dual are exchanged',
      by: ofTask(answer)({ norm: (norm) => (norm === 'L1' ? 'Linf' : norm === 'Linf' ? 'L1' : 'L2') }),
    },
    'not normalized': {
      what: '|w| at margin 1 is reported: the inverse of the margin',
      by: ofValue(answer)(({ margin }) => ({ margin: 1 / margin })),
    },
    'points ignored': {
      what: 'the second half of the points is ignored',
      by: ofTask(answer)(firstRows((rows) => Math.max(1, Math.floor(rows / 2)))),
    },
  },
};
