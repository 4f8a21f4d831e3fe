/** The words of a decision. Every sentence says no more than what its procedure certifies. */
import type { Told } from './summary.js';

/** At most `count` significant digits, without an exponent where that is short. */
export const digits = (x: number, count = 4): string => String(Number(x.toPrecision(count)));

/** At most `count` significant digits; an exponent where the plain form would be long. */
export function short(x: number, count = 3): string {
  if (!Number.isFinite(x) || x === 0) return String(x === 0 ? 0 : x);
  const size = Math.abs(x);
  const rounded = Number(x.toPrecision(count));
  if (size >= 1e-3 && size < 1e5) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}

/** 0.99 -> 99%. */
export const percent = (share: number): string => `${digits(100 * share)}%`;

/** What is neither success nor certified violation, by kind; empty if nothing is. */
export function unsettled({ counts: { inDoubt, ties = 0, notANumber, unfinished, diverged } }: Told): string {
  const kinds = [
    [inDoubt - ties, 'in doubt'],
    [ties, 'exactly tied'],
    [notANumber, 'not a number'],
    [unfinished, 'unfinished'],
    [diverged, 'diverged'],
  ] as const;
  return kinds.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ');
}

/** Text in brackets after a blank, where there is any. */
export const bracketed = (text: string): string => text && ` (${text})`;

/** What came of what was seen, where it was judged by statistics. */
export function decided({ decision, wouldNeed, alpha, failAlpha, closing }: Told, seen: string): string {
  const last = closing ? ', by the exact threshold at the last task' : '';
  if (decision === 'holds') return `${seen}: certified at risk ${alpha}${last}`;
  if (decision === 'fails') return `${seen}: certified false at risk ${digits(failAlpha)}${last}`;
  if (decision === 'continue') return `${seen} so far`;
  const forecast = wouldNeed
    ? `would need about ${wouldNeed.more} more for ${wouldNeed.toward}`
    : 'the tasks so far favour neither side';
  return `${seen}: undecided; ${forecast}`;
}
