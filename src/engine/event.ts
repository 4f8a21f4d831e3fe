import type { Verdict } from './report.js';

/** What happens during a run, for a progress display. */
export type RunEvent =
  | { readonly kind: 'planned'; readonly claims: number; readonly arms: number }
  | {
      readonly kind: 'trials';
      readonly claim: string;
      readonly arm: string;
      readonly count: number;
      readonly total: number;
    }
  | { readonly kind: 'verdict'; readonly claim: string; readonly verdict: Verdict; readonly seconds: number }
  | { readonly kind: 'mutated'; readonly claim: string; readonly seconds: number }
  | { readonly kind: 'note'; readonly text: string };
