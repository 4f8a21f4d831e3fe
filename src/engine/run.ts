/** The main job, as one function: claims in, report out. (Being written; the types are what commands rely on.) */
import type { Level } from '../statistics/levels.js';
import type { FoundClaim, FoundModel } from './discover.js';
import type { Report, Verdict } from './report.js';

export interface RunOptions {
  readonly claims: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  /** Names of models that the user replaced. */
  readonly instead?: readonly string[];
  readonly level: Level;
  /** `registered` or a number. */
  readonly seed: string;
  readonly workers: number;
  readonly kernels: 'wasm' | 'reference';
  /** Where the journal is appended; absent: no journal. */
  readonly journal?: string;
  /** Continue from the lines that the journal holds. */
  readonly resume?: boolean;
  /** Stop submitting trials after that many seconds; the report is then incomplete. */
  readonly budgetSeconds?: number;
  /** Without dials (level quick, and vitest). */
  readonly dials?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** What happens during a run, for a progress display. */
export type RunEvent =
  | { readonly kind: 'planned'; readonly claims: number; readonly arms: number }
  | { readonly kind: 'trials'; readonly claim: string; readonly arm: string; readonly count: number; readonly total: number }
  | { readonly kind: 'verdict'; readonly claim: string; readonly verdict: Verdict; readonly seconds: number }
  | { readonly kind: 'shrinking'; readonly claim: string }
  | { readonly kind: 'note'; readonly text: string };

export declare function run(options: RunOptions): Promise<Report>;
