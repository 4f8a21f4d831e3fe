/** What a machine is told of a report: each claim as it came out, why it is no `holds`, and the command that looks at it. */
import type { ClaimReport, Report, Verdict } from '../engine/report.js';
import { own } from '../form/own.js';
import { whole } from '../engine/whole.js';
import { advice } from './advice.js';
import { BLIND } from './report/page.js';
import { reasons } from './report/claim.js';
import { inOrder } from './order.js';
import { MEANING } from './sentences.js';
import { brokenClaims } from './suite.js';

export interface Told {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Of its trials, and 0 where nothing was measured. */
  readonly seconds: number;
  /** One sentence each; empty for `holds`. */
  readonly why: readonly string[];
  /** What looks at it, or runs it, again. */
  readonly command?: string;
  /** The parts that are not certified to hold, in the order of the claim. */
  readonly parts: readonly string[];
  /** What of the claim's text to look at: the first of these parts, or the control that is not refuted. */
  readonly at?: string | undefined;
}

/** The parts that are not certified to hold, in the order of the claim. */
const openParts = ({ parts, arms }: ClaimReport): string[] => {
  const decided = arms.find(({ role }) => role === 'claim')?.parts ?? {};
  return Object.keys(parts).filter((name) => own(decided, name)?.decision !== 'holds');
};

/** What of the text of a claim that does not hold is to be looked at; undefined where nothing of it stands out. */
export function lookedAt(claim: ClaimReport): string | undefined {
  const blind = claim.arms.find(
    ({ role, breaks, parts }) => role === 'mustFail' && own(parts, breaks!)?.decision !== 'fails',
  );
  return openParts(claim)[0] ?? blind?.name.replace(/^control:/, '');
}

/** The check of the check, and whether the run came to its end; claims cannot have these names. */
export const SELF_CONTROL = '(self-control)';
export const WHOLE_RUN = '(the whole run)';

/** @param path of report.json */
export function told(published: Report, path: string): Told[] {
  const report = whole(published);
  const { content, envelope } = report;
  const rest = (id: string, title: string, verdict: Verdict, why: readonly string[]): Told => {
    return { id, title, verdict, seconds: 0, why, parts: [] };
  };
  const { incomplete } = envelope;
  return [
    ...inOrder(content.claims).map((claim): Told => {
      const { id, title, verdict } = claim;
      const { say, command } = advice(claim, report, path);
      const why = verdict === 'holds' ? [] : [...reasons(claim, report), `Next: ${say}`];
      return {
        id,
        title,
        verdict,
        seconds: own(envelope.claimSeconds, id) ?? 0,
        why,
        ...(command !== undefined && { command }),
        ...(verdict === 'holds' ? { parts: [] } : { parts: openParts(claim), at: lookedAt(claim) }),
      };
    }),
    ...brokenClaims(report).map(([id, why]) => rest(id, MEANING.error, 'error', [why])),
    ...(incomplete
      ? [
          rest(WHOLE_RUN, 'the run came to its end', 'undecided', [
            `The run is incomplete (${incomplete}): other claims were not judged.`,
          ]),
        ]
      : [
          content.selfControl.verdict === 'fails'
            ? rest(SELF_CONTROL, 'a deliberately false claim is refuted', 'holds', [])
            : rest(SELF_CONTROL, 'a deliberately false claim is refuted', 'error', [BLIND]),
        ]),
  ];
}
