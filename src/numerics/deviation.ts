/** How far a term can be from its value at the centre of a box of errors. */
import { enclosure, type Interval } from './enclosure.js';
import { valueOf, type Term } from './term.js';

/** With more uncertain symbols than this only the corners that matter are visited. */
const CORNERS = 10;

/** Relative; below it a bound and what it bounds are one number. */
const ROUNDING = 1e-9;

/**
 * Where the term is monotone in every uncertain symbol, which its enclosed slopes decide, the worst corner of the box is
 * exact. Elsewhere the worst corner can miss what lies between, and the mean value form bounds it, or the enclosure itself.
 *
 * @param centre the value of every symbol
 * @param value the term at the centre
 * @param radii the error of each uncertain symbol, at least 0
 * @returns Infinity where nothing bounds it: the term is not defined on the whole box
 */
export function deviation(
  term: Term,
  centre: ReadonlyMap<string, number>,
  value: number,
  radii: ReadonlyMap<string, number>,
): number {
  const uncertain = [...radii];
  if (uncertain.length === 0) return 0;
  if (!Number.isFinite(value) || uncertain.some(([, radius]) => !(radius < Infinity))) return Infinity;
  const box = new Map(
    uncertain.map(([name, radius]): [string, Interval] => {
      const middle = centre.get(name)!;
      return [name, [middle - radius, middle + radius]];
    }),
  );
  const held = enclosure(term, centre, box);
  if (!held) return Infinity;

  const scope = new Map(centre);
  /** @param up whether a symbol is at the upper end of its interval */
  const corner = (up: (index: number) => boolean): number => {
    uncertain.forEach(([name], index) => scope.set(name, box.get(name)![up(index) ? 1 : 0]));
    return Math.abs(valueOf(term, scope) - value);
  };
  const rises = held.slopes.map(([low]) => low >= 0);
  const monotone = held.slopes.every(([low, high]) => low >= 0 || high <= 0);
  let worst = 0;
  if (uncertain.length <= CORNERS)
    for (let bits = 0; bits < 1 << uncertain.length; bits++)
      worst = Math.max(
        worst,
        corner((index) => (bits & (1 << index)) !== 0),
      );
  else if (monotone)
    worst = Math.max(
      corner((index) => rises[index]!),
      corner((index) => !rises[index]!),
    );
  if (monotone) return worst;

  const mean = uncertain.reduce(
    // A jump has no slope that bounds it, which is nothing to a symbol that is certain.
    (sum, [, radius], index) => (radius === 0 ? sum : sum + radius * Math.max(...held.slopes[index]!.map(Math.abs))),
    0,
  );
  const bound = Math.min(mean, Math.max(held.values[1] - value, value - held.values[0]));
  return bound <= worst * (1 + ROUNDING) ? worst : bound;
}
