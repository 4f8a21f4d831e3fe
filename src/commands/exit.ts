/** What a run's report says to the shell; the first that applies. 2 (a user's mistake) is decided before any report is. */
import type { Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { brokenClaims } from '../reporting/suite.js';

export type ExitCode = 0 | 1 | 3 | 4;

/** Of what has no report to say it. */
export const CANNOT_EVALUATE = 3;
export const INCOMPLETE = 4;

/** What each says of a run. */
export const SAYS: Readonly<Record<ExitCode, string>> = {
  0: 'all claims hold',
  1: 'some claim fails or is vacuous',
  3: 'something could not be evaluated',
  4: 'undecided, or incomplete',
};

export function exitCode(published: Report): ExitCode {
  const report = whole(published);
  const { content, envelope } = report;
  const verdicts = content.claims.map(({ verdict }) => verdict);
  if (verdicts.includes('error') || brokenClaims(report).length > 0) return 3;
  if (content.selfControl.verdict !== 'fails' && !envelope.incomplete) return 3;
  if (verdicts.includes('fails') || verdicts.includes('vacuous')) return 1;
  if (verdicts.includes('undecided') || envelope.incomplete !== undefined || !verdicts.includes('holds')) return 4;
  return 0;
}

/** Of a run that was compared with a baseline: what is certified worse comes first, and then the worse of both. */
export function worse(run: ExitCode, change: ExitCode): ExitCode {
  if (change === 1) return 1;
  return ([3, 1, 4] as const).find((code) => run === code || change === code) ?? 0;
}
