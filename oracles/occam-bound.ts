/**
 * Occam bounds for losses in [0, 1], simultaneous over a class with probability at least 1 - delta on m points:
 * L(h) <= L_m(h) + sqrt((price(h) + log(1 / delta)) / (2 m)), where the price is log |H| for a finite class and
 * |h| log 2 for a prefix code with words of |h| bits (Hoeffding's inequality and a union bound with weights 2^-|h|, whose
 * sum is at most 1 by Kraft's inequality). Source: shalevshwartz2014understanding, chapters 4 and 7.
 *
 * `expected` is what independent fair coins deviate by: the mean over samples of 1/2 minus the least share of mistakes among
 * |H| of them, 1/2 - (1/m) sum_t P(mistakes >= t)^|H|, t = 1 .. m, with binomial tails.
 */
import type { Certified, Fault, Oracle } from 'claimcheck';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { expm1, log, log10, power } from 'claimcheck/numerics/elementary';
import type { FiniteClass } from 'claimcheck/tasks/finite-class';
import { binomialMasses, COUNTS } from './binomial.js';
import { certified, expectLength } from './certified.js';

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

/** @throws RangeError for sizes that are no whole numbers, levels without a length, and delta out of (0, 1) */
function expectClass({ m, delta, levels, lengths }: FiniteClass): void {
  if (!(Number.isInteger(m) && m >= 1 && m <= COUNTS && delta > 0 && delta < 1))
    throw new RangeError(
      `occamBound: m is ${m} and delta is ${delta}; expected a whole number m, 1 to ${COUNTS}, and 0 < delta < 1`,
    );
  expectLength('occamBound', 'lengths', lengths.length, levels.length);
  levels.forEach((count, k) => {
    if (!(Number.isInteger(count) && count >= 1 && count <= Number.MAX_SAFE_INTEGER))
      throw new RangeError(`occamBound: level ${k} has ${count} hypotheses; expected a whole number, 1 to 2^53 - 1`);
    if (!(Number.isInteger(lengths[k]) && lengths[k]! >= 0))
      throw new RangeError(`occamBound: the words of level ${k} have ${lengths[k]} bits; expected a whole number`);
  });
}

/** `error` bounds the rounding of every number of the answer. @throws RangeError where the class is not one */
function answer(task: FiniteClass, variant: Variant = {}): Certified<OccamBound> {
  expectClass(task);
  const { m, delta, levels, lengths } = task;
  const coded = lengths.some((bits) => bits > 0);
  const ln = variant.decimal ? log10 : log;
  const price = (k: number) => (coded ? lengths[k]! * LOG2 : ln(levels[k]!));
  const deviations = Float64Array.from(levels, (_, k) => {
    const complexity = variant.withoutPrice ? 0 : (variant.price ?? 1) * price(k);
    const confidence = variant.withoutConfidence ? 0 : ln(1 / delta);
    return Math.sqrt((complexity + confidence) / ((variant.points ?? 2) * m));
  });
  let kraft = coded ? 0 : 1;
  if (coded) levels.forEach((count, k) => (kraft += count * power(0.5, lengths[k]!)));
  const tails = atLeast(m);
  const expected = Float64Array.from(
    levels,
    (count) => 1 / 2 - tails.reduce((sum, tail) => sum + power(tail, count), 0) / m,
  );
  const error = Math.max(1e-13, roundingOf(task, deviations, kraft, tails));
  return certified('occamBound', {
    value: { deviations, kraft, expected },
    error,
    certificate: { kind: 'closed form', levels: levels.length },
  });
}

/** What the numbers may be off by. */
function roundingOf({ m, levels }: FiniteClass, deviations: Float64Array, kraft: number, tails: Float64Array) {
  // 1 / delta is rounded once, so its logarithm is off by a unit of 1, however small it is.
  const unsure = (4 * UNIT) / (2 * m);
  let worst = roundings(2 * levels.length + 4) * kraft;
  for (const deviation of deviations)
    worst = Math.max(worst, 12 * UNIT * deviation + Math.min(unsure / deviation, Math.sqrt(unsure)));
  // A tail is off by two roundings a step and its power by as much `count` times; sums of m powers, one more each.
  const relative = roundings(4 * m + 8);
  for (const count of levels) {
    let moved = 0;
    for (const tail of tails) moved += power(tail, count) * expm1(Math.min(700, (count + 1) * relative));
    worst = Math.max(worst, (1.01 * moved) / m + relative + (levels.length + m) * Number.MIN_VALUE);
  }
  return worst;
}

/** P(at least t of m fair coins show heads), t = 1 .. m. */
function atLeast(m: number): Float64Array {
  const tails = new Float64Array(m);
  const masses = binomialMasses(m, 0.5, (mass, n) => mass * ((m - n) / (n + 1)));
  let sum = masses[0]!;
  for (let heads = m; heads >= 1; heads--) {
    tails[heads - 1] = sum;
    sum += masses[m - heads + 1]!;
  }
  return tails;
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
