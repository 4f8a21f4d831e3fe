/**
 * The hard-margin classifier sign(w.x + b) with a margin per class: least |w| with y_i (w.x_i + b) >= Delta_{y_i}, Delta of a
 * class of n_j examples proportional to n_j^(-exponent): 1/4 is label-distribution-aware, 0 uniform. X: n x d, y: n of +-1,
 * both classes present, linearly separable.
 *
 * Dual: max sum alpha_i Delta_i - |sum alpha_i y_i x_i|^2 / 2, alpha >= 0, sum alpha_i y_i = 0, by exact steps along the pair
 * that violates optimality most (sequential minimal optimization), until no pair violates by more than `tolerance`.
 * Source: cao2019learning, section 3.1 (the margins).
 */
import { model, runs, type Trained } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { pow } from 'claimcheck/numerics/elementary';
import { gram, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { amount, fields, flag, must, number, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  /** Delta_j = (n_j / n)^(-exponent), n the smaller class. */
  exponent: must(number),
  tolerance: amount,
  budget: whole,
  /** The training examples are weighted by nothing; the bias alone is moved afterwards so that margins are as asked. */
  byShift: flag,
};
export type ClassMarginRule = RuleOf<typeof RULE>;

/** What the classifier is composed of. */
interface Parts {
  /** How many of the examples are seen. */
  readonly seen: (n: number) => number;
  /** The margins of the classes -1 and 1, by how many times the smaller class each is as large. */
  readonly margins: (sizes: readonly number[], exponent: number) => number[];
  /** The largest score of class -1 and the smallest of class 1. */
  readonly bias: (low: number, high: number, margins: readonly number[]) => number;
}

const PARTS: Parts = {
  seen: (n) => n,
  margins: (sizes, exponent) => sizes.map((size) => pow(size, -exponent)),
  // The worst example of each class misses or exceeds its margin by the same factor of it.
  bias: (low, high, [negative, positive]) => (positive! * -low - negative! * high) / (negative! + positive!),
};

const composed =
  (parts: Parts) =>
  ({ X, y }: Sample, rule: ClassMarginRule): Trained => {
    const n = parts.seen(X.rows);
    const G = gram(X);
    const N = X.rows;
    const positive = y.reduce((count, label) => count + (label > 0 ? 1 : 0), 0);
    const sizes = [y.length - positive, positive];
    if (sizes[0] === 0 || sizes[1] === 0)
      throw new RangeError(`class-margins: classes of ${sizes.join(' and ')} examples; expected both present`);
    const smaller = Math.min(sizes[0]!, sizes[1]!);
    const margins = parts.margins(
      sizes.map((size) => size / smaller),
      rule.exponent,
    );
    const asked = (label: number) => (rule.byShift ? 1 : margins[label > 0 ? 1 : 0]!);
    const { tolerance = 1e-11, budget = 200_000 } = rule;
    const alpha = new Float64Array(N);
    // y_i times the gradient of the dual: y_i Delta_i - sum_j alpha_j y_j x_j.x_i.
    const slope = y.map((label) => label * asked(label));
    let steps = 0;
    let stopped: Trained['stopped'] = 'budget';
    for (; steps < budget; steps++) {
      // alpha_i y_i may rise at `up` (always for y = 1, with alpha > 0 for y = -1) and fall at `down`.
      let up = -1;
      let down = -1;
      for (let i = 0; i < n; i++) {
        if ((y[i]! > 0 || alpha[i]! > 0) && (up < 0 || slope[i]! > slope[up]!)) up = i;
        if ((y[i]! < 0 || alpha[i]! > 0) && (down < 0 || slope[i]! < slope[down]!)) down = i;
      }
      const gap = slope[up]! - slope[down]!;
      if (gap <= tolerance) {
        stopped = 'gradient';
        break;
      }
      const curvature = G.data[up * N + up]! + G.data[down * N + down]! - 2 * G.data[up * N + down]!;
      let t = gap / Math.max(curvature, 1e-300);
      if (y[up]! < 0) t = Math.min(t, alpha[up]!);
      if (y[down]! > 0) t = Math.min(t, alpha[down]!);
      alpha[up]! += y[up]! * t;
      alpha[down]! -= y[down]! * t;
      if (alpha[up]! < 0) alpha[up] = 0;
      if (alpha[down]! < 0) alpha[down] = 0;
      for (let i = 0; i < N; i++) slope[i]! -= t * (G.data[i * N + up]! - G.data[i * N + down]!);
      if (!(gap < 1e12)) return { parameters: {}, predict: () => new Float64Array(0), steps, stopped: 'diverged' };
    }
    const w = timesTransposed(
      X,
      alpha.map((entry, i) => entry * y[i]!),
    );
    const scores = times(X, w);
    let high = Infinity;
    let low = -Infinity;
    for (let i = 0; i < N; i++)
      if (y[i]! > 0) high = Math.min(high, scores[i]!);
      else low = Math.max(low, scores[i]!);
    const b = parts.bias(low, high, margins);
    return {
      parameters: { w, b: Float64Array.of(b) },
      predict: (at) => times(at, w).map((score) => score + b),
      steps,
      stopped,
    };
  };

const train = composed(PARTS);
const powered = (factor: number) => ofRule(train)({ exponent: (exponent) => exponent * factor });

const classMarginsModel = model({
  name: 'class-margins',
  capabilities: ['linear', 'parameters', 'float64'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols, b: 1 }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w, b }, X) => times(X, w!).map((score) => score + b![0]!) },
  train,
  faults: {
    'margins exchanged': {
      what: 'the margins of the classes are exchanged',
      by: composed({ ...PARTS, margins: (...asked) => PARTS.margins(...asked).reverse() }),
    },
    'no bias': { what: 'the bias is 0', by: composed({ ...PARTS, bias: () => 0 }) },
    'uniform margins': { what: 'every class has the same margin', by: ofRule(train)({ exponent: 0 }) },
    'square root': { what: 'the exponent is doubled', by: powered(2) },
    'an example dropped': { what: 'the last example is not seen', by: composed({ ...PARTS, seen: (n) => n - 1 }) },
    ...graded('exponent', 'the exponent is {grade} too large', (grade) => powered(1 + grade), [0.03, 0.1, 0.3]),
  },
  harmless: {
    'bias shifted': {
      what: 'uniform margins while training, and the bias moved afterwards',
      by: ofRule(train)({ byShift: true }),
    },
  },
});

export default classMarginsModel;

export const classMargins = runs(classMarginsModel);
