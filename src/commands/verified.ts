/** What a verification found, in words, and what it says to the shell. */
import type { Again } from '../engine/again.js';
import { HALF_OF_FLOAT32 } from '../engine/close.js';
import type { ClaimReport, Report } from '../engine/report.js';
import { beyond, missing, outcomesOf, type Picked } from '../engine/sample.js';
import { isLoose, type Verified } from '../engine/verify.js';
import type { Colors } from '../reporting/colors.js';
import { differing } from '../reporting/difference.js';
import { percent, short } from '../reporting/number.js';
import { verifyCommand } from '../reporting/recompute.js';
import { allTrials } from '../reporting/sentences.js';
import { quoted } from '../form/shell.js';

export interface Result {
  readonly report: Report;
  /** Those that were to be verified. */
  readonly claims: readonly ClaimReport[];
  readonly again: Again;
  /** What is wrong with the report itself. */
  readonly mismatches: readonly string[];
  /** Files beside it that are not what is made of it now, and whether this very version made it. */
  readonly unlike: readonly string[];
  readonly itsOwn: boolean;
  /** Why claims could not be evaluated. */
  readonly failed: Readonly<Record<string, string>>;
  readonly path: string;
  /** Of claims, as they were named. */
  readonly names: readonly string[];
  /** By which a sample was picked, and of how many trials. */
  readonly seed: string;
  readonly wanted: number;
}

/** The first that applies; 2 is decided before. */
export function codeOf({ again, mismatches, unlike, itsOwn, failed }: Result): 0 | 1 | 3 | 4 {
  const is = new Set(again.verified.map((each) => each.is));
  if (mismatches.length + again.differences.length > 0 || is.has('different') || (itsOwn && unlike.length > 0))
    return 1;
  if (is.has('edited') || Object.keys(failed).length > 0) return 3;
  return again.complete ? 0 : 4;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

export function findings(result: Result, c: Colors): string[] {
  const { report, claims, again, unlike, itsOwn, failed } = result;
  const lines = again.differences.map((each) => c.red(differing(each)));
  const claimOf = (id: string) => claims.find((claim) => claim.id === id)!;
  for (const { claim, is, differences } of again.verified) {
    if (is === 'same') continue;
    const first = differing(differences[0]!, claimOf(claim));
    const more = differences.length > 1 ? ` (the first of ${differences.length} differences)` : '';
    lines.push(
      is === 'edited'
        ? c.yellow(`${claim} was edited since, and is another claim; under its old seed: ${first}${more}`)
        : c.red(`${first}${more}`),
    );
  }
  for (const [claim, why] of Object.entries(failed)) lines.push(c.red(`${claim} could not be evaluated: ${why}`));
  for (const file of unlike)
    lines.push(
      (itsOwn ? c.red : c.dim)(
        `${file} is not what this version makes of the report: it was changed, or rendered by other code` +
          ' (claimcheck report renders it again)',
      ),
    );

  const of = (word: Verified['is']) => {
    const ids = new Set(again.verified.filter(({ is }) => is === word).map(({ claim }) => claim));
    return claims.filter(({ id }) => ids.has(id));
  };
  const edited = of('edited').length;
  if (edited > 0)
    lines.push(
      `${counted(edited, 'claim')} cannot be verified by other words; the version that made the report can` +
        (report.envelope.commit ? `: commit ${report.envelope.commit}` : ''),
    );
  const elsewhere = of('different').flatMap(({ models }) =>
    models.filter(({ reproducible }) => reproducible === 'on one machine'),
  );
  if (elsewhere.length > 0)
    lines.push(
      `Where they differ, programs trained whose bits were shown to be those of one machine: ` +
        `${[...new Set(elsewhere.map(({ name, computedBy }) => `${name} (${computedBy})`))].join(', ')}. On another machine, or with ` +
        'other libraries, they may be others.',
    );
  return [...lines, ...(again.done ? sampling(result, again.done) : total(result, of('same'), c))];
}

const exactly = (claims: readonly ClaimReport[]): string =>
  claims.some(isLoose)
    ? `bit for bit, or within ${short(HALF_OF_FLOAT32)} where a model is reproducible only statistically`
    : 'bit for bit';

/** @param same those that came out as the report says */
function total({ claims, again, failed }: Result, same: readonly ClaimReport[], c: Colors): string[] {
  const open = claims.length - again.verified.length - Object.keys(failed).length;
  const { length } = same;
  const all =
    length === claims.length
      ? length === 1
        ? 'The claim'
        : `All ${length} claims`
      : `${length} of ${claims.length} claims`;
  const told = `${all} came out as the report says, ${exactly(claims)}: ${counted(allTrials(same), 'trial')} computed again.`;
  return [
    length === claims.length ? c.green(told) : told,
    ...(open > 0 ? [`Incomplete: ${counted(open, 'claim')} not reached.`] : []),
  ];
}

/** What a sample looked at, what it would have missed, and how it is drawn again. */
function sampling({ report, path, names, claims, seed, wanted }: Result, done: readonly Picked[]): string[] {
  const trials = claims.reduce((sum, claim) => sum + outcomesOf(claim).length, 0);
  // In the order of the report, whichever of them came back first.
  const byClaim = claims.flatMap(({ id }) => {
    const own = done.flatMap(({ claim, trial }) => (claim === id ? [trial] : []));
    return own.length > 0 ? [`  ${id}: ${own.sort((a, b) => a - b).join(', ')}`] : [];
  });
  const passed = (changed: number) => percent(missing(trials, changed, done.length));
  const shares = [0.01, 0.05, 0.1].map((share) => `${percent(share)} of them ${passed(Math.ceil(share * trials))}`);
  const open = wanted - done.length;
  const more = claims.reduce((sum, claim) => sum + beyond(claim), 0);
  return [
    `${done.length} of ${trials} trials of the claims themselves were computed again:`,
    ...byClaim,
    'and what needs no training was compared: texts, digests, what the trials of a claim come to, verdicts.',
    `Had one trial been changed, this would miss it with probability ${passed(1)}; ${shares.join('; ')}. Controls, dials, ` +
      'tables, adversaries and counterexamples are not looked at: without --sample everything is computed again.',
    ...(more > 0
      ? [
          `${counted(more, 'further trial')} of claims with many do not stand in the report one by one, and were not looked at either.`,
        ]
      : []),
    ...(open > 0 ? [`Incomplete: ${open} of ${wanted} trials were not reached.`] : []),
    `The same sample again: ${verifyCommand(report, path, names, wanted)} --seed ${quoted(seed)}`,
  ];
}
