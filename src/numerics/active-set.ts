/**
 * Quadratic programs over the nonnegative orthant in exact arithmetic: min x'G x / 2 - c'x subject to x >= 0, G a Gram
 * matrix. The active set method of Lawson and Hanson: one coordinate enters at a time, on the active ones the equations
 * are solved, and the step ends where a coordinate meets 0. Nothing is rounded, so every step lowers the objective and
 * the method ends at the minimum, whatever the condition. Source: lawsonhanson1974, 23.
 */
import { solveExactly } from './exact.js';

export interface OrthantProgram {
  readonly size: number;
  /** Entry (i, j) of G. */
  readonly G: (i: number, j: number) => bigint;
  readonly c: readonly bigint[];
  /** Coordinates that may be the active ones: where they are not, nothing is lost but the attempt. */
  readonly guess?: readonly number[];
}

export interface OrthantMinimum {
  /** Where x may be positive, and there its numerators; columns of G on it are independent. */
  readonly active: readonly number[];
  readonly x: readonly bigint[];
  /** Positive. */
  readonly denominator: bigint;
  /** c - G x, times the denominator: none positive, 0 where active. */
  readonly slopes: readonly bigint[];
}

/** A direction in the orthant along which G does not bend and the objective falls without end. */
export interface Ray {
  readonly ray: readonly number[];
}

/** @throws RangeError where more than `most` coordinates are active at once. */
export function leastInOrthant({ size, G, c, guess = [] }: OrthantProgram, most: number): OrthantMinimum | Ray {
  let active: number[] = [];
  let x: bigint[] = [];
  let over = 1n;
  const solvedOn = (list: readonly number[]) => {
    if (list.length > most)
      throw new RangeError(`exact arithmetic would need ${list.length} active coordinates; expected at most ${most}`);
    return solveExactly(
      list.map((i) => list.map((j) => G(i, j))),
      list.map((i) => [c[i]!]),
    );
  };
  if (guess.length > 0 && guess.length <= most) {
    const solved = solvedOn(guess);
    if ('numerators' in solved && solved.numerators.every(([entry]) => entry! > 0n)) {
      active = [...guess];
      x = solved.numerators.map(([entry]) => entry!);
      over = solved.denominator;
    }
  }
  for (;;) {
    const slopes = Array.from({ length: size }, (_, i) => {
      let slope = c[i]! * over;
      active.forEach((j, k) => (slope -= G(i, j) * x[k]!));
      return slope;
    });
    let entering = -1;
    slopes.forEach((slope, i) => {
      if (slope > 0n && !active.includes(i) && (entering < 0 || slope > slopes[entering]!)) entering = i;
    });
    if (entering < 0) return { active, x, denominator: over, slopes };
    active.push(entering);
    x.push(0n);
    for (;;) {
      const solved = solvedOn(active);
      // The way to go: to the solution, or along a line on which G does not bend, downwards.
      let way: bigint[];
      let endless = false;
      if ('kernel' in solved) {
        let gain = 0n;
        active.forEach((i, k) => (gain += c[i]! * solved.kernel[k]!));
        way = solved.kernel.map((entry) => (gain < 0n ? -entry : entry));
        endless = true;
      } else {
        way = solved.numerators.map(([entry], k) => entry! * over - x[k]! * solved.denominator);
      }
      // The first coordinate to meet 0, after the share x / -way.
      let first = -1;
      way.forEach((entry, k) => {
        if (entry < 0n && (first < 0 || x[k]! * -way[first]! < x[first]! * -entry)) first = k;
      });
      if (endless && first < 0) return { ray: active.filter((_, k) => way[k] !== 0n) };
      const reached = !endless && 'numerators' in solved && solved.numerators.every(([entry]) => entry! > 0n);
      if (reached) {
        x = solved.numerators.map(([entry]) => entry!);
        over = solved.denominator;
        break;
      }
      // x + way x_first / -way_first, over the common denominator.
      const down = -way[first]!;
      const share = x[first]!;
      x = x.map((entry, k) => entry * down + way[k]! * share);
      over *= down;
      const kept = x.map((entry) => entry > 0n);
      active = active.filter((_, k) => kept[k]);
      x = x.filter((_, k) => kept[k]);
    }
  }
}
