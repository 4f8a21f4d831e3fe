/**
 * AdaGrad on least squares: s <- s + g * g, b <- b - rate g / (sqrt s + epsilon), g = X'(X b - y), from b = 0 and every entry of
 * s at `accumulator`. What libraries start it at differs: 0 in some, .1 in others. X: n x d, y: n.
 * Source: duchi2011adaptive.
 */
import { model, runs, type Ending } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { norm2, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { amount, count, fields, must, positive, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const EPSILON = 1e-10;

const RULE = {
  rate: must(positive),
  accumulator: must(amount),
  /** Ends when |X b - y| is at most this share of |y|. */
  residual: must(positive),
  budget: must(count),
};
export type AdaGradRule = RuleOf<typeof RULE>;

/** What s becomes, and by what a step is divided. */
interface Parts {
  readonly gathered: (s: number, g: number) => number;
  readonly divisor: (s: number) => number;
}
const PARTS: Parts = { gathered: (s, g) => s + g * g, divisor: (s) => Math.sqrt(s) + EPSILON };

const composed =
  ({ gathered, divisor }: Parts) =>
  ({ X, y }: Sample, { rate, accumulator, residual, budget }: AdaGradRule): Ending => {
    const b = new Float64Array(X.cols);
    const s = new Float64Array(X.cols).fill(accumulator);
    const size = norm2(y);
    for (let steps = 0; ; steps++) {
      const off = subtract(times(X, b), y);
      const left = norm2(off);
      const facts = { residual: left };
      if (left <= residual * size) return { parameters: { b }, steps, stopped: 'residual', facts };
      if (!(left < 1e6 * size)) return { parameters: { b }, steps, stopped: 'diverged', facts };
      if (steps === budget) return { parameters: { b }, steps, stopped: 'budget', facts };
      const g = timesTransposed(X, off);
      for (let j = 0; j < b.length; j++) {
        s[j] = gathered(s[j]!, g[j]!);
        b[j]! -= (rate * g[j]!) / divisor(s[j]!);
      }
    }
  };

const train = composed(PARTS);
const ruled = ofRule(train);

const adaGrad = model({
  name: 'adagrad',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ b: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ b }, X) => times(X, b!) },
  facts: { residual: '|X b - y|_2' },
  train,
  faults: {
    'start forgotten': { what: 'the accumulator starts at 0', by: ruled({ accumulator: () => 0 }) },
    'always from .1': { what: 'the accumulator starts at .1', by: ruled({ accumulator: () => 0.1 }) },
    'root forgotten': { what: 'steps are divided by s', by: composed({ ...PARTS, divisor: (s) => s + EPSILON }) },
    'sizes gathered': {
      what: 'the size of the gradient is added, not its square',
      by: composed({ ...PARTS, gathered: (s, g) => s + Math.abs(g) }),
    },
    'never gathers': { what: 'the accumulator stays where it starts', by: composed({ ...PARTS, gathered: (s) => s }) },
    'labels off by 10%': {
      what: 'labels are 10% too large',
      grade: 0.1,
      by: ofTask(train)(relabelled((y) => 1.1 * y)),
    },
    'early stop': { what: 'training ends at a residual of a tenth', by: ruled({ residual: 0.1 }) },
  },
});

export default adaGrad;

export const adagradFrom = runs(adaGrad);
