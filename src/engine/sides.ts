/**
 * The two sides of every relation of a part: on one task, with the error that its quantities carry into each, and over the
 * tasks of the claim itself. Of several runs or numbers those that count, where the part is closest to its violation.
 */
import type { Quantities } from '../margin.js';
import { expression } from '../numerics/expression.js';
import { margins } from '../numerics/formula.js';
import type { Claim } from '../claim.js';
import type { RelationReport } from './report.js';
import { spread } from './spread.js';
import type { TrialRecord } from './trial.js';
import { texOf, typeset } from './typeset.js';

/** One side on one task. */
export interface Side {
  readonly value: number;
  readonly error: number;
}
/** Left and right of one relation. */
export type Sides = readonly [left: Side, right: Side];

function side(source: string, at: Quantities): Side {
  const { slack: value, error } = margins(source, at)[0]!;
  return { value, error };
}

/** @returns for each relation of the formula its sides; none for a value */
export const sidesAt = (source: string, at: Quantities): readonly Sides[] =>
  expression(source).relations.map(({ left, right }) => [side(left, at), side(right, at)]);

/** Of one side over tasks: the mean with a 98% interval, the least, the most, and the largest error. */
function over(source: string, values: readonly Side[], tex: Readonly<Record<string, string>>) {
  const all = values.map(({ value }) => value);
  const least = all.reduce((one, other) => Math.min(one, other));
  const most = all.reduce((one, other) => Math.max(one, other));
  return {
    source,
    tex: typeset(source, tex).trim(),
    // The mean of what is always the same is that, without rounding.
    ...(least === most ? { mean: least, low: least, high: least } : spread(all)),
    least,
    most,
    error: values.reduce((largest, { error }) => Math.max(largest, error), 0),
  };
}

/** @param records trials of the claim itself; those on which the part was not measured are left out */
export function sidesOver(claim: Claim, part: string, records: readonly TrialRecord[]): RelationReport[] {
  const seen = records.flatMap(({ sides }) => (sides?.[part] ? [sides[part]] : []));
  if (seen.length === 0) return [];
  const tex = texOf(claim);
  return expression(claim.parts[part]!.holds).relations.map(({ relation, left, right }, k) => ({
    relation,
    tasks: seen.length,
    left: over(left, seen.map((each) => each[k]![0]), tex), // prettier-ignore
    right: over(right, seen.map((each) => each[k]![1]), tex), // prettier-ignore
  }));
}

/** The sides of what one task shows, with their formulas. */
export const sidesShown = (claim: Claim, part: string, at: Quantities) => {
  const { holds } = claim.parts[part]!;
  const tex = texOf(claim);
  const found = sidesAt(holds, at);
  const shown = (source: string, of: Side) => ({ source, tex: typeset(source, tex).trim(), ...of });
  return expression(holds).relations.map(({ relation, left, right }, k) => ({
    relation,
    left: shown(left, found[k]![0]),
    right: shown(right, found[k]![1]),
  }));
};
