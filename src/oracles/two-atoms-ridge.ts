/**
 * The expected excess risk of ridge on two kinds of points (tasks/two-atoms.ts) at its best penalty, in closed form:
 * with k of n points of the noisy kind, k binomial, and m = n - k,
 *
 *   R(lambda) = sum_k P(k) [ q k noise^2 / (k + lambda)^2 + (1 - q) s^2 (b^2 lambda^2 + m quiet^2 s^2) / (m s^2 + lambda)^2 ].
 *
 * The minimum over lambda in [0, Infinity] is certified by branch and bound: of the three terms the two variances fall and
 * the bias rises with lambda, so on [a, c] the risk is at least variances(c) + bias(a). Both ends are covered: lambda = 0
 * by the limit, lambda -> Infinity by t = lambda / (1 + lambda).
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import type { TwoAtoms } from '../tasks/two-atoms.js';

export interface TwoAtomsQuestion extends TwoAtoms {
  readonly n: number;
}

export interface BestRidge {
  readonly excess: number;
  readonly penalty: number;
}

interface Variant {
  readonly n?: (n: number) => number;
  readonly withoutNoise?: boolean;
  readonly unweighted?: boolean;
  readonly factor?: number;
  readonly plain?: boolean;
}

/** The relative gap at which the search ends. */
const GAP = 1e-9;

/** [variance, bias] at lambda; the variance at 0 of k = 0 points is 0, and that of lambda = Infinity too. */
function terms({ q, noise, quiet, s, b, n }: TwoAtomsQuestion, lambda: number, v: Variant): [number, number] {
  let variance = 0;
  let bias = 0;
  let chance = 1;
  const s2 = s * s;
  const weights = v.unweighted ? [1, 1] : [q, (1 - q) * s2];
  const a2 = v.withoutNoise ? 0 : noise * noise * (v.factor ?? 1);
  for (let i = 0; i < n; i++) chance *= 1 - q;
  for (let k = 0; k <= n; k++) {
    const m = n - k;
    const loud = k + lambda;
    const still = m * s2 + lambda;
    if (lambda < Infinity) {
      if (k > 0) variance += (chance * weights[0]! * k * a2) / (loud * loud);
      if (m > 0) variance += (chance * weights[1]! * m * quiet * quiet * s2) / (still * still);
    }
    const shrunk = lambda === Infinity || still === 0 ? 1 : lambda / still;
    bias += chance * weights[1]! * b * b * shrunk * shrunk;
    // P(k + 1) from P(k); at q = 1 all mass is at k = n, which the tasks exclude.
    chance *= ((n - k) / (k + 1)) * (q / (1 - q));
  }
  return [variance, bias];
}

/** R(lambda) of a question. */
export const ridgeRisk = (question: TwoAtomsQuestion, lambda: number): number => {
  const [variance, bias] = terms(question, lambda, {});
  return variance + bias;
};

/** `error` bounds the error of the least excess. @throws RangeError for sizes or probabilities out of range. */
function answer(asked: TwoAtomsQuestion, variant: Variant = {}): Certified<BestRidge> {
  const question = { ...asked, n: variant.n ? variant.n(asked.n) : asked.n };
  const { n, q } = question;
  if (!(Number.isInteger(n) && n >= 1 && q >= 0 && q < 1))
    throw new RangeError(`twoAtomsRidge: n is ${n} and q is ${q}; expected a whole number n >= 1 and 0 <= q < 1`);
  const lambdaOf = (t: number) => (t === 1 ? Infinity : t / (1 - t));
  const at = (t: number) => terms(question, lambdaOf(t), variant);
  let best = Infinity;
  let penalty = 0;
  const see = (t: number) => {
    const [variance, bias] = at(t);
    if (variance + bias < best) [best, penalty] = [variance + bias, lambdaOf(t)];
    return [variance, bias] as const;
  };
  if (variant.plain) {
    see(0);
    return { value: { excess: best, penalty }, error: 0, certificate: { kind: 'closed form' } };
  }
  type Piece = { from: number; to: number; low: readonly [number, number]; high: readonly [number, number] };
  let pieces: Piece[] = [{ from: 0, to: 1, low: see(0), high: see(1) }];
  let below = 0;
  let splits = 0;
  for (; pieces.length > 0 && splits < 2_000_000;) {
    const open: Piece[] = [];
    below = best;
    for (const { from, to, low, high } of pieces) {
      const bound = high[0] + low[1];
      if (bound >= best * (1 - GAP)) continue;
      below = Math.min(below, bound);
      // Where penalties of many sizes matter, the middle in t is halved towards 0 by decades.
      const middle = from === 0 && to > 1e-12 ? to / 8 : (from + to) / 2;
      if (!(middle > from && middle < to)) continue;
      splits++;
      const centre = see(middle);
      open.push({ from, to: middle, low, high: centre }, { from: middle, to, low: centre, high });
    }
    pieces = open;
  }
  const error = best * (GAP + 1e-13);
  if (pieces.length > 0)
    throw new Error(`twoAtomsRidge: the bound ${below} is below the best ${best} after ${splits} splits`);
  return { value: { excess: best, penalty }, error, certificate: { kind: 'enumeration', splits, gap: GAP } };
}

const wrong = (
  what: string,
  variant: Variant,
  grade?: number,
): Fault<(q: TwoAtomsQuestion) => Certified<BestRidge>> => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer(question, variant),
});
const off = (grade: number) => wrong(`the variance of the noise is ${grade} too large`, { factor: 1 + grade }, grade);

export const twoAtomsRidge: Oracle<TwoAtomsQuestion, BestRidge> = {
  name: 'two-atoms-ridge',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'one point more': wrong('n + 1 points are counted', { n: (n) => n + 1 }),
    'noise forgotten': wrong('the noisy kind of point has no noise', { withoutNoise: true }),
    'inputs unweighted': wrong('errors of the parameters are not weighted by the inputs', { unweighted: true }),
    'no penalty': wrong('the penalty is 0', { plain: true }),
    'noise off by 1%': off(0.01),
    'noise off by 3%': off(0.03),
    'noise off by 10%': off(0.1),
    'noise off by 30%': off(0.3),
  },
};
