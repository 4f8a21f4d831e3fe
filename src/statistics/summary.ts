/** What evidence amounts to: plain data for the report, no functions, no infinities. */
import { z } from 'zod';
import { count, number, text, type Of } from './datum.js';

export const decision = z.enum(['continue', 'holds', 'fails', 'undecided']);
const role = z.enum(['claim', 'mustFail', 'mustHold']);

export const summary = z.strictObject({
  /** Of any law; recorded.ts names those that there are. */
  law: text,
  role,
  alpha: number,
  failAlpha: number,
  decision,
  /** One sentence: what was decided, and what that means. */
  because: text,
  estimand: text,
  /** Trials that count, at the stopping index; the budget; trials drawn (with those that missed a premise). */
  n: count,
  budget: count,
  drawn: count,
  /** Decided by the exact threshold at the last trial: the claim is closed and cannot be extended. */
  closing: z.boolean(),
  /** How trials count; the numbers of each kind add up to the trials drawn. */
  counts: z.strictObject({
    successes: count,
    violations: count,
    inDoubt: count,
    /** Of those in doubt the exact ties, where there are any: both sides equal to the last bit, nothing uncertain. */
    ties: count.optional(),
    notANumber: count,
    unfinished: count,
    diverged: count,
    gated: count,
  }),
  /**
   * Natural logarithms of e-values, null where the law has none: of each bet at the trial at which it stopped, which is where
   * it had won, or the last.
   */
  logE: z.strictObject({
    /** Against the claim being false, and against it being true. */
    holds: number.nullable(),
    fails: number.nullable(),
  }),
  /** What the trials estimate (null before the first that counts), with intervals valid at every n at once, at alpha on each side. */
  quantities: z
    .array(z.strictObject({ name: text, estimate: number.nullable(), interval: z.tuple([number, number]) }))
    .min(1),
  /** What the procedure does for a known share of successes, exactly. */
  power: z
    .strictObject({
      at: z.array(z.strictObject({ p: number, holds: number, fails: number, undecided: number, trials: number })),
      /** The smallest share that is certified with probability 90%, and the largest that is refuted with it. */
      holds90: number.nullable(),
      fails90: number.nullable(),
    })
    .nullable(),
  /** About how many more trials would decide, and which way, if the rest is like what was seen. */
  wouldNeed: z.strictObject({ more: count, toward: z.enum(['holds', 'fails']) }).nullable(),
  /** Indices of the first violations, and of the first trials that are neither success nor violation. */
  violating: z.array(count),
  unsettled: z.array(count),
});

export const joint = z.strictObject({
  claims: count,
  holding: count,
  allHold: z.boolean(),
  risk: number,
  /** The false discovery rate of those that hold as a list (multiplicity.ts): the risk where all hold, 1 where none does. */
  rate: number,
  sentence: text,
});
export type Joint = Of<typeof joint>;

export const capBias = z.strictObject({
  /** The mean of clip(D) - D, and its error at 99%: 2.33 standard errors. */
  bias: number,
  error: number,
  /** On how many tasks it was measured, and how many of them lie beyond the cap. */
  tasks: count,
  beyond: count,
});
export type CapBias = Of<typeof capBias>;

export type Summary = Of<typeof summary>;
/** All but why. */
export type Told = Omit<Summary, 'because'>;
export type Counts = Summary['counts'];
export type Quantity = Summary['quantities'][number];
export type LogE = Summary['logE'];
export type Power = NonNullable<Summary['power']>;
export type Need = NonNullable<Summary['wouldNeed']>;
