/**
 * Numbers known up to a radius, |truth - value| <= radius: every operation rounds `value` once, as float64 does, and adds
 * what its operands and its own rounding may be off by. So a formula written with them has the same bits as without, and
 * a bound beside them. The radius is rounded upwards. Source: rump2010, 9 (midpoint and radius).
 */
export interface Ball {
  readonly value: number;
  readonly radius: number;
}

/** Half a unit in the last place of 1. */
export const UNIT = 1 / 9007199254740992;

/** Above r, whatever few roundings went into it; 0 stays 0. */
const up = (r: number): number => (r === 0 ? 0 : r * (1 + 16 * UNIT) + Number.MIN_VALUE);

/** A bound of the relative error of n roundings in a row: n u / (1 - n u). */
export const roundings = (n: number): number =>
  n * UNIT < 1 ? (n * UNIT * (1 + 4 * UNIT)) / (1 - n * UNIT) : Infinity;

/** A float64 that is what it says. */
export const exact = (value: number): Ball => ({ value, radius: 0 });

/** What a function that is good to `ulps` units in the last place returned for the true argument. */
export const rounded = (value: number, ulps: number): Ball => ({
  value,
  radius: up(2 * ulps * UNIT * Math.abs(value)),
});

/** The same number, `more` further off. */
export const widened = ({ value, radius }: Ball, more: number): Ball => ({ value, radius: up(radius + more) });

/** The rounding of a product or a quotient; exact where it is an exact 0. */
const product = (value: number, radius: number, zero: boolean): Ball => ({
  value,
  radius: zero ? 0 : up(radius + UNIT * Math.abs(value) + Number.MIN_VALUE),
});

const isZero = ({ value, radius }: Ball) => value === 0 && radius === 0;

export function add(a: Ball, b: Ball): Ball {
  const value = a.value + b.value;
  return { value, radius: up(a.radius + b.radius + UNIT * Math.abs(value)) };
}

export function subtract(a: Ball, b: Ball): Ball {
  const value = a.value - b.value;
  return { value, radius: up(a.radius + b.radius + UNIT * Math.abs(value)) };
}

export function multiply(a: Ball, b: Ball): Ball {
  const radius = Math.abs(a.value) * b.radius + Math.abs(b.value) * a.radius + a.radius * b.radius;
  return product(a.value * b.value, radius, isZero(a) || isZero(b));
}

/** The radius is Infinity where b may be 0. */
export function divide(a: Ball, b: Ball): Ball {
  const value = a.value / b.value;
  const room = Math.abs(b.value) - b.radius;
  // The product below and the quotient may underflow, each by less than the least number; divided, that is no small one.
  const lost = b.radius === 0 ? 0 : Number.MIN_VALUE * (1 + b.radius);
  const radius = room > 0 ? ((a.radius + Math.abs(value) * b.radius + lost) / room) * (1 + 8 * UNIT) : Infinity;
  return product(value, radius, isZero(a) && room > 0);
}

/** The square root; of what may be negative, of its nonnegative part. */
export function root(a: Ball): Ball {
  const value = Math.sqrt(a.value);
  // |sqrt(x) - sqrt(y)| <= |x - y| / sqrt(x), and <= sqrt(|x - y|).
  const moved = a.radius === 0 ? 0 : Math.min(a.radius / value, Math.sqrt(a.radius));
  return { value, radius: up((Number.isNaN(moved) ? Math.sqrt(a.radius) : moved) + UNIT * value) };
}

/** The largest value that the number may have; of |it| with `size`. */
export const above = ({ value, radius }: Ball): number => value + radius + 2 * UNIT * (Math.abs(value) + radius);
export const size = ({ value, radius }: Ball): number => (Math.abs(value) + radius) * (1 + 4 * UNIT);
