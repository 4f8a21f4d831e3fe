/**
 * What a term can be over a box: an interval that holds all of its values, and for each uncertain symbol an interval that
 * holds its partial derivative. Intervals are exact up to rounding; where a term is not defined on the whole box (a
 * division by an interval that holds 0, the logarithm of one that reaches below 0) there is no enclosure.
 *
 * Source: R. E. Moore, Interval Analysis (1966), chapters 3 and 6: natural extensions and the mean value form.
 */
import { asinh, cosh, exp, expm1, log, log1p, normalCdf, pow, sinh, tanh } from './elementary.js';
import type { Operation, Term } from './term.js';

export type Interval = readonly [low: number, high: number];

export interface Enclosure {
  readonly values: Interval;
  /** By the index of the uncertain symbol. */
  readonly slopes: readonly Interval[];
}

const FLAT: Interval = [0, 0];
const ANY: Interval = [-Infinity, Infinity];
const UNIT: Interval = [1, 1];

const hull = (numbers: readonly number[]): Interval => [Math.min(...numbers), Math.max(...numbers)];
/** Of what is monotone in each of the two. */
const corners = (f: (x: number, y: number) => number, a: Interval, b: Interval): Interval =>
  hull([f(a[0], b[0]), f(a[0], b[1]), f(a[1], b[0]), f(a[1], b[1])]);

const plus = (a: Interval, b: Interval): Interval => [a[0] + b[0], a[1] + b[1]];
const minus = (a: Interval): Interval => [-a[1], -a[0]];
/** 0 times an unbounded slope is 0: a symbol that is not in the term stays out of it. */
const times = (a: Interval, b: Interval): Interval => corners((x, y) => (x === 0 || y === 0 ? 0 : x * y), a, b);
/** Of a divisor without 0. Not the product with its inverse, which is infinite where the divisor is subnormal. */
const over = (a: Interval, b: Interval): Interval => corners((x, y) => x / y, a, b);
const inverse = (a: Interval): Interval => [1 / a[1], 1 / a[0]];
const union = (a: Interval, b: Interval): Interval => hull([...a, ...b]);
const holds = (a: Interval, x: number) => a[0] <= x && x <= a[1];
/** The function's values over an interval on which it rises. */
const rising = (f: (x: number) => number, a: Interval): Interval => [f(a[0]), f(a[1])];
/** The values of an even function that is monotone in |x|. */
const even = (f: (x: number) => number, a: Interval): Interval =>
  hull([f(a[0]), f(a[1]), ...(holds(a, 0) ? [f(0)] : [])]);

/** Infinite slopes that cancel bound nothing; one that overflows is at least the largest number. */
const bounding = ([low, high]: Interval): Interval =>
  Number.isNaN(low) || Number.isNaN(high) ? ANY : [Math.min(low, Number.MAX_VALUE), Math.max(high, -Number.MAX_VALUE)];

/** The chain rule for one argument. */
const chain = ({ slopes }: Enclosure, derivative: Interval): Interval[] =>
  slopes.map((slope) => times(slope, derivative));

/** exp(-x^2/2) over the square root of 2 pi. */
const density = (x: number) => exp((-x * x) / 2) / 2.5066282746310002;
const constant = ({ values: [low, high] }: Enclosure): number | undefined => (low === high ? low : undefined);

/** x^n for whole n. */
function whole(x: Interval, n: number): Interval | undefined {
  if (n === 0) return UNIT;
  const f = (t: number) => pow(t, n);
  if (n < 0) return holds(x, 0) ? undefined : hull([f(x[0]), f(x[1])]);
  return n % 2 === 0 ? even(f, x) : rising(f, x);
}

function power(base: Enclosure, exponent: Enclosure): Enclosure | undefined {
  const [x, n] = [base.values, constant(exponent)];
  if (n !== undefined && Number.isInteger(n)) {
    const values = whole(x, n);
    const less = n === 0 ? FLAT : whole(x, n - 1);
    return values && less && { values, slopes: chain(base, times([n, n], less)) };
  }
  if (x[0] === 0 && n !== undefined && n > 0) {
    const steepest = n > 1 ? n * pow(x[1], n - 1) : Infinity;
    return { values: rising((t) => pow(t, n), x), slopes: chain(base, [0, steepest]) };
  }
  if (!(x[0] > 0)) return undefined;
  // Monotone in the base at each exponent and in the exponent at each base, so extreme at corners.
  const values = hull(x.flatMap((a) => exponent.values.map((b) => pow(a, b))));
  const byBase = over(times(values, exponent.values), x);
  const byExponent = times(values, rising(log, x));
  return {
    values,
    slopes: base.slopes.map((slope, k) => plus(times(slope, byBase), times(exponent.slopes[k]!, byExponent))),
  };
}

/** The largest (`sign` 1) or smallest (-1) of several: whoever can be it lends its slope. */
function extreme(all: readonly Enclosure[], sign: 1 | -1): Enclosure {
  const lows = all.map(({ values }) => (sign > 0 ? values[0] : -values[1]));
  const highs = all.map(({ values }) => (sign > 0 ? values[1] : -values[0]));
  const floor = Math.max(...lows);
  const able = all.filter((_, k) => highs[k]! >= floor);
  const [low, high] = [floor, Math.max(...highs)];
  return {
    values: sign > 0 ? [low, high] : [-high, -low],
    slopes: able[0]!.slopes.map((_, k) => able.map(({ slopes }) => slopes[k]!).reduce(union)),
  };
}

function applied(of: Operation, to: readonly Enclosure[]): Enclosure | undefined {
  const [a, b] = to as readonly [Enclosure, Enclosure];
  const x = a.values;
  const one = (values: Interval, derivative: Interval): Enclosure => ({ values, slopes: chain(a, derivative) });
  switch (of) {
    case 'add':
      return { values: plus(x, b.values), slopes: a.slopes.map((slope, k) => plus(slope, b.slopes[k]!)) };
    case 'subtract':
      return {
        values: plus(x, minus(b.values)),
        slopes: a.slopes.map((slope, k) => plus(slope, minus(b.slopes[k]!))),
      };
    case 'multiply':
      return {
        values: corners((s, t) => s * t, x, b.values),
        slopes: a.slopes.map((slope, k) => plus(times(slope, b.values), times(b.slopes[k]!, x))),
      };
    case 'divide': {
      if (holds(b.values, 0)) return undefined;
      const values = over(x, b.values);
      // (a / b)' = (a' - (a / b) b') / b
      return {
        values,
        slopes: a.slopes.map((slope, k) => over(plus(slope, minus(times(values, b.slopes[k]!))), b.values)),
      };
    }
    case 'unaryMinus':
      return { values: minus(x), slopes: a.slopes.map(minus) };
    case 'unaryPlus':
      return a;
    case 'pow':
      return power(a, b);
    case 'min':
      return extreme(to, -1);
    case 'max':
      return extreme(to, 1);
    case 'abs':
      return one(even(Math.abs, x), x[0] >= 0 ? UNIT : x[1] <= 0 ? [-1, -1] : [-1, 1]);
    case 'sign':
      return holds(x, 0) && x[0] !== x[1] ? one([-1, 1], ANY) : one(rising(Math.sign, x), FLAT);
    case 'sqrt':
      if (x[0] < 0) return undefined;
      // Adding 0 makes -0 positive.
      return one(rising(Math.sqrt, x), [0.5 / Math.sqrt(x[1] + 0), 0.5 / Math.sqrt(x[0] + 0)]);
    case 'exp':
      return one(rising(exp, x), rising(exp, x));
    case 'expm1':
      return one(rising(expm1, x), rising(exp, x));
    case 'log':
      return x[0] > 0 ? one(rising(log, x), inverse(x)) : undefined;
    case 'log1p':
      return x[0] > -1 ? one(rising(log1p, x), inverse(plus(x, UNIT))) : undefined;
    case 'sinh':
      return one(rising(sinh, x), even(cosh, x));
    case 'cosh':
      return one(even(cosh, x), rising(sinh, x));
    case 'tanh':
      return one(
        rising(tanh, x),
        even((t) => 1 / (cosh(t) * cosh(t)), x),
      );
    case 'asinh':
      return one(
        rising(asinh, x),
        even((t) => 1 / Math.sqrt(1 + t * t), x),
      );
    case 'normalCdf':
      return one(rising(normalCdf, x), even(density, x));
  }
}

/**
 * @param intervals of the uncertain symbols, in the order of the slopes; every other symbol is in `scope`
 * @returns undefined where the term is not defined, or not bounded, on the whole box
 */
export function enclosure(
  term: Term,
  scope: ReadonlyMap<string, number>,
  intervals: ReadonlyMap<string, Interval>,
): Enclosure | undefined {
  const flat = [...intervals].map((): Interval => FLAT);
  const visit = (each: Term): Enclosure | undefined => {
    if (each.kind === 'number') return { values: [each.value, each.value], slopes: flat };
    if (each.kind === 'symbol') {
      const interval = intervals.get(each.name);
      if (interval === undefined) {
        const value = scope.get(each.name)!;
        return { values: [value, value], slopes: flat };
      }
      return { values: interval, slopes: [...intervals.keys()].map((name) => (name === each.name ? UNIT : FLAT)) };
    }
    const to: Enclosure[] = [];
    for (const argument of each.to) {
      const found = visit(argument);
      if (!found) return undefined;
      to.push(found);
    }
    const found = applied(each.of, to);
    if (!found || found.values.some(Number.isNaN)) return undefined;
    return { ...found, slopes: found.slopes.map(bounding) };
  };
  return visit(term);
}
