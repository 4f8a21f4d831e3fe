/**
 * How far margins moved between two reports: that as many tasks pass, or that a mean is the same, says nothing of them. In
 * units of what matters: of their own size where a law asks yes or no, of what the criterion allows where it is about means.
 * Described, not certified.
 */

export interface Movement {
  /** Over tasks, of the distance between before and after. Infinity where one side has no margin, or an infinite one. */
  readonly median: number;
  readonly most: number;
  readonly unit: 'their size' | 'what the criterion allows';
}

/** Margins whose median moved by more than this are not called unchanged. */
export const FAR = 0.1;

/** The middle of a sorted list; of two, the lower. */
const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[(values.length - 1) >> 1];

/** The distance of one margin before and after; NaN stands for a margin that is missing. */
function distance(before: number, after: number): number {
  if (Object.is(before, after) || before === after) return 0;
  const away = Math.abs(after - before);
  return Number.isNaN(away) ? Infinity : away;
}

const over = (distances: readonly number[], unit: Movement['unit']): Movement | null =>
  distances.length === 0
    ? null
    : { median: middle(distances)!, most: distances.reduce((top, value) => Math.max(top, value)), unit };

/** @param before one margin per task, NaN where there is none; their median size is the unit */
export function moved(before: readonly number[], after: readonly number[]): Movement | null {
  const sizeOf = (list: readonly number[]) => middle(list.map(Math.abs).filter((each) => each > 0 && each < Infinity));
  const size = sizeOf(before) ?? sizeOf(after) ?? 1;
  return over(
    before.map((value, i) => distance(value, after[i]!) / size),
    'their size',
  );
}

/** @param before for each task its quantities, in units of what the criterion allows; the one that moved most counts */
export function movedAllowed(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): Movement | null {
  return over(
    before.map((values, i) => values.reduce((top, value, q) => Math.max(top, distance(value, after[i]![q]!)), 0)),
    'what the criterion allows',
  );
}
