/**
 * Folding records into evidence: in index order, blind to what lies past the stopping index. The running engine and
 * the report use the same fold, so a report is a function of the journal alone. What it keeps does not grow with the trials:
 * the first of them (kept.ts), those of arms that are measured on a few, and sums.
 */
import { createHash } from 'node:crypto';
import { CAP_TASKS, capBias, type CapBias } from '../statistics/cap-bias.js';
import { isListed, lawOf } from '../statistics/criterion.js';
import { evidence, type Evidence } from '../statistics/evidence.js';
import { ALPHA, budgetOf, CLIMBS, failShare, type Level } from '../statistics/levels.js';
import { sign } from '../statistics/outcome.js';
import type { Arm } from './arm.js';
import { dialPoint } from './dial.js';
import { KEPT } from './kept.js';
import type { AdversaryReport, ArmReport, DialPoint, RelationReport, TableReport, TrialOutcome } from './report.js';
import { sidesOver } from './sides.js';
import { tabulating } from './tabulating.js';
import type { TrialRecord } from './trial.js';

/** Tasks per point of a dial. */
export const DIAL_TASKS: Readonly<Record<Level, number>> = { quick: 0, standard: 12, paper: 48 };

export interface ArmFold {
  readonly arm: Arm;
  /** The next index in order. */
  readonly next: number;
  /** How many trials it may take at most. */
  readonly budget: number;
  /** How many it takes whatever comes, an error apart. */
  readonly certain: number;
  readonly done: boolean;
  /** Whether another arm must be decided first. */
  readonly waits: boolean;
  /** Why the arm could not be evaluated. */
  readonly error: string | undefined;
  /** Takes the record of index `next`; records past the stopping index change nothing. */
  readonly add: (record: TrialRecord) => void;
  readonly report: () => ArmReport;
  /** For the claim itself, where it has a table; of the trials that finished. */
  readonly table: () => Pick<TableReport, 'trials' | 'rows'>;
  /** For the claim itself: of each part that states a relation its sides. */
  readonly sides: () => Readonly<Record<string, readonly RelationReport[]>>;
  /** For a point of a dial. */
  readonly point: () => DialPoint;
  /** For the arm that measures caps: part by part. */
  readonly caps: () => Readonly<Record<string, CapBias>>;
  /** For the adversary; undefined where nothing was certified that it could have refuted. */
  readonly adversary: () => AdversaryReport | undefined;
}

/** Arms that are measured on a fixed number of tasks and not judged. */
function fixedTasks({ role, parts }: Arm, level: Level): number | undefined {
  if (role === 'dial') return DIAL_TASKS[level];
  if (role === 'cap') return CAP_TASKS;
  // Each part is followed by at least one climb.
  return role === 'adversary' ? Math.max(CLIMBS[level], parts.length) : undefined;
}

function partBudget({ claim, control }: Arm, part: string, level: Level): number {
  const { accept } = claim.parts[part]!;
  if (isListed(accept)) return claim.forAll.list?.length ?? 0;
  return control?.budget?.[level] ?? budgetOf(accept)[level];
}

/** How many trials an arm may take at most. */
export const budget = (arm: Arm, level: Level): number =>
  fixedTasks(arm, level) ?? Math.max(arm.leastTrials ?? 0, ...arm.parts.map((part) => partBudget(arm, part, level)));

/** @param main the claim's own arm, which the adversary waits for: it is heard only against what is about to be certified */
export function foldArm(arm: Arm, level: Level, main?: ArmFold): ArmFold {
  const { claim, role } = arm;
  const criteria = Object.values(claim.parts).map((part) => part.accept);
  const alpha = ALPHA[level];
  const judged = new Map<string, Evidence>();
  const fixed = fixedTasks(arm, level);
  if (fixed === undefined)
    for (const part of arm.parts)
      judged.set(
        part,
        evidence(claim.parts[part]!.accept, {
          level,
          budget: partBudget(arm, part, level),
          failAlpha: role === 'mustFail' ? alpha : failShare(alpha, criteria),
          role: role === 'mustFail' || role === 'mustHold' ? role : 'claim',
          ...(arm.control?.expects && { expects: arm.control.expects }),
          ...(arm.control?.seldom && { breaks: arm.control.seldom.share }),
        }),
      );
  const digests = createHash('sha256');
  const points: TrialRecord[] = [];
  const outcomes: TrialOutcome[] = [];
  const table = tabulating();
  const sides = role === 'claim' ? arm.parts.map((part) => [part, sidesOver(claim, part)] as const) : [];
  let next = 0;
  let steps = 0;
  let error: string | undefined;

  const first = role === 'adversary' ? main : undefined;
  let heard: boolean | undefined;
  let violated = false;

  const wants = () => {
    if (fixed !== undefined) return next < fixed && !violated;
    if (next < (arm.leastTrials ?? 0)) return true;
    const decisions = [...judged.values()].map((each) => each.decision);
    if (arm.mostSteps !== undefined && steps > arm.mostSteps) return false;
    // A fault is caught by the first part that is certified false.
    if (role === 'fault' && decisions.includes('fails')) return false;
    return decisions.includes('continue');
  };
  // It is asked far more often than records come.
  let wanting = wants();
  const open = () => wanting && !(first?.done && !(heard ??= certifies(first, arm.parts)));

  return {
    arm,
    get next() {
      return next;
    },
    budget: budget(arm, level),
    certain: role === 'adversary' ? 0 : (fixed ?? arm.leastTrials ?? 0),
    get done() {
      return error !== undefined || !open();
    },
    get waits() {
      return first !== undefined && !first.done;
    },
    get error() {
      return error;
    },
    add(record) {
      if (error !== undefined || !open()) return;
      if (record.index !== next) throw new Error(`arm ${arm.name}: record ${record.index} where ${next} was expected`);
      if (record.error !== undefined) {
        error = `trial ${record.index}: ${record.error}`;
        return;
      }
      next++;
      steps += record.steps;
      digests.update(record.digest);
      if (fixed !== undefined) points.push(record);
      if (role === 'adversary') violated = refutes(record);
      if (record.table) table.add(record.table);
      if (record.sides) for (const [, over] of sides) over.add(record.sides);
      if (role === 'claim' && outcomes.length < KEPT) outcomes.push(outcomeOf(record));
      try {
        for (const [part, judge] of judged) judge.add(record.parts[part]!);
      } catch (mistake) {
        // The property gives other margins than its law needs.
        error = mistake instanceof Error ? mistake.message : String(mistake);
      }
      wanting = wants();
    },
    report: () => ({
      name: arm.name,
      role,
      ...(arm.control && { because: arm.control.because }),
      ...(arm.control?.seldom && { seldom: arm.control.seldom }),
      ...(role === 'mustFail' && arm.control && { breaks: arm.control.breaks }),
      parts: Object.fromEntries(
        [...judged].map(([part, judge]) => [part, { decision: judge.decision, evidence: judge.summary() }]),
      ),
      trials: next,
      steps,
      digest: digests.copy().digest('hex'),
      ...(role === 'claim' && { outcomes }),
    }),
    table: table.report,
    sides: () =>
      Object.fromEntries(
        sides.flatMap(([part, over]) => {
          const found = over.report();
          return found.length > 0 ? [[part, found]] : [];
        }),
      ),
    adversary: () => (points.length > 0 ? search(arm, points, steps, digests.copy().digest('hex')) : undefined),
    point: () => dialPoint(arm, points),
    caps: () =>
      Object.fromEntries(
        arm.parts.flatMap((part) => {
          const { accept } = claim.parts[part]!;
          const first = points.map(({ parts }) => parts[part]!.margins[0]);
          const exact = lawOf(accept).uncapped?.(accept);
          return exact ? [[part, capBias(exact.cap, first)]] : [];
        }),
      ),
  };
}

/** Whether these parts, and so far all of the claim, stand certified. */
function certifies(main: ArmFold, parts: readonly string[]): boolean {
  if (main.error !== undefined) return false;
  const decided = main.report().parts;
  return (
    parts.every((part) => decided[part]?.decision === 'holds') &&
    Object.values(decided).every(({ decision }) => decision !== 'fails')
  );
}

const refutes = ({ parts }: TrialRecord): boolean =>
  Object.values(parts).some(({ margins }) => margins.some((margin) => sign(margin) === 'violation'));

/** Of each part the task of least slack among those that the climbs ended on. */
function search({ parts }: Arm, climbs: readonly TrialRecord[], steps: number, digest: string): AdversaryReport {
  const smallest: Record<string, AdversaryReport['smallest'][string]> = {};
  for (const part of parts)
    for (const { index, parts: reached } of climbs)
      for (const { slack, error } of reached[part]?.margins ?? [])
        if (Number.isFinite(slack) && !(slack >= (smallest[part]?.slack ?? Infinity)))
          smallest[part] = { slack, error, climb: index };
  const last = climbs.at(-1)!;
  const violated = parts.find((part) => last.parts[part]?.margins.some((margin) => sign(margin) === 'violation'));
  return {
    climbs: climbs.length,
    trainings: climbs.reduce((sum, { climb }) => sum + climb!.trainings, 0),
    counted: climbs.reduce((sum, { climb }) => sum + climb!.counted, 0),
    steps,
    digest,
    smallest,
    ...(violated !== undefined && { refuted: { part: violated, climb: last.index } }),
  };
}

export const outcomeOf = ({ digest, parts }: TrialRecord): TrialOutcome => ({
  digest,
  parts: Object.fromEntries(
    Object.entries(parts).map(([part, { state, margins }]) => [part, state === 'finished' ? margins : state]),
  ),
});
