/** A comparison with its words: what every rendering of it shows, and what `compare --json` writes (schema.ts). */
import { compare, riskOf, type ClaimComparison } from '../../engine/compare.js';
import type { Report } from '../../engine/report.js';
import { EXIT, WEIGHTS, type Weight } from '../../engine/transition.js';
import { sentencesOf, wordOf } from './sentences.js';
import { replayCommand } from '../replay.js';

/** A report and where it is. */
export interface Placed {
  readonly path: string;
  readonly report: Report;
}

export interface ComparedClaim extends ClaimComparison {
  /** The change in words that claim no more than was certified. */
  readonly word: string;
  /** How surely, and what sets the reports apart; one sentence each. */
  readonly sentences: readonly string[];
  /** What looks at the exhibit in either report, and at the smallest counterexample; null where there is none. */
  readonly replay: {
    readonly base: string | null;
    readonly head: string | null;
    readonly counterexample: string | null;
  };
}

export interface Compared {
  readonly schema: 1;
  readonly base: Told;
  readonly head: Told;
  /** Of worse and better all together, of unchanged each. */
  readonly alpha: number;
  readonly weight: Weight;
  readonly exit: 0 | 1 | 3 | 4;
  readonly notes: readonly string[];
  readonly claims: readonly ComparedClaim[];
}

/** What tells a report from another. */
export interface Told {
  readonly path: string;
  readonly id: string | null;
  readonly level: string;
  readonly seed: string;
  readonly commit: string | null;
  readonly command: string | null;
}

export const told = ({ path, report: { id, content, envelope } }: Placed): Told => ({
  path,
  id,
  level: content.level,
  seed: content.seed,
  commit: envelope.commit ?? null,
  command: envelope.command ?? null,
});

function notesOn(name: string, { report: { content, envelope } }: Placed): string[] {
  const incomplete = envelope.incomplete
    ? [`${name} is incomplete (${envelope.incomplete}): claims that it did not come to are missing`]
    : [];
  const blind =
    content.selfControl.verdict !== 'fails' && !envelope.incomplete
      ? [`the deliberately false self-control of ${name} was not refuted: nothing in it can be trusted`]
      : [];
  return [...incomplete, ...blind];
}

export function compared(base: Placed, head: Placed): Compared {
  const alpha = riskOf(base.report, head.report);
  const claims = compare(base.report, head.report).map((claim): ComparedClaim => {
    const { id, exhibit, counterexample } = claim;
    const command = ({ path, report }: Placed) =>
      exhibit && replayCommand(report, path, id, exhibit.trial, exhibit.arm);
    return {
      ...claim,
      word: wordOf(claim),
      sentences: sentencesOf(claim, alpha),
      replay: {
        base: exhibit?.before ? command(base) : null,
        head: command(head),
        counterexample:
          !counterexample || !(claim.weight === 'worse' || (claim.weight === 'open' && claim.verdict.changed))
            ? null
            : replayCommand(head.report, head.path, id),
      },
    };
  });
  // Where there is no claim nothing was compared.
  const weight = claims.length === 0 ? 'open' : WEIGHTS.find((each) => claims.some((claim) => claim.weight === each))!;
  return {
    schema: 1,
    base: told(base),
    head: told(head),
    alpha,
    weight,
    exit: EXIT[weight],
    notes: [...notesOn('base', base), ...notesOn('head', head)],
    claims,
  };
}
