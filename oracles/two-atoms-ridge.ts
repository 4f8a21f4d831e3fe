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
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps, ofTask } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import type { TwoAtoms } from 'claimcheck/tasks/two-atoms';
import { binomialMasses, binomialRounding, COUNTS } from './binomial.js';
import { certified } from './certified.js';

export interface TwoAtomsQuestion extends TwoAtoms {
  readonly n: number;
}

export interface BestRidge {
  readonly excess: number;
  readonly penalty: number;
}

interface Variant {
  readonly unweighted?: boolean;
  readonly factor?: number;
  readonly plain?: boolean;
}

/** The relative gap at which the search ends. */
const GAP = 1e-9;
/** Sizes beyond this have products whose digits float64 loses. */
const SCALE = 1e-50;

/** P(k noisy points of n). At q = 1 all mass is at k = n, which the tasks exclude. */
const chances = ({ n, q }: TwoAtomsQuestion): Float64Array =>
  binomialMasses(n, 1 - q, (chance, k) => chance * (((n - k) / (k + 1)) * (q / (1 - q))));

/** [variance, bias] at lambda; the variance at 0 of k = 0 points is 0, and that of lambda = Infinity too. */
function terms(
  { q, noise, quiet, s, b, n }: TwoAtomsQuestion,
  chance: Float64Array,
  lambda: number,
  v: Variant,
): [number, number] {
  let variance = 0;
  let bias = 0;
  const s2 = s * s;
  const weights = v.unweighted ? [1, 1] : [q, (1 - q) * s2];
  const a2 = noise * noise * (v.factor ?? 1);
  for (let k = 0; k <= n; k++) {
    if (chance[k] === 0) continue;
    const m = n - k;
    const loud = k + lambda;
    const still = m * s2 + lambda;
    if (lambda < Infinity) {
      if (k > 0) variance += (chance[k]! * weights[0]! * k * a2) / (loud * loud);
      if (m > 0) variance += (chance[k]! * weights[1]! * m * quiet * quiet * s2) / (still * still);
    }
    const shrunk = lambda === Infinity || still === 0 ? 1 : lambda / still;
    bias += chance[k]! * weights[1]! * b * b * shrunk * shrunk;
  }
  return [variance, bias];
}

/** R(lambda) of a question. */
export const ridgeRisk = (question: TwoAtomsQuestion, lambda: number): number => {
  const [variance, bias] = terms(question, chances(question), lambda, {});
  return variance + bias;
};

/**
 * `error` bounds the error of the least excess.
 * @throws RangeError for sizes or probabilities out of range, and scales whose squares float64 does not hold
 */
function answer(question: TwoAtomsQuestion, variant: Variant = {}): Certified<BestRidge> {
  const { n, q, noise, quiet, s, b } = question;
  if (!(Number.isInteger(n) && n >= 1 && n <= COUNTS && q >= 0 && q < 1))
    throw new RangeError(
      `twoAtomsRidge: n is ${n} and q is ${q}; expected a whole number n, 1 to ${COUNTS}, and 0 <= q < 1`,
    );
  for (const [name, size] of Object.entries({ noise, quiet, s, b }))
    if (!((size === 0 && name !== 's') || (Math.abs(size) >= SCALE && Math.abs(size) <= 1 / SCALE)))
      throw new RangeError(
        `twoAtomsRidge: ${name} is ${size}; expected ${name === 's' ? '' : '0 or '}a size of ${SCALE} to ${1 / SCALE}`,
      );
  const chance = chances(question);
  const lambdaOf = (t: number) => (t === 1 ? Infinity : t / (1 - t));
  const at = (t: number) => terms(question, chance, lambdaOf(t), variant);
  // Masses, at most ten roundings a term, and the sum of all; the bound of a piece is off by as much again.
  const rounding = 3 * (binomialRounding(n, q) + roundings(n + 12));
  let best = Infinity;
  let penalty = 0;
  const see = (t: number) => {
    const [variance, bias] = at(t);
    if (variance + bias < best) [best, penalty] = [variance + bias, lambdaOf(t)];
    return [variance, bias] as const;
  };
  const said = (error: number, certificate: Certified<BestRidge>['certificate']) => {
    // A penalty of Infinity is an answer: nothing is fitted.
    certified('twoAtomsRidge', { value: best, error, certificate });
    return { value: { excess: best, penalty }, error, certificate };
  };
  if (variant.plain) {
    see(0);
    return said(0, { kind: 'closed form' });
  }
  type Piece = { from: number; to: number; low: readonly [number, number]; high: readonly [number, number] };
  let pieces: Piece[] = [{ from: 0, to: 1, low: see(0), high: see(1) }];
  let below = Infinity;
  let splits = 0;
  const most = Math.max(1000, Math.min(2_000_000, 2e9 / n));
  for (; pieces.length > 0 && splits < most;) {
    const open: Piece[] = [];
    for (const { from, to, low, high } of pieces) {
      const bound = high[0] + low[1];
      if (bound >= best * (1 - GAP)) continue;
      // Where penalties of many sizes matter, the middle in t is halved towards 0 by decades.
      const middle = from === 0 && to > 1e-12 ? to / 8 : (from + to) / 2;
      if (!(middle > from && middle < to)) {
        below = Math.min(below, bound);
        continue;
      }
      splits++;
      const centre = see(middle);
      open.push({ from, to: middle, low, high: centre }, { from: middle, to, low: centre, high });
    }
    pieces = open;
  }
  for (const { low, high } of pieces) below = Math.min(below, high[0] + low[1]);
  if (below < best * (1 - GAP))
    throw new RangeError(
      `twoAtomsRidge: the bound ${below} is below the best ${best} after ${splits} splits; ` +
        'expected penalties within 1e-16 to 1e16 to matter: bring s nearer to 1 or take fewer points',
    );
  return said(best * (GAP + Math.max(1e-13, rounding)) + 4 * n * Number.MIN_VALUE, {
    kind: 'enumeration',
    splits,
    gap: GAP,
  });
}

/** The penalty at which the least excess is attained. */
export const bestPenalty = (question: TwoAtomsQuestion): number => answer(question).value.penalty;

const by = ofSteps(answer);

export const twoAtomsRidge: Oracle<TwoAtomsQuestion, BestRidge> = {
  name: 'two-atoms-ridge',
  answer: (question) => answer(question),
  faults: {
    'one point more': { what: 'n + 1 points are counted', by: ofTask(answer)({ n: (n) => n + 1 }) },
    'noise forgotten': { what: 'the noisy kind of point has no noise', by: ofTask(answer)({ noise: 0 }) },
    'inputs unweighted': {
      what: 'errors of the parameters are not weighted by the inputs',
      by: by({ unweighted: true }),
    },
    'no penalty': { what: 'the penalty is 0', by: by({ plain: true }) },
    ...graded('noise', 'the variance of the noise is {grade} too large', (grade) => by({ factor: 1 + grade })),
  },
};
