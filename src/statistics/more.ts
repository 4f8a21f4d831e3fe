/** What would decide a part that ran out of tasks: a stricter level that is likely to, or so many more tasks. */
import type { Offer } from './law.js';
import type { Told } from './summary.js';

/** Beyond so many budgets the truth is as good as on the boundary. */
const FAR = 20;

/** A level that is likelier to decide, with the clause that says how much. */
export interface Better {
  readonly level: string;
  readonly why: string;
}

/** @param otherwise what to say where neither helps, given what stricter levels would not do */
export function more(
  { n, budget, wouldNeed }: Told,
  stricter: readonly Offer[],
  better: Better | undefined,
  otherwise: (none: string) => string,
): string {
  if (better) return `run at --level ${better.level}, which ${better.why}`;
  const none = stricter.length > 0 ? '; no stricter level is likely to' : '';
  if (wouldNeed && wouldNeed.more <= FAR * budget)
    return (
      `about ${wouldNeed.more} more tasks would decide (${wouldNeed.toward}): raise the budget of ${budget} in its file ` +
      `to ${n + wouldNeed.more} or more${none}`
    );
  return otherwise(none);
}

/** The end of what is said where more of the same would not decide. */
export const clearer = (seen: string): string =>
  `${seen}: more tasks would not decide; claim less, or state it of a population where it is clearer`;
