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
import { running } from './spread.js';
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

/** One side over tasks that come one by one; the mean of what is always the same is that, without rounding. */
function over() {
  const values = running();
  let error = 0;
  return {
    add(side: Side) {
      values.add(side.value);
      error = Math.max(error, side.error);
    },
    report() {
      const { least, most } = values;
      const mean = least === most ? { mean: least, low: least, high: least } : values.spread();
      return { ...mean, least, most, error };
    },
  };
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

/** The sides of one part over the trials that come one by one, of any number of them in the same memory. */
export interface SidesOver {
  /** @param trial its sides by part; one on which the part was not measured has none of it */
  readonly add: (trial: Readonly<Record<string, readonly Sides[]>>) => void;
  readonly report: () => RelationReport[];
}

export function sidesOver(claim: Claim, part: string): SidesOver {
  const relations: (readonly [ReturnType<typeof over>, ReturnType<typeof over>])[] = [];
  let tasks = 0;
  return {
    add(trial) {
      const sides = own(trial, part) ?? [];
      if (sides.length > 0) tasks++;
      sides.forEach(([left, right], k) => {
        const [one, other] = (relations[k] ??= [over(), over()]);
        one.add(left);
        other.add(right);
      });
    },
    report: () =>
      tasks === 0
        ? []
        : related(claim, part, (k, which) => relations[k]![which].report()).map((each) => ({ ...each, tasks })),
  };
}

/** The sides on one task, with their formulas. */
export function sidesShown(claim: Claim, part: string, at: Quantities): Counterexample['sides'] {
  const sides = sidesAt(claim.parts[part]!.holds, at);
  return related(claim, part, (k, which) => sides[k]![which]);
}
