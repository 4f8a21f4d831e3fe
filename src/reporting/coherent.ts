/** What no schema says of a report: the parts that it speaks of are there. */
import { inShort } from '../engine/long.js';
import type { ClaimReport, Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';

const quoted = (name: string): string => inShort(JSON.stringify(name));

/** Where a claim speaks of a part, and of which. */
function* named({
  arms,
  dial,
  counterexample,
  adversary,
}: ClaimReport): Generator<readonly [place: string, part: string]> {
  for (const { name, parts, breaks, outcomes = [] } of arms) {
    for (const part of Object.keys(parts)) yield [`the arm ${quoted(name)}`, part];
    if (breaks !== undefined) yield [`the arm ${quoted(name)}`, breaks];
    for (const outcome of outcomes) for (const part of Object.keys(outcome.parts)) yield ['a trial', part];
  }
  if (dial) yield ['the dial', dial.part];
  if (counterexample) yield ['the counterexample', counterexample.part];
  for (const part of Object.keys(adversary?.smallest ?? {})) yield ['the adversary', part];
  if (adversary?.refuted) yield ['the adversary', adversary.refuted.part];
}

/** @returns one sentence where it is not */
export function incoherent(report: Report): string | undefined {
  for (const claim of whole(report).content.claims) {
    for (const [place, part] of named(claim))
      if (!Object.hasOwn(claim.parts, part))
        return `${place} of ${claim.id} speaks of the part ${quoted(part)}, which it does not have`;
    const heads = claim.table?.columns.map(({ name }) => name);
    if (heads && claim.table!.rows.some(({ values }) => values.length !== heads.length))
      return `a row of the table of ${claim.id} has another number of values than there are columns`;
    const lost = claim.table?.drawn?.find((name) => !heads!.includes(name));
    if (lost !== undefined) return `the table of ${claim.id} draws the column ${quoted(lost)}, which it does not have`;
  }
  return undefined;
}
