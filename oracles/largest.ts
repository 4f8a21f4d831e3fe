/** The largest value of a function of one number by bisection, and where it is. */

/**
 * In [low, high], up to `tolerance` from below, where |f''| is at most `bend(a)` from a on: on a piece of width w no value
 * exceeds the larger end by more than bend(a) w^2 / 8, so that pieces which cannot hold a larger one are dropped, and others halved.
 */
export function largest(
  f: (u: number) => number,
  low: number,
  high: number,
  bend: (a: number) => number,
  tolerance: number,
) {
  let [value, at] = [f(low), low];
  const pieces: (readonly [a: number, fa: number, b: number, fb: number])[] = [[low, value, high, f(high)]];
  while (pieces.length > 0) {
    const [a, fa, b, fb] = pieces.pop()!;
    if (Math.max(fa, fb) + (bend(a) * (b - a) * (b - a)) / 8 <= value + tolerance) continue;
    const middle = (a + b) / 2;
    const there = f(middle);
    if (there > value) [value, at] = [there, middle];
    pieces.push([a, fa, middle, there], [middle, there, b, fb]);
  }
  return { value, at };
}
