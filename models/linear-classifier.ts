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
import { model, runs, type Model, type Trained } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { steepestDescent } from 'claimcheck/numerics/kernels';
import { norm2, normInf, times, timesInto, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { fields, flag, must, oneOf, positive, whole } from 'claimcheck/rule';

export interface SteepestRule {
  readonly norm: 'L1' | 'L2' | 'Linf';
  /** The largest step. */
  readonly rate: number;
  readonly steps: number;
  /** `exponential`, or the squared loss (1/2) sum (1 - y_i x_i.w)^2. */
  readonly loss?: 'exponential' | 'squared';
  /** Point i of n (from 0) is weighted by 1 / (1 + i/n). */
  readonly weighted?: boolean;
}

/** Steps of the size of the norm's own unit: one coordinate of a vector of 40 is to a vector of signs as 1 is to 0.1. */
const RATES = { L1: 1, L2: 0.3, Linf: 0.1 } as const;

export interface Separable {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly constantStep?: boolean;
  /** The weights of the points are not normalized by the present margins: all points weigh the same. */
  readonly equalWeights?: boolean;
  /** The label of the first point is forgotten. */
  readonly label?: boolean;
  /** The worst points are weighted by exp(-margin / temperature). */
  readonly temperature?: number;
  /** The last point is never seen. */
  readonly dropped?: boolean;
}

function train({ X, y }: Separable, rule: SteepestRule, wrong: Wrong = {}): Trained {
  const [n, d] = [X.rows, X.cols];
  const Z = { ...X, data: X.data.slice() };
  for (let i = 0; i < n; i++) {
    const sign = wrong.label && i === 0 ? -y[i]! : y[i]!;
    for (let j = 0; j < d; j++) Z.data[i * d + j]! *= sign;
  }
  const w = new Float64Array(d);
  const step = new Float64Array(d);
  const moved = new Float64Array(n);
  const margins = new Float64Array(n);
  const p = new Float64Array(n);
  const g = new Float64Array(d); // minus the gradient
  const seen = wrong.dropped ? n - 1 : n;
  const sharp = 1 / (wrong.temperature ?? 1);
  // The same steps compiled, kept equal bit for bit (src/numerics/kernels/assembly/steepest.ts).
  const compiled = steepestDescent({
    Z,
    w,
    norm: rule.norm,
    steps: rule.steps,
    rate: rule.rate,
    sharp,
    seen,
    squared: rule.loss === 'squared',
    equal: wrong.equalWeights === true,
    weighted: rule.weighted === true,
    constant: wrong.constantStep === true,
  });
  for (let t = 1; !compiled && t <= rule.steps; t++) {
    let least = Infinity;
    for (let i = 0; i < seen; i++) if (margins[i]! < least) least = margins[i]!;
    for (let i = 0; i < n; i++) {
      p[i] = rule.loss === 'squared' ? 1 - margins[i]! : wrong.equalWeights ? 1 : exp(sharp * (least - margins[i]!));
      if (rule.weighted) p[i]! /= 1 + i / n;
      if (i >= seen) p[i] = 0;
    }
    timesTransposedInto(Z, p, g);
    const h = wrong.constantStep ? rule.rate : rule.rate / Math.sqrt(t);
    if (rule.norm === 'L1') {
      let best = 0;
      for (let j = 1; j < d; j++) if (Math.abs(g[j]!) > Math.abs(g[best]!)) best = j;
      const change = g[best]! < 0 ? -h : h;
      w[best]! += change;
      for (let i = 0; i < n; i++) margins[i]! += change * Z.data[i * d + best]!;
    } else {
      const length = norm2(g);
      if (rule.norm === 'L2') for (let j = 0; j < d; j++) step[j] = length > 0 ? (h * g[j]!) / length : 0;
      else for (let j = 0; j < d; j++) step[j] = g[j]! < 0 ? -h : h;
      for (let j = 0; j < d; j++) w[j]! += step[j]!;
      timesInto(Z, step, moved);
      for (let i = 0; i < n; i++) margins[i]! += moved[i]!;
    }
  }
  return {
    parameters: { w },
    predict: (at) => times(at, w),
    steps: rule.steps,
    stopped: normInf(w) < Infinity ? 'steps' : 'diverged',
  };
}

const wrongly =
  (wrong: Wrong): Model<Separable>['train'] =>
  (task, rule) =>
    train(task, rule as SteepestRule, wrong);
const ruled =
  (change: (rule: SteepestRule) => SteepestRule): Model<Separable>['train'] =>
  (task, rule) =>
    train(task, change(rule as SteepestRule));

const linearClassifier = model({
  name: 'linear-classifier',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields({
    norm: must(oneOf('L1', 'L2', 'Linf')),
    rate: must(positive),
    steps: must(whole),
    loss: oneOf('exponential', 'squared'),
    weighted: flag,
  }),
  shapes: ({ X }: Separable) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Separable) => X, at: ({ w }, X) => times(X, w!) },
  train: (task: Separable, rule) => train(task, rule as SteepestRule),
  faults: {
    'equal weights': { what: 'all points weigh the same, whatever their margins', by: wrongly({ equalWeights: true }) },
    'label forgotten': { what: 'the first label has the wrong sign', by: wrongly({ label: true }) },
    'point dropped': { what: 'the last point is never seen', by: wrongly({ dropped: true }) },
    'constant step': { what: 'the step does not fall', by: wrongly({ constantStep: true }) },
    'norms exchanged': {
      what: 'L1 in the place of Linf and Linf in the place of L1',
      by: ruled((rule) => ({ ...rule, norm: rule.norm === 'L1' ? 'Linf' : rule.norm === 'Linf' ? 'L1' : 'L2' })),
    },
    'squared loss': { what: 'the squared loss', by: ruled((rule) => ({ ...rule, loss: 'squared' })) },
    'gradient for all': { what: 'every norm is taken as L2', by: ruled((rule) => ({ ...rule, norm: 'L2' })) },
  },
  harmless: {
    'another temperature': {
      what: 'the loss is exp(-margin / 1.3): the scale of the margins is free',
      by: wrongly({ temperature: 1.3 }),
    },
    'points weighted': {
      what: 'point i of the loss is weighted by 1 / (1 + i/n)',
      by: ruled((rule) => ({ ...rule, weighted: true })),
    },
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
