/**
 * Two reports on the same tasks: what changed. Claims are paired by id and tasks by index; where the claim's own digest
 * or seed differs the tasks are not the same and nothing is compared but the verdicts.
 */
import type { Criterion, Margin } from '../claim.js';
import {
  amongMany,
  comparePasses,
  compareValues,
  transition,
  type Change,
  type Comparison,
  type Valued,
} from '../statistics/compare.js';
import { ALPHA } from '../statistics/levels.js';
import { sign } from '../statistics/outcome.js';
import { slopes } from '../statistics/slopes.js';
import type { ClaimReport, Report, TrialOutcome } from './report.js';
import { whole } from './whole.js';

export interface PartComparison extends Comparison {
  /** The most that a margin moved on a task where both have one; null where none has. Described, not certified. */
  readonly moved: number | null;
}

export interface ClaimComparison {
  readonly id: string;
  /** `claim changed`: other tasks or another statement; only verdicts are compared. */
  readonly change: Change | 'claim changed' | 'added' | 'removed';
  readonly verdict: ReturnType<typeof transition>;
  /** Models whose digest differs. */
  readonly modelsChanged: readonly string[];
  readonly parts: Readonly<Record<string, PartComparison>>;
}

/** The share of tasks within which passes count as unchanged. */
const SHARE = 0.1;

const order: readonly Change[] = ['changed worse', 'cannot tell', 'changed better', 'unchanged', 'identical'];

/** @returns one comparison per claim of either report, sorted by id */
export function compare(base: Report, head: Report): ClaimComparison[] {
  const before = new Map(whole(base).content.claims.map((claim) => [claim.id, claim]));
  const after = new Map(whole(head).content.claims.map((claim) => [claim.id, claim]));
  const alpha = Math.max(ALPHA[base.content.level], ALPHA[head.content.level]);
  const found = [...new Set([...before.keys(), ...after.keys()])].sort().map((id): ClaimComparison => {
    const [one, other] = [before.get(id), after.get(id)];
    const verdict = transition(one?.verdict ?? 'absent', other?.verdict ?? 'absent');
    if (!one || !other) return { id, change: one ? 'removed' : 'added', verdict, modelsChanged: [], parts: {} };
    const digests = new Map(one.models.map(({ name, digest }) => [name, digest]));
    const modelsChanged = other.models
      .filter(({ name, digest }) => digests.get(name) !== digest)
      .map(({ name }) => name);
    const told = { id, verdict, modelsChanged };
    if (one.digest !== other.digest || one.seed !== other.seed) return { ...told, change: 'claim changed', parts: {} };
    return { ...told, change: 'cannot tell', parts: compareParts(one, other, alpha) };
  });
  const settled = amongMany(
    found.flatMap(({ parts }) => Object.values(parts)),
    alpha,
  );
  let next = 0;
  return found.map((claim) => {
    const parts = Object.fromEntries(Object.keys(claim.parts).map((name) => [name, settled[next++]!]));
    const changes = Object.values(parts).map(({ change }) => change);
    return { ...claim, change: order.find((each) => changes.includes(each)) ?? claim.change, parts };
  });
}

function compareParts(one: ClaimReport, other: ClaimReport, alpha: number): Record<string, PartComparison> {
  const outcomes = ({ arms }: ClaimReport) => arms.find(({ role }) => role === 'claim')?.outcomes ?? [];
  const [before, after] = [outcomes(one), outcomes(other)];
  const pairs = Math.min(before.length, after.length);
  return Object.fromEntries(
    Object.entries(one.parts).map(([name, { accept }]) => {
      const [a, b] = [before, after].map((list) => list.slice(0, pairs));
      return [name, { ...comparePart(accept, name, a!, b!, alpha), moved: moved(name, a!, b!) }];
    }),
  );
}

const marginsOf = ({ parts }: TrialOutcome, part: string): readonly Margin[] => {
  const found = parts[part];
  return typeof found === 'object' ? found : [];
};

function moved(part: string, before: readonly TrialOutcome[], after: readonly TrialOutcome[]): number | null {
  const distances = before.flatMap((one, i) => {
    const other = marginsOf(after[i]!, part);
    return marginsOf(one, part).flatMap(({ slack }, k) => (other[k] ? Math.abs(other[k].slack - slack) : []));
  });
  return distances.length === 0 ? null : Math.max(...distances);
}

function comparePart(
  accept: Criterion,
  part: string,
  before: readonly TrialOutcome[],
  after: readonly TrialOutcome[],
  alpha: number,
): Comparison {
  const margins = (outcome: TrialOutcome) => marginsOf(outcome, part);
  const passes = (list: readonly TrialOutcome[]) =>
    list.map((each) => {
      const [margin] = margins(each);
      return { digest: each.digest, passed: margin !== undefined && sign(margin) === 'success' };
    });
  const values = (list: readonly TrialOutcome[], of: (margins: readonly Margin[]) => number) =>
    list.map((each): Valued => {
      const found = margins(each);
      return { digest: each.digest, value: found.length === 0 ? null : of(found) };
    });
  const paired = (delta: number, cap: number, of: (margins: readonly Margin[]) => number) =>
    compareValues(values(before, of), values(after, of), { alpha, delta, cap });
  // Better is larger everywhere: a deviation from a law counts by its size, negated.
  switch (accept.law) {
    case 'always':
    case 'always.enumerated':
    case 'forMost':
    case 'median':
      return comparePasses(passes(before), passes(after), { alpha, delta: SHARE });
    case 'onAverage':
      return paired(accept.atLeast, accept.cap, ([first]) => first!.slack);
    case 'monotone':
      return paired(accept.within, accept.cap, (steps) => Math.min(...steps.map(({ slack }) => slack)));
    case 'equivalent':
      return paired(accept.margin, accept.cap, ([first]) => -Math.abs(first!.slack));
    case 'scalesAs': {
      const fit = slopes(accept.sizes);
      return paired(accept.within, 5 * accept.within, (sizes) => {
        const { slope } = fit(sizes);
        return slope === null ? NaN : -Math.abs((slope[0] + slope[1]) / 2 - accept.exponent);
      });
    }
  }
}
