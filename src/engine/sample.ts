/** Which trials of a report are computed again where not all are, and what such a sample would miss. */
import { sha256 } from '../numerics/digest.js';
import type { ClaimReport } from './report.js';

export interface Picked {
  readonly claim: string;
  readonly trial: number;
}

/** How many trials of a claim itself do not stand in its report one by one (kept.ts). */
export const beyond = (claim: ClaimReport): number =>
  Math.max(0, (claim.arms.find(({ role }) => role === 'claim')?.trials ?? 0) - outcomesOf(claim).length);

/** Of what the trials of a claim itself came to; the first of them where there are many. */
export const outcomesOf = ({ arms }: ClaimReport) => arms.find(({ role }) => role === 'claim')?.outcomes ?? [];

/**
 * The trials of the claims themselves whose SHA-256 of "SEED CLAIM TRIAL" is least: every set of that size is as likely to
 * whoever does not know the seed, and anyone who does can say which it is.
 * @returns them by claim, in order; all of them where there are no more
 */
export function pick(claims: readonly ClaimReport[], count: number, seed: string): Picked[] {
  const all = claims.flatMap((claim) => outcomesOf(claim).map((_, trial) => ({ claim: claim.id, trial })));
  const drawn = all
    .map((each) => ({ each, hash: sha256(`${seed} ${each.claim} ${each.trial}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, count);
  const chosen = new Set(drawn.map(({ each }) => each));
  return all.filter((each) => chosen.has(each));
}

/** The probability that none of `changed` among `all` trials is in a sample of `count`; at most (1 - changed / all)^count. */
export function missing(all: number, changed: number, count: number): number {
  let probability = 1;
  for (let k = 0; k < Math.min(count, all); k++) probability *= Math.max(0, all - changed - k) / (all - k);
  return probability;
}
