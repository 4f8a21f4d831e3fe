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
import { model, runs, run, type Model, type Trained } from 'claimcheck';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import {
  dot,
  gram,
  gramTransposed,
  norm2,
  rowsOf,
  subtract,
  times,
  timesTransposed,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { svd } from 'claimcheck/numerics/svd';
import { amount, fields, must, numbers, oneOf } from 'claimcheck/rule';

export interface RidgeRule {
  readonly penalties: readonly number[];
  /** Keeps the one penalty with the least squared error on these points; without it, all are returned. */
  readonly choose?: 'held-out' | 'training';
  /** Eigenvalues at most this share of the largest count as zero. */
  readonly cutoff?: number;
}

export interface RidgeTask {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly heldOut?: { readonly X: Matrix; readonly y: Float64Array };
}

/** One wrong step each; all absent in the model itself. */
export interface WrongRidge {
  readonly penalty?: (penalty: number, task: RidgeTask) => number;
  readonly cutoff?: number;
  readonly withoutLastRow?: boolean;
  readonly largerGram?: boolean;
  /** The penalty is added to the singular values, not to their squares. */
  readonly onSingularValues?: boolean;
  readonly labels?: number;
  /** A penalty that is to be chosen on held-out points is chosen on these. */
  readonly choose?: 'training';
}

const CUTOFF = 1e-13;
/** Below this share of the largest, an eigenvalue of X'X has too few digits. */
const RESOLVED = 1e-8;
/** The larger Gram matrix is not decomposed beyond this size. */
const LARGEST = 200;

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

export function trainRidge(given: RidgeTask, rule: RidgeRule, wrong: WrongRidge = {}): Trained {
  const rows = wrong.withoutLastRow && given.X.rows > 1 ? given.X.rows - 1 : given.X.rows;
  const X = rows < given.X.rows ? rowsOf(given.X, 0, rows) : given.X;
  const y = given.y.slice(0, rows).map((label) => (wrong.labels ?? 1) * label);
  const [n, p] = [X.rows, X.cols];
  const kept = Math.min(n, p);
  const larger = wrong.largerGram === true && Math.max(n, p) <= LARGEST;
  const cutoff = wrong.cutoff ?? rule.cutoff;
  const squares = ofSquares(X, y, n <= p !== larger, cutoff ?? CUTOFF);
  const least = RESOLVED * squares.spectrum[kept - 1]!;
  const itself = squares.spectrum[0]! > least || cutoff !== undefined ? undefined : ofItself(X, y);
  // Where all that is small is 0, as for rows that depend on each other, the squares have lost nothing.
  const { spectrum, beta: solution } = itself?.spectrum.some((s) => s > 0 && s <= least) ? itself : squares;

  const fit = (asked: number) => {
    const penalty = wrong.penalty ? wrong.penalty(asked, given) : asked;
    const invert = (s: number) =>
      wrong.onSingularValues ? 1 / (Math.sqrt(s) * (Math.sqrt(s) + penalty)) : 1 / (s + penalty);
    return { penalty, ...solution(invert) };
  };
  let fits = rule.penalties.map(fit);
  if (rule.choose) {
    const points = (wrong.choose ?? rule.choose) === 'training' ? given : given.heldOut;
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
}

const wrongly = (wrong: WrongRidge): Model<RidgeTask>['train'] => {
  return (task, rule) => trainRidge(task, rule, wrong);
};
const offBy = (grade: number) => ({
  what: `the penalty is ${grade} too large`,
  grade,
  by: wrongly({ penalty: (penalty) => penalty * (1 + grade) }),
});

export const RIDGE_FIELDS = {
  penalties: must(numbers),
  choose: oneOf('held-out', 'training'),
  cutoff: amount,
};

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
  train: (task: RidgeTask, rule: RidgeRule) => trainRidge(task, rule),
  faults: {
    'penalty times n': {
      what: 'the penalty is multiplied by n',
      by: wrongly({ penalty: (penalty, { X }) => penalty * X.rows }),
    },
    'penalty by p': {
      what: 'the penalty is divided by p',
      by: wrongly({ penalty: (penalty, { X }) => penalty / X.cols }),
    },
    'penalty forgotten': { what: 'the penalty is 0', by: wrongly({ penalty: () => 0 }) },
    'penalty left in': {
      what: 'a penalty of 1% of the mean squared row is always added',
      by: wrongly({ penalty: (penalty, { X }) => penalty + (0.01 * dot(X.data, X.data)) / X.rows }),
    },
    'cut-off 1e-1': {
      what: 'eigenvalues below a tenth of the largest count as zero',
      by: wrongly({ cutoff: 0.1 }),
    },
    'cut-off 1e-2': { what: 'eigenvalues below 1% of the largest count as zero', by: wrongly({ cutoff: 0.01 }) },
    'chosen on the training points': {
      what: 'the penalty is chosen on the training points',
      by: wrongly({ choose: 'training' }),
    },
    'last row forgotten': { what: 'the last equation is not seen', by: wrongly({ withoutLastRow: true }) },
    'on singular values': {
      what: 'the penalty is added to singular values',
      by: wrongly({ onSingularValues: true }),
    },
    'labels off by 10%': { what: 'labels are 10% too large', grade: 0.1, by: wrongly({ labels: 1.1 }) },
    'penalty off by 1%': offBy(0.01),
    'penalty off by 3%': offBy(0.03),
    'penalty off by 10%': offBy(0.1),
    'penalty off by 30%': offBy(0.3),
  },
  harmless: {
    'larger Gram matrix': {
      what: 'the larger of the two Gram matrices is decomposed',
      by: wrongly({ largerGram: true }),
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
