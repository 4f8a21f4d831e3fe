/** The task that shows what got worse: to look at, never to count. */
import type { Fall, PartComparison, Side } from './pairs.js';
import type { ClaimReport } from './report.js';
import type { Transition, Weight } from './transition.js';

export interface Exhibit {
  /** Null where it is not a part that is shown, but a trial that could not be evaluated. */
  readonly part: string | null;
  readonly arm: string;
  readonly trial: number;
  /** Of several margins the one that moved most. */
  readonly margin: number;
  /** Null where base did not measure that task. */
  readonly before: Side | null;
  readonly after: Side | null;
}

const fell = (part: string, { trial, margin, before, after }: Fall): Exhibit => ({
  part,
  arm: 'claim',
  trial,
  margin,
  before,
  after,
});

const alone = (part: string | null, arm: string, trial: number, after: Side | null): Exhibit => ({
  part,
  arm,
  trial,
  margin: 0,
  before: null,
  after,
});

/** Of a check that sees less: the falsehood that it does not refute, or what must hold and does not. */
function unseen({ arms }: ClaimReport): Exhibit | null {
  for (const { name, role, breaks, parts } of arms)
    for (const [part, { decision, evidence }] of Object.entries(parts)) {
      if (role === 'mustFail' && part === breaks && decision !== 'fails') return alone(part, name, 0, null);
      if (role === 'mustHold' && decision === 'fails') return alone(part, name, evidence.violating[0] ?? 0, null);
    }
  return null;
}

/** "control:large: trial 3: the ruler is lost" */
const TRIAL = /^(?:(.*?): )?trial (\d+): /;

/**
 * @param why what head says where it could not evaluate the claim
 * @returns of parts that got worse the task that got worse; else the first that head's verdict names; null where nothing did
 */
export function exhibit(
  weight: Weight,
  { changed }: Transition,
  parts: Readonly<Record<string, PartComparison>>,
  head: ClaimReport | undefined,
  why: readonly string[],
): Exhibit | null {
  if (weight === 'fine' || !head) return null;
  if (weight === 'lost') {
    for (const sentence of why) {
      const [, arm = 'claim', trial] = TRIAL.exec(sentence) ?? [];
      if (trial !== undefined) return alone(null, arm, Number(trial), null);
    }
    return null;
  }
  const own = head.arms.find(({ role }) => role === 'claim');
  const fallen = Object.entries(parts).flatMap(([name, { fall, change, lost }]) =>
    fall ? [{ name, fall, worse: change === 'changed worse', open: own?.parts[name]?.decision !== 'holds', lost }] : [],
  );
  const shown = fallen.find(({ worse }) => worse) ?? fallen.find(({ open }) => open) ?? fallen.find(({ lost }) => lost);
  if (shown) return fell(shown.name, shown.fall);
  if (!changed) return null;
  if (head.verdict === 'vacuous') return unseen(head);
  for (const [name, { decision, evidence }] of Object.entries(own?.parts ?? {})) {
    const trial = decision === 'holds' ? undefined : (evidence.violating[0] ?? evidence.unsettled[0]);
    if (trial === undefined) continue;
    const outcome = own?.outcomes?.[trial]?.parts[name];
    const kind = evidence.violating[0] === undefined ? 'in doubt' : 'violation';
    if (typeof outcome === 'object') return alone(name, 'claim', trial, { kind, margins: outcome });
    return alone(name, 'claim', trial, { kind: outcome ?? kind, margins: [] });
  }
  return null;
}
