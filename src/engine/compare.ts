/**
 * Two reports: what changed. Claims are paired by id, and tasks by index where seed and population agree, even if the claim
 * itself was changed; what sets the reports apart is said beside it. Where the tasks are others only verdicts are compared.
 */
import { amongMany } from '../statistics/compare.js';
import { lawOf } from '../statistics/criterion.js';
import { ALPHA } from '../statistics/levels.js';
import {
  apart,
  controlsChanged,
  filesChanged,
  modelsChanged,
  oraclesChanged,
  sameCriterion,
  sameTasks,
  type Apart,
} from './apart.js';
import { exhibit, type Exhibit } from './exhibit.js';
import { comparePart, type PartComparison } from './pairs.js';
import type { ClaimReport, Counterexample, Report } from './report.js';
import { isJudged, surely, transition, weigh, type ClaimChange, type Transition, type Weight } from './transition.js';
import { errorsOf, whole } from './whole.js';

export interface ClaimComparison {
  readonly id: string;
  /** `not compared`: other tasks, another statement, or no measurements; what is left are the verdicts. */
  readonly change: ClaimChange;
  readonly weight: Weight;
  readonly verdict: Transition;
  /** Of an alarm: how surely something changed. */
  readonly surely: string | null;
  /** Why head could not evaluate what base could. */
  readonly why: readonly string[];
  readonly apart: readonly Apart[];
  readonly modelsChanged: readonly string[];
  readonly oraclesChanged: readonly string[];
  readonly filesChanged: readonly string[];
  /** Controls with other outcomes; those of the claim itself may be identical. */
  readonly controlsChanged: readonly string[];
  readonly parts: Readonly<Record<string, PartComparison>>;
  readonly exhibit: Exhibit | null;
  /** The smallest task found that violates the claim of head. */
  readonly counterexample: Counterexample | null;
}

/** The risk of both reports: that of the weaker. */
export const riskOf = (base: Report, head: Report): number =>
  Math.max(ALPHA[base.content.level], ALPHA[head.content.level]);

/** The first that one of the parts has. */
const order = ['changed worse', 'cannot tell', 'changed better', 'unchanged', 'identical'] as const;

/** @returns one comparison per claim of either report, sorted by id */
export function compare(base: Report, head: Report): ClaimComparison[] {
  const claims = (report: Report) => new Map(whole(report).content.claims.map((claim) => [claim.id, claim]));
  const [before, after] = [claims(base), claims(head)];
  const alpha = riskOf(base, head);
  const pairs = [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((id) => ({ id, one: before.get(id), other: after.get(id) }));
  const measured = pairs.map(({ one, other }) => (one && other ? partsOf(one, other, alpha) : {}));
  const settled = amongMany(
    measured.flatMap((parts) => Object.values(parts)),
    alpha,
  );
  let next = 0;
  return pairs.map(({ id, one, other }, k) => {
    const parts = Object.fromEntries(Object.keys(measured[k]!).map((name) => [name, settled[next++]!]));
    const verdict = transition(verdictOf(base, id, one), verdictOf(head, id, other));
    const found = one && other ? apart(base, head, one, other) : [];
    const change = changeOf(verdict, parts, other);
    const weight = weigh(change, verdict, found);
    const why = isJudged(verdict.after) ? [] : [...new Set([...(other?.because ?? []), ...errorsOf(head, id)])];
    return {
      id,
      change,
      weight,
      verdict,
      surely: verdict.alarm ? surely(base, head, other!) : null,
      why,
      apart: found,
      modelsChanged: one && other ? modelsChanged(one, other) : [],
      oraclesChanged: one && other ? oraclesChanged(one, other) : [],
      filesChanged: filesChanged(base, head, id),
      controlsChanged: one && other ? controlsChanged(base, head, one, other) : [],
      parts,
      exhibit: exhibit(weight, verdict, parts, other, why),
      counterexample: other?.counterexample ?? null,
    };
  });
}

/** A file that could not be loaded has no place in the content; its error is in the envelope. */
const verdictOf = (report: Report, id: string, claim: ClaimReport | undefined): Transition['before'] =>
  claim?.verdict ?? (errorsOf(report, id).length > 0 ? 'error' : 'absent');

/** The parts of which both reports ask the same, on the same tasks. */
function partsOf(one: ClaimReport, other: ClaimReport, alpha: number): Record<string, PartComparison> {
  if (!sameTasks(one, other) || !isJudged(one.verdict) || !isJudged(other.verdict)) return {};
  const outcomes = ({ arms }: ClaimReport) => arms.find(({ role }) => role === 'claim')?.outcomes ?? [];
  return Object.fromEntries(
    Object.entries(one.parts)
      .filter(([name]) => sameCriterion(one, other, name))
      .map(([name, { accept }]) => [name, comparePart(accept, name, outcomes(one), outcomes(other), alpha)]),
  );
}

function changeOf(
  { before, after, alarm }: Transition,
  parts: Readonly<Record<string, PartComparison>>,
  other: ClaimReport | undefined,
): ClaimChange {
  if (after === 'absent') return 'removed';
  if (before === 'absent') return 'added';
  const changes = Object.values(parts).map(({ change }) => change);
  // A counterexample to a theorem that held is one whichever task it is.
  const refuted = Object.entries(parts).some(
    ([name, { law }]) =>
      lawOf({ law }).exact && other?.arms.find(({ role }) => role === 'claim')?.parts[name]?.decision === 'fails',
  );
  if (alarm && refuted) return 'changed worse';
  return order.find((each) => changes.includes(each)) ?? 'not compared';
}
