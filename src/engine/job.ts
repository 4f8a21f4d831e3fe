/** What is to be done: a claim, and some trials of it. */
import type { FoundClaim } from './discover.js';

/** A claim that is to be judged, with the seed that it runs under. */
export interface Planned extends FoundClaim {
  readonly seed: string;
  /** Fingerprint of the digests of the claim and of the models that it trains. */
  readonly by: string;
}

/** Trials `from` to `to - 1` of one arm. */
export interface Job {
  readonly claim: string;
  readonly arm: string;
  readonly from: number;
  readonly to: number;
}
