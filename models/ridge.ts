/**
 * Ridge regression in closed form, beta = argmin |X beta - y|^2 + penalty |beta|^2 for a list of penalties from one
 * eigendecomposition of the smaller Gram matrix. X: n x p, y: n. A penalty of 0 is the interpolant of least norm (p >= n)
 * or least squares (p < n).
 *
 * X'X holds the squares of the singular values, so half their digits are lost to it. Where its least eigenvalue is below
 * 1e-8 of the largest, X itself is decomposed: then only singular values that are rounding count as zero. A `cutoff`
 * counts more of them as zero, and is applied to X'X.
 *
 * With X'X = V diag(s) V', beta = V diag(g) V'X'y, g = 1 / (s + penalty): `spectrum` is s (r = min(n, p) values,
 * ascending) and `filter` is g, from which averages over the noise and over the direction of the truth follow in closed
 * form (properties/spectral-risk.ts).
 */
import { model, runs, run, type Trained } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import {
  dot,
  gram,
  gramTransposed,
  norm2,
  subtract,
  times,
  timesTransposed,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { svd } from 'claimcheck/numerics/svd';
import { amount, fields, must, numbers, oneOf, type Field, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

export const RIDGE_FIELDS = {
  penalties: must(numbers as Field<readonly number[]>),
  /** Keeps the one penalty with the least squared error on these points; without it, all are returned. */
  choose: oneOf('held-out', 'training'),
  /** Eigenvalues at most this share of the largest count as zero. */
  cutoff: amount,
};
export type RidgeRule = RuleOf<typeof RIDGE_FIELDS>;

export interface RidgeTask extends Sample {
  readonly heldOut?: Sample;
}

/** What the closed form is composed of. */
interface Parts {
  /** Whether X X' is decomposed; else X'X. */
  readonly wide: (X: Matrix) => boolean;
  /** What an eigenvalue s of X'X becomes. */
  readonly invert: (s: number, penalty: number) => number;
}

const PARTS: Parts = { wide: ({ rows, cols }) => rows <= cols, invert: (s, penalty) => 1 / (s + penalty) };

const CUTOFF = 1e-13;
/** Below this share of the largest, an eigenvalue of X'X has too few digits. */
const RESOLVED = 1e-8;

interface Decomposed {
  /** min(n, p) eigenvalues of X'X, ascending. */
  readonly spectrum: Float64Array;
  /** V diag(g) V'X'y, g the inverses, 0 in the place of those that count as zero. */
  readonly beta: (invert: (s: number) => number) => { readonly beta: Float64Array; readonly filter: Float64Array };
}

/** From X X' or X'X, whose eigenvalues at most `cutoff` of the largest count as zero. */
function ofSquares(X: Matrix, y: Float64Array, wide: boolean, cutoff: number): Decomposed {
  const { values, vectors } = eigenSymmetric(wide ? gram(X) : gramTransposed(X));
  const z = timesTransposed(vectors, wide ? y : timesTransposed(X, y));
  const spectrum = values.slice(values.length - Math.min(X.rows, X.cols));
  const floor = cutoff * spectrum[spectrum.length - 1]!;
  return {
    spectrum,
    beta(invert) {
      const inverse = (s: number) => (s > floor ? invert(s) : 0);
      const inner = times(
        vectors,
        z.map((entry, k) => entry * inverse(values[k]!)),
      );
      return { beta: wide ? timesTransposed(X, inner) : inner, filter: spectrum.map(inverse) };
    },
  };
}

/** From X = U diag(sigma) V', whose singular values are 0 where they are rounding. */
function ofItself(X: Matrix, y: Float64Array): Decomposed {
  const { left, values, right } = svd(X);
  const z = timesTransposed(left, y);
  return {
    spectrum: values.map((sigma) => sigma * sigma).reverse(),
    beta(invert) {
      const filter = values.map((sigma) => (sigma > 0 ? invert(sigma * sigma) : 0));
      const inner = z.map((entry, k) => entry * values[k]! * filter[k]!);
      return { beta: times(right, inner), filter: filter.reverse() };
    },
  };
}

const composed =
  (parts: Parts) =>
  (task: RidgeTask, rule: RidgeRule): Trained => {
    const { X, y, heldOut } = task;
    const [n, p] = [X.rows, X.cols];
    const kept = Math.min(n, p);
    const squares = ofSquares(X, y, parts.wide(X), rule.cutoff ?? CUTOFF);
    const least = RESOLVED * squares.spectrum[kept - 1]!;
    const itself = squares.spectrum[0]! > least || rule.cutoff !== undefined ? undefined : ofItself(X, y);
    // Where all that is small is 0, as for rows that depend on each other, the squares have lost nothing.
    const { spectrum, beta: solution } = itself?.spectrum.some((s) => s > 0 && s <= least) ? itself : squares;

    let fits = rule.penalties.map((penalty) => ({ penalty, ...solution((s) => parts.invert(s, penalty)) }));
    if (rule.choose) {
      const points = rule.choose === 'training' ? task : heldOut;
      if (!points) throw new Error('ridge: a penalty is to be chosen on held-out points and the task has none');
      const losses = fits.map(({ beta }) => norm2(subtract(times(points.X, beta), points.y)));
      fits = [fits[losses.indexOf(losses.reduce((least, loss) => Math.min(least, loss), Infinity))]!];
    }
    const beta = new Float64Array(fits.length * p);
    const filter = new Float64Array(fits.length * kept);
    fits.forEach((each, k) => {
      beta.set(each.beta, k * p);
      filter.set(each.filter, k * kept);
    });
    const first = fits[0]!;
    const left = subtract(times(X, first.beta), y);
    const slope = timesTransposed(X, left).map((entry, j) => entry + first.penalty * first.beta[j]!);
    return {
      parameters: { beta, spectrum, filter },
      predict: (at) => times(at, first.beta),
      steps: 0,
      stopped: 'exact',
      // How many equations were seen; of the first penalty: |X beta - y|, its square by n, and the gradient of half the objective.
      facts: {
        rows: n,
        penalty: first.penalty,
        residual: norm2(left),
        loss: dot(left, left) / n,
        gradient: norm2(slope),
      },
    };
  };

export const trainRidge = composed(PARTS);
const penalized = (change: (penalty: number, task: RidgeTask) => number) =>
  ofRule(trainRidge)({ penalties: (penalties, task) => penalties.map((each) => change(each, task)) });
/** The larger Gram matrix is not decomposed beyond this size. */
const LARGEST = 200;

/** The lengths of the parameters for X: n x p. */
export function ridgeShapes({ rows: n, cols: p }: Pick<Matrix, 'rows' | 'cols'>, { penalties, choose }: RidgeRule) {
  const fits = choose ? 1 : penalties.length;
  return { beta: fits * p, spectrum: Math.min(n, p), filter: fits * Math.min(n, p) };
}

const ridgeModel = model({
  name: 'ridge',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RIDGE_FIELDS),
  shapes: ({ X }: RidgeTask, rule: RidgeRule) => ridgeShapes(X, rule),
  predicts: { rows: ({ X }: RidgeTask) => X, at: ({ beta }, X) => times(X, beta!.subarray(0, X.cols)) },
  facts: {
    rows: 'the number of equations that were seen',
    penalty: 'the first penalty, or the one that was chosen',
    residual: '|X beta - y|_2 there',
    loss: '|X beta - y|^2 / n there',
    gradient: 'the norm of the gradient of half the objective there',
  },
  train: trainRidge,
  faults: {
    'penalty times n': { what: 'the penalty is multiplied by n', by: penalized((penalty, { X }) => penalty * X.rows) },
    'penalty by p': { what: 'the penalty is divided by p', by: penalized((penalty, { X }) => penalty / X.cols) },
    'penalty forgotten': { what: 'the penalty is 0', by: penalized(() => 0) },
    'penalty left in': {
      what: 'a penalty of 1% of the mean squared row is always added',
      by: penalized((penalty, { X }) => penalty + (0.01 * dot(X.data, X.data)) / X.rows),
    },
    'cut-off 1e-1': {
      what: 'eigenvalues below a tenth of the largest count as zero',
      by: ofRule(trainRidge)({ cutoff: 0.1 }),
    },
    'cut-off 1e-2': {
      what: 'eigenvalues below 1% of the largest count as zero',
      by: ofRule(trainRidge)({ cutoff: 0.01 }),
    },
    'chosen on the training points': {
      what: 'the penalty is chosen on the training points',
      by: ofRule(trainRidge)((rule) => (rule.choose ? { ...rule, choose: 'training' } : rule)),
    },
    'last row forgotten': { what: 'the last equation is not seen', by: ofTask(trainRidge)(withoutLastRow) },
    'on singular values': {
      what: 'the penalty is added to singular values',
      by: composed({ ...PARTS, invert: (s, penalty) => 1 / (Math.sqrt(s) * (Math.sqrt(s) + penalty)) }),
    },
    'labels off by 10%': {
      what: 'labels are 10% too large',
      grade: 0.1,
      by: ofTask(trainRidge)(relabelled((y) => 1.1 * y)),
    },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized((penalty) => penalty * (1 + grade))),
  },
  harmless: {
    'larger Gram matrix': {
      what: 'the larger of the two Gram matrices is decomposed',
      by: composed({ ...PARTS, wide: ({ rows, cols }) => rows <= cols !== Math.max(rows, cols) <= LARGEST }),
    },
  },
});

export default ridgeModel;

/** One penalty; 0 is least squares of least norm. */
export const ridge = runs(ridgeModel, (penalty: number): RidgeRule => ({ penalties: [penalty] }));
export const leastNorm = run(ridgeModel, { penalties: [0] });
/** Several penalties: the solutions lie one after the other in `beta`. */
export const path = runs(ridgeModel, (penalties: readonly number[]): RidgeRule => ({ penalties }));
export const chosen = runs(ridgeModel);
