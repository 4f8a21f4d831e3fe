/**
 * The linear classifier sign(x.w), trained on the exponential loss sum_i exp(-y_i x_i.w) of separable data by normalized
 * steepest descent from 0 in a norm: w <- w + h_t Delta_t, Delta_t the direction of norm 1 along which the loss falls
 * most, h_t = rate / sqrt(t). X: n x d, y: n (labels -1, 1), w: d.
 *
 * - `L1`: the coordinate of largest gradient moves (coordinate descent, boosting)
 * - `L2`: gradient descent, its step normalized
 * - `Linf`: every coordinate moves by the same amount (sign descent)
 * The loss and its gradient are scaled by the largest term, which no direction sees, so that nothing underflows.
 * Source: gunasekar2018characterizing, section 3 (steepest descent, separable data).
 */
import { model, runs, type Ending } from 'claimcheck';
import { ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { quotients, signed, weighed, steepest as steepestOf } from 'claimcheck/numerics/entries';
import { axpy, norm2, normInf, times, timesInto, timesTransposedInto } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { fields, flag, must, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  norm: must(oneOf('L1', 'L2', 'Linf')),
  /** The largest step. */
  rate: must(positive),
  steps: must(whole),
  /** `exponential`, or the squared loss (1/2) sum (1 - y_i x_i.w)^2. */
  loss: oneOf('exponential', 'squared'),
  /** Point i of n (from 0) is weighted by 1 / (1 + i/n). */
  weighted: flag,
};
export type SteepestRule = RuleOf<typeof RULE>;

/** Steps of the size of the norm's own unit: one coordinate of a vector of 40 is to a vector of signs as 1 is to 0.1. */
const RATES = { L1: 1, L2: 0.3, Linf: 0.1 } as const;

/** What a step is composed of. */
interface Parts {
  /** How much a point weighs, by its margin. */
  readonly weigh: (margins: Float64Array, p: Float64Array) => void;
  /** The size of step t (from 1). */
  readonly size: (rate: number, t: number) => number;
}

const PARTS: Parts = {
  weigh: (margins, p) => weighed(margins, 1, p),
  size: (rate, t) => rate / Math.sqrt(t),
};

const composed =
  ({ weigh, size }: Parts) =>
  ({ X, y }: Sample, { norm, steps, rate, ...rule }: SteepestRule): Ending => {
    const [n, d] = [X.rows, X.cols];
    const signs = { ...X, data: X.data.map((x, k) => x * y[Math.floor(k / d)]!) };
    const Z = resident(signs);
    const [w, step, g] = [vector(d), vector(d), vector(d)]; // g: minus the gradient
    const [margins, moved, p] = [vector(n), vector(n), vector(n)];
    const [squared, heavy] = [rule.loss === 'squared', rule.weighted === true];
    const one = (h: number): void => {
      const best = steepestOf(g);
      const change = g[best]! < 0 ? -h : h;
      w[best]! += change;
      for (let i = 0, k = best; i < n; i++, k += d) margins[i]! += change * signs.data[k]!;
    };
    const all = (h: number): void => {
      if (norm === 'L2') {
        const length = norm2(g);
        if (length > 0) quotients(h, g, length, step);
        else step.fill(0);
      } else signed(h, g, step);
      axpy(1, step, w);
      timesInto(Z, step, moved);
      axpy(1, moved, margins);
    };
    const move = norm === 'L1' ? one : all;
    for (let t = 1; t <= steps; t++) {
      if (squared) for (let i = 0; i < n; i++) p[i] = 1 - margins[i]!;
      else weigh(margins, p);
      if (heavy) for (let i = 0; i < n; i++) p[i]! /= 1 + i / n;
      timesTransposedInto(Z, p, g);
      move(size(rate, t));
    }
    return { parameters: { w }, steps, stopped: normInf(w) < Infinity ? 'steps' : 'diverged' };
  };

const train = composed(PARTS);
const by = ofRule(train);
const wrapped = (change: Partial<Parts>) => composed({ ...PARTS, ...change });

const linearClassifier = model({
  name: 'linear-classifier',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    'equal weights': {
      what: 'all points weigh the same, whatever their margins',
      by: wrapped({ weigh: (_, p) => p.fill(1) }),
    },
    'label forgotten': {
      what: 'the first label has the wrong sign',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'point dropped': { what: 'the last point is never seen', by: ofTask(train)(withoutLastRow) },
    'constant step': { what: 'the step does not fall', by: wrapped({ size: (rate) => rate }) },
    'norms exchanged': {
      what: 'L1 in the place of Linf and Linf in the place of L1',
      by: by({ norm: (norm) => (norm === 'L1' ? 'Linf' : norm === 'Linf' ? 'L1' : 'L2') }),
    },
    'squared loss': { what: 'the squared loss', by: by({ loss: 'squared' }) },
    'gradient for all': { what: 'every norm is taken as L2', by: by({ norm: 'L2' }) },
  },
  harmless: {
    'another temperature': {
      what: 'the loss is exp(-margin / 1.3): the scale of the margins is free',
      by: wrapped({ weigh: (margins, p) => weighed(margins, 1 / 1.3, p) }),
    },
    'points weighted': { what: 'point i of the loss is weighted by 1 / (1 + i/n)', by: by({ weighted: true }) },
  },
});

export default linearClassifier;

/** Normalized steepest descent on the exponential loss. */
export const steepest = runs(
  linearClassifier,
  (rule: Partial<SteepestRule> & Pick<SteepestRule, 'norm'>): SteepestRule => ({
    rate: RATES[rule.norm],
    steps: 2000,
    ...rule,
  }),
);
