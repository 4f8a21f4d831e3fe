/** What became of a verdict, what a comparison means to a script, and how surely it is known. */
import { lawOf } from '../statistics/criterion.js';
import { ALPHA } from '../statistics/levels.js';
import type { Apart } from './apart.js';
import type { Change } from '../statistics/compare.js';
import type { ClaimReport, Report, Verdict } from './report.js';

export interface Transition {
  readonly before: Verdict | 'absent';
  readonly after: Verdict | 'absent';
  readonly changed: boolean;
  /** What held is certified false now, or its check no longer sees a falsehood. */
  readonly alarm: boolean;
  readonly sentence: string;
}

export function transition(before: Transition['before'], after: Transition['after']): Transition {
  const changed = before !== after;
  const alarm = before === 'holds' && (after === 'fails' || after === 'vacuous');
  return { before, after, changed, alarm, sentence: changed ? `${before} -> ${after}` : `still ${after}` };
}

/** Verdicts that were reached; the others say that none could be. */
const JUDGED: ReadonlySet<string> = new Set(['holds', 'fails', 'vacuous', 'undecided']);
export const isJudged = (verdict: string): boolean => JUDGED.has(verdict);

export type ClaimChange = Change | 'not compared' | 'added' | 'removed';

/** `worse`: certified, or a verdict is lost; `lost`: nothing can be said any more; `open`: nobody can tell; else `fine`. */
export type Weight = 'worse' | 'lost' | 'open' | 'fine';

/** The most serious first. */
export const WEIGHTS: readonly Weight[] = ['worse', 'lost', 'open', 'fine'];
export const EXIT: Readonly<Record<Weight, 0 | 1 | 3 | 4>> = { worse: 1, lost: 3, open: 4, fine: 0 };

export function weigh(change: ClaimChange, { before, after, alarm }: Transition, found: readonly Apart[]): Weight {
  if (alarm || change === 'changed worse') return 'worse';
  if (isJudged(before) && after !== 'absent' && !isJudged(after)) return 'lost';
  if (change === 'removed' || (before === 'holds' && after === 'undecided')) return 'open';
  if (change === 'added' || (before === 'not applicable' && after === before)) return 'fine';
  // Of another statement nobody can tell whether what was claimed is worse, unless it is.
  if (found.some(({ kind }) => kind === 'statement')) return 'open';
  if (after === 'holds' && before !== 'holds') return 'fine';
  const refuted = (after === 'fails' || after === 'vacuous') && before !== after;
  if (refuted && change !== 'identical' && change !== 'changed better') return 'open';
  return change === 'cannot tell' || change === 'not compared' ? 'open' : 'fine';
}

/** How surely an alarm means a change, in one sentence. */
export function surely(base: Report, head: Report, other: ClaimReport): string {
  if (other.verdict === 'vacuous')
    return `what held is certified still, but its check sees less: ${other.because.join(' ')}`;
  const own = other.arms.find(({ role }) => role === 'claim')?.parts ?? {};
  const failing = Object.entries(own).filter(([, { decision }]) => decision === 'fails');
  const law = (name: string) => lawOf(other.parts[name]!.accept);
  const exact = failing.find(([name]) => law(name).exact);
  if (exact) return `what held is refuted by a certified counterexample to "${exact[0]}", which has no risk of error`;
  const both = failing.find(([name]) => law(name).either !== undefined);
  if (both) return `what held is certified false in "${both[0]}"; ${law(both[0]).either} may be certified either way`;
  const risk = ALPHA[base.content.level] + ALPHA[head.content.level];
  return `what held is certified false; if nothing had changed, that would happen with probability at most ${Number(risk.toPrecision(3))}`;
}
