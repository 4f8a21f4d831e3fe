/**
 * Numbers that are uniform as numbers. `fc.double` is uniform over bit patterns: half of what it draws in [0, 1] is below
 * 1e-150.
 *
 * A draw is a multiple of 2^-53 in [0, 1), as a stream's own (26 random bits above 27). A number shrinks towards the
 * simplest of its interval: first that number, then itself with fewer decimal digits, then what lies half way.
 */
import fc from 'fast-check';
import { exp, log } from './elementary.js';

/** A closed interval of float64. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

const decimals = (value: number): number =>
  value
    .toExponential()
    .replace(/^-?|e.*$/g, '')
    .replace('.', '').length;

/** The number of the interval with the fewest decimal digits, and of those the nearest to 0; 0 where it is inside. */
export function simplest({ min, max }: Interval): number {
  if (min <= 0 && max >= 0) return 0;
  if (max < 0) return -simplest({ min: -max, max: -min });
  // The least number of d digits that is not below min.
  for (let digits = 1; digits <= 17; digits++) {
    const [mantissa, exponent] = min.toExponential(digits - 1).split('e') as [string, string];
    const unit = Number(`1e${Number(exponent) - (digits - 1)}`);
    for (const value of [
      min.toExponential(digits - 1),
      `${Number(mantissa.replace('.', '')) + 1}e${Number(exponent) - (digits - 1)}`,
    ].map(Number))
      if (unit > 0 && value >= min && value <= max) return value;
  }
  return min;
}

function* simpler(value: number, interval: Interval): Generator<number> {
  const goal = simplest(interval);
  if (value === goal) return;
  const inside = (x: number) => x >= interval.min && x <= interval.max;
  yield goal;
  const digits = decimals(value);
  for (let fewer = 1; fewer < digits; fewer++) {
    const rounded = Number(value.toExponential(fewer - 1));
    if (rounded !== goal && inside(rounded)) yield rounded;
  }
  const half = Number((goal + (value - goal) / 2).toExponential(digits - 1));
  if (half !== goal && inside(half) && Math.abs(half - goal) < Math.abs(value - goal)) yield half;
}

/** What its bits are, and how they become a number of the interval. */
class Uniform extends fc.Arbitrary<number> {
  constructor(
    private readonly interval: Interval,
    private readonly at: (u: number) => number,
  ) {
    super();
  }

  generate(random: fc.Random): fc.Value<number> {
    const high = random.nextInt(0, 67108863);
    const u = (high * 134217728 + random.nextInt(0, 134217727)) * 1.1102230246251565e-16;
    const { min, max } = this.interval;
    // Never -0, which [-1, -0] has, too: a number is drawn, not its sign.
    return new fc.Value(Math.min(max, Math.max(min, this.at(u))) + 0, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is number {
    const { min, max } = this.interval;
    return typeof value === 'number' && value >= min && value <= max;
  }

  shrink(value: number): fc.Stream<fc.Value<number>> {
    const { interval } = this;
    return fc.stream(simpler(value, interval)).map((x) => new fc.Value(x, undefined));
  }
}

function check(word: string, { min, max }: Interval, above: number): void {
  if (!(Number.isFinite(min) && Number.isFinite(max) && min > above && min < max))
    throw new Error(
      `${word}: invalid interval [${String(min)}, ${String(max)}]; expected finite numbers ` +
        `${above === 0 ? '0 < min < max' : 'min < max'}`,
    );
}

/**
 * Uniform on [min, max].
 * @throws Error unless min and max are finite and min < max
 * @example arbitrary: fc.record({ noise: uniform({ min: 0, max: 1 }) })
 */
export function uniform(interval: Interval): fc.Arbitrary<number> {
  check('uniform', interval, -Infinity);
  const { min, max } = interval;
  // The difference of the ends may be too large for a float64.
  return new Uniform(interval, (u) => min * (1 - u) + max * u);
}

/**
 * Uniform in the logarithm on [min, max]: each order of magnitude is as likely as any other.
 * @throws Error unless 0 < min < max and both are finite
 * @example arbitrary: fc.record({ step: logUniform({ min: 1e-4, max: 1 }) })
 */
export function logUniform(interval: Interval): fc.Arbitrary<number> {
  check('logUniform', interval, 0);
  const [low, high] = [log(interval.min), log(interval.max)];
  return new Uniform(interval, (u) => exp(low + u * (high - low)));
}
