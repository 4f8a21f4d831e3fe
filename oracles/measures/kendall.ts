import { complexity, type Preference } from 'claimcheck/oracles/complexity';
import { risk } from './risk.js';

/**
 * The share of concordant pairs minus that of discordant ones (Kendall's tau-a); closer than 1e-9 relative counts as tied.
 * An infinity is tied with itself alone. NaN where an entry is not a number: it has no rank.
 * @throws RangeError for lists of different lengths, and of fewer than 2 values
 */
export function kendall(x: readonly number[], y: readonly number[]): number {
  if (x.length !== y.length || x.length < 2)
    throw new RangeError(`kendall: ${x.length} and ${y.length} values; expected as many of both, at least 2`);
  let sum = 0;
  for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) sum += order(x[i]!, x[j]!) * order(y[i]!, y[j]!);
  return (2 * sum) / (x.length * (x.length - 1));
}

function order(a: number, b: number): number {
  if (a === b) return 0;
  const tie = 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  // Beside an infinity everything else would be a tie: the distance and what is allowed are both infinite.
  return tie < Infinity && Math.abs(a - b) <= tie ? 0 : Math.sign(a - b);
}

/** The rank correlation of a complexity with the risk under the truth, over interpolants. */
export const ranking = (set: readonly Float64Array[], preference: Preference, truth: Float64Array): number =>
  kendall(
    set.map(complexity(preference)),
    set.map((b) => risk(b, truth)),
  );
