/**
 * Occam bounds for losses in [0, 1], simultaneous over a class with probability at least 1 - delta on m points:
 * L(h) <= L_m(h) + sqrt((price(h) + log(1 / delta)) / (2 m)), where the price is log |H| for a finite class and
 * |h| log 2 for a prefix code with words of |h| bits (Hoeffding's inequality and a union bound with weights 2^-|h|, whose
 * sum is at most 1 by Kraft's inequality). Source: kakade2008complexity cites both; the form is the textbook one.
 *
 * `expected` is what independent fair coins deviate by: the mean over samples of 1/2 minus the least share of mistakes among
 * |H| of them, 1/2 - (1/m) sum_t P(mistakes >= t)^|H|, t = 1 .. m, with binomial tails.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { log, log10, power } from '../numerics/elementary.js';
import type { FiniteClass } from '../tasks/finite-class.js';

export interface OccamBound {
  /** Per level, the bound on the deviation of all its hypotheses. */
  readonly deviations: Float64Array;
  /** The sum of 2^-|h| over the code; 1 for a class without a code. */
  readonly kraft: number;
  /** Per level, the mean of the largest deviation among independent fair coins. */
  readonly expected: Float64Array;
}

interface Variant {
  readonly withoutPrice?: boolean;
  readonly withoutConfidence?: boolean;
  readonly points?: number;
  readonly decimal?: boolean;
  /** The price is multiplied by this. */
  readonly price?: number;
}

const LOG2 = 0.6931471805599453;

function answer(task: FiniteClass, variant: Variant = {}): Certified<OccamBound> {
  const { m, delta, levels, lengths } = task;
  if (!(m >= 1 && delta > 0 && delta < 1))
    throw new RangeError(`occamBound: m is ${m} and delta is ${delta}; expected m >= 1 and 0 < delta < 1`);
  const coded = lengths.some((bits) => bits > 0);
  const ln = variant.decimal ? log10 : log;
  const price = (k: number) => (coded ? lengths[k]! * LOG2 : ln(levels[k]!));
  const deviations = Float64Array.from(levels, (_, k) => {
    const complexity = variant.withoutPrice ? 0 : (variant.price ?? 1) * price(k);
    const confidence = variant.withoutConfidence ? 0 : ln(1 / delta);
    return Math.sqrt((complexity + confidence) / ((variant.points ?? 2) * m));
  });
  let kraft = coded ? 0 : 1;
  if (coded) levels.forEach((count, k) => (kraft += count / powerOfTwo(lengths[k]!)));
  const tails = atLeast(m);
  const expected = Float64Array.from(
    levels,
    (count) => 1 / 2 - tails.reduce((sum, tail) => sum + power(tail, count), 0) / m,
  );
  const error = 1e-13;
  return { value: { deviations, kraft, expected }, error, certificate: { kind: 'closed form', levels: levels.length } };
}

/** P(at least t of m fair coins show heads), t = 1 .. m. */
function atLeast(m: number): Float64Array {
  const tails = new Float64Array(m);
  let mass = 1 / powerOfTwo(m);
  let sum = mass;
  for (let heads = m; heads >= 1; heads--) {
    tails[heads - 1] = sum;
    mass *= heads / (m - heads + 1);
    sum += mass;
  }
  return tails;
}

function powerOfTwo(bits: number): number {
  let value = 1;
  for (let k = 0; k < bits; k++) value *= 2;
  return value;
}

const wrong = (
  what: string,
  variant: Variant,
  survives?: string,
): Fault<(q: FiniteClass) => Certified<OccamBound>> => ({
  what,
  ...(survives === undefined ? {} : { survives }),
  by: (question) => answer(question, variant),
});

export const occamBound: Oracle<FiniteClass, OccamBound> = {
  name: 'occam-bound',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'no price': wrong('the complexity of the class is left out', { withoutPrice: true }),
    'no confidence': wrong('log(1 / delta) is left out', { withoutConfidence: true }),
    '4m for 2m': wrong('the bound is divided by sqrt 2', { points: 4 }),
    'm for 2m': wrong('the bound is multiplied by sqrt 2', { points: 1 }),
    'decimal logarithm': wrong('log is taken to base 10', { decimal: true }),
    'half of the price': wrong('half of the complexity is paid', { price: 0.5 }),
  },
};
