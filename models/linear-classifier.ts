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
import { model, runs, type Trained } from 'claimcheck';
import { ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { exp } from 'claimcheck/numerics/elementary';
import { steepestDescent } from 'claimcheck/numerics/kernels';
import { norm2, normInf, times, timesInto, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { fields, flag, must, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';

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

export interface Separable {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** What a step is composed of. */
interface Parts {
  /** How much a point weighs whose margin exceeds the least one by that much. */
  readonly weigh: (above: number) => number;
  /** The size of step t (from 1). */
  readonly size: (rate: number, t: number) => number;
  readonly compiled: typeof steepestDescent | undefined;
}

const PARTS: Parts = {
  weigh: (above) => exp(-above),
  size: (rate, t) => rate / Math.sqrt(t),
  // The same steps compiled, kept equal bit for bit (src/numerics/kernels/assembly/steepest.ts).
  compiled: steepestDescent,
};

const composed =
  (parts: Parts) =>
  ({ X, y }: Separable, rule: SteepestRule): Trained => {
    const [n, d] = [X.rows, X.cols];
    const Z = { ...X, data: X.data.map((x, k) => x * y[Math.floor(k / d)]!) };
    const w = new Float64Array(d);
    const step = new Float64Array(d);
    const moved = new Float64Array(n);
    const margins = new Float64Array(n);
    const p = new Float64Array(n);
    const g = new Float64Array(d); // minus the gradient
    const { norm, steps, rate } = rule;
    const [squared, weighted] = [rule.loss === 'squared', rule.weighted === true];
    const done = parts.compiled?.({ Z, w, norm, steps, rate, squared, weighted });
    for (let t = 1; !done && t <= steps; t++) {
      const least = margins.reduce((a, b) => Math.min(a, b), Infinity);
      for (let i = 0; i < n; i++) {
        p[i] = squared ? 1 - margins[i]! : parts.weigh(margins[i]! - least);
        if (weighted) p[i]! /= 1 + i / n;
      }
      timesTransposedInto(Z, p, g);
      const h = parts.size(rate, t);
      if (norm === 'L1') {
        let best = 0;
        for (let j = 1; j < d; j++) if (Math.abs(g[j]!) > Math.abs(g[best]!)) best = j;
        const change = g[best]! < 0 ? -h : h;
        w[best]! += change;
        for (let i = 0; i < n; i++) margins[i]! += change * Z.data[i * d + best]!;
      } else {
        const length = norm2(g);
        if (norm === 'L2') for (let j = 0; j < d; j++) step[j] = length > 0 ? (h * g[j]!) / length : 0;
        else for (let j = 0; j < d; j++) step[j] = g[j]! < 0 ? -h : h;
        for (let j = 0; j < d; j++) w[j]! += step[j]!;
        timesInto(Z, step, moved);
        for (let i = 0; i < n; i++) margins[i]! += moved[i]!;
      }
    }
    return {
      parameters: { w },
      predict: (at) => times(at, w),
      steps,
      stopped: normInf(w) < Infinity ? 'steps' : 'diverged',
    };
  };

const train = composed(PARTS);
const by = ofRule(train);
const wrapped = (change: Partial<Parts>) => composed({ ...PARTS, compiled: undefined, ...change });

const linearClassifier = model({
  name: 'linear-classifier',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Separable) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Separable) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    'equal weights': { what: 'all points weigh the same, whatever their margins', by: wrapped({ weigh: () => 1 }) },
    'label forgotten': {
      what: 'the first label has the wrong sign',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'point dropped': { what: 'the last point is never seen', by: ofTask(train)(withoutLastRow) },
    'constant step': { what: 'the step does not fall', by: wrapped({ size: (rate) => rate }) },
    'norms exchanged': {
      what: 'L1 in the place of Linf and Linf in the place of L1',
      by: by((rule) => ({ ...rule, norm: rule.norm === 'L1' ? 'Linf' : rule.norm === 'Linf' ? 'L1' : 'L2' })),
    },
    'squared loss': { what: 'the squared loss', by: by({ loss: 'squared' }) },
    'gradient for all': { what: 'every norm is taken as L2', by: by({ norm: 'L2' }) },
  },
  harmless: {
    'another temperature': {
      what: 'the loss is exp(-margin / 1.3): the scale of the margins is free',
      by: wrapped({ weigh: (above) => exp((1 / 1.3) * -above) }),
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
