/**
 * The two sides of every relation of a part: on one task, with the error that its quantities carry into each, and over the
 * tasks of the claim itself. Of several runs or numbers those that count, where the part is closest to its violation.
 */
import type { Claim } from '../claim.js';
import { own } from '../form/own.js';
import type { Quantities } from '../margin.js';
import { expression } from '../numerics/expression.js';
import { margins } from '../numerics/formula.js';
import type { Counterexample, RelationReport } from './report.js';
import { spread } from './spread.js';
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

/** The mean of what is always the same is that, without rounding. */
function over(values: readonly Side[]) {
  const all = values.map(({ value }) => value);
  const least = all.reduce((one, other) => Math.min(one, other));
  const most = all.reduce((one, other) => Math.max(one, other));
  const mean = least === most ? { mean: least, low: least, high: least } : spread(all);
  return { ...mean, least, most, error: values.reduce((largest, { error }) => Math.max(largest, error), 0) };
}

/** The relations of a part with their sides, in whatever is said of a side. */
function related<S>({ parts, symbols }: Claim, part: string, of: (k: number, which: 0 | 1) => S) {
  const tex = texOf({ symbols });
  const told = (source: string, said: S) => ({ source, tex: typeset(source, tex).trim(), ...said });
  return expression(parts[part]!.holds).relations.map(({ relation, left, right }, k) => ({
    relation,
    left: told(left, of(k, 0)),
    right: told(right, of(k, 1)),
  }));
}

/** @param trials of each the sides by part; one on which the part was not measured has none of it */
export function sidesOver(
  claim: Claim,
  part: string,
  trials: readonly Readonly<Record<string, readonly Sides[]>>[],
): RelationReport[] {
  const seen = trials.flatMap((trial) => [own(trial, part) ?? []].filter(({ length }) => length > 0));
  if (seen.length === 0) return [];
  const all = related(claim, part, (k, which) => over(seen.map((sides) => sides[k]![which])));
  return all.map((each) => ({ ...each, tasks: seen.length }));
}

/** The sides on one task, with their formulas. */
export function sidesShown(claim: Claim, part: string, at: Quantities): Counterexample['sides'] {
  const sides = sidesAt(claim.parts[part]!.holds, at);
  return related(claim, part, (k, which) => sides[k]![which]);
}
