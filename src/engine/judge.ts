/**
 * The algebra of verdicts: from what each part of each arm came to, to one word and the sentences that justify it. Pure.
 *
 * First match wins: `error` > `fails` (some part certified false, by its trials or by the adversary) > `vacuous` (the claim is certified, but a falsehood
 * was not refuted, or what must not matter did, or the population misses what it declares) > `holds` (every part, every
 * control and every coverage certified) > `undecided`. "Every part" and "every control" are intersection-union tests:
 * P(print holds | the claim is false or a control is not refuted) <= alpha without any correction.
 */
import type { Criterion } from '../claim.js';
import { own } from '../form/own.js';
import { lawOf } from '../statistics/criterion.js';
import { evidence } from '../statistics/evidence.js';
import type { Decision } from '../statistics/outcome.js';

/** One part of one arm; a `Summary` has it all. */
export interface PartFound {
  readonly decision: Decision;
  readonly evidence: { readonly because: string; readonly law?: Criterion['law'] };
}

/** The claim (role `claim`) or one of its controls. */
export interface ArmFound {
  readonly name: string;
  readonly role: string;
  /** For a mustFail control: the part it must break; nothing else counts as refutation. */
  readonly breaks?: string;
  readonly parts: Readonly<Record<string, PartFound>>;
  /** Why the arm could not be evaluated, after one retry. */
  readonly error?: string;
}

export interface CoverageFound {
  readonly share: number;
  readonly atLeast: number;
  readonly decision: Decision;
}

export interface Found {
  readonly arms: readonly ArmFound[];
  readonly coverage?: Readonly<Record<string, CoverageFound>>;
  /** Of what is claimed of all tasks, the part that the adversary refuted, and the sentence that says so. */
  readonly refuted?: { readonly part: string; readonly because: string };
  /** Faults of the run: generator not reproducible, a counterexample that the plain kernels deny, the self-control. */
  readonly faults?: readonly string[];
}

export interface Judgement {
  readonly verdict: 'holds' | 'fails' | 'vacuous' | 'undecided' | 'error';
  readonly because: readonly string[];
}

/** Whether a control did what it must: `no` is evidence that the check cannot see, `open` is no evidence. */
function control(arm: ArmFound): { readonly answer: 'yes' | 'no' | 'open'; readonly because: string[] } {
  if (arm.role === 'mustFail') {
    const part = own(arm.parts, arm.breaks!);
    if (!part) return { answer: 'open', because: [`${arm.name} was not measured on "${arm.breaks}"`] };
    const told = `part "${arm.breaks}": ${part.evidence.because}`;
    if (part.decision === 'fails') return { answer: 'yes', because: [`${arm.name} is refuted; ${told}`] };
    if (part.decision === 'continue') return { answer: 'open', because: [`${arm.name} is not yet refuted; ${told}`] };
    const seldom = part.decision === 'holds' && exactly(part);
    const how = seldom
      ? 'breaks too few tasks (say `seldom`, and why, where theory expects no more)'
      : part.decision === 'holds'
        ? 'is a falsehood certified to hold'
        : 'is not refuted within its budget';
    return { answer: 'no', because: [`${arm.name} ${how}; ${told}`] };
  }
  const parts = Object.entries(arm.parts);
  const told = (decision: string, word: string) =>
    parts
      .filter(([, part]) => part.decision === decision)
      .map(([name, part]) => `${arm.name} ${word}; part "${name}": ${part.evidence.because}`);
  const failing = told('fails', 'must not matter and is certified to fail');
  if (failing.length > 0) return { answer: 'no', because: failing };
  const open = [...told('undecided', 'is undecided'), ...told('continue', 'is not finished')];
  if (open.length > 0 || parts.length === 0)
    return { answer: 'open', because: open.length > 0 ? open : [`${arm.name} was not measured`] };
  return { answer: 'yes', because: [`${arm.name} is certified to hold as well`] };
}

const exactly = ({ evidence: { law } }: PartFound) => law !== undefined && lawOf({ law }).exact === 'drawn';

const percent = (share: number) => `${Number((100 * share).toPrecision(4))}%`;

/** @throws Error when there is no arm with the role `claim` */
export function judge({ arms, coverage = {}, refuted, faults = [] }: Found): Judgement {
  const claim = arms.find((arm) => arm.role === 'claim');
  if (!claim) throw new Error(`no arm has the role "claim"; given are ${arms.map((arm) => arm.name).join(', ')}`);
  const errors = [...faults, ...arms.flatMap((arm) => (arm.error === undefined ? [] : [`${arm.name}: ${arm.error}`]))];
  if (errors.length > 0) return { verdict: 'error', because: errors };

  const parts = Object.entries(claim.parts);
  const told = (of: readonly [string, PartFound][]) =>
    of.map(([name, part]) => `part "${name}": ${part.evidence.because}`);
  const failing = parts.filter(([, part]) => part.decision === 'fails');
  if (failing.length > 0) return { verdict: 'fails', because: told(failing) };
  if (refuted) return { verdict: 'fails', because: [`part "${refuted.part}": ${refuted.because}`] };

  const open = parts.filter(([, part]) => part.decision !== 'holds');
  const certified = parts.length > 0 && open.length === 0;
  const controls = arms.filter((arm) => arm.role === 'mustFail' || arm.role === 'mustHold').map(control);
  const covers = Object.entries(coverage).map(([name, { share, atLeast, decision }]) => ({
    answer: decision === 'holds' ? 'yes' : decision === 'fails' ? 'no' : 'open',
    because: [
      `the case "${name}" is ${percent(share)} of the tasks drawn; ` +
        `${decision === 'holds' ? 'certified above' : decision === 'fails' ? 'certified below' : 'not decided against'} ` +
        `the declared ${percent(atLeast)}`,
    ],
  }));
  const conditions = [...controls, ...covers];
  const saying = (answer: string) =>
    conditions.filter((each) => each.answer === answer).flatMap((each) => each.because);
  if (certified && conditions.some((each) => each.answer === 'no'))
    return { verdict: 'vacuous', because: ['the claim is certified, but the check cannot see:', ...saying('no')] };
  if (certified && conditions.every((each) => each.answer === 'yes'))
    return { verdict: 'holds', because: [...told(parts), ...saying('yes')] };
  return { verdict: 'undecided', because: [...told(open), ...saying('no'), ...saying('open')] };
}

/** Tasks that are drawn, and not trained on, for coverage. */
export const COVERAGE_TASKS = 2000;

/** @param hits whether each drawn task is such a case, in index order */
export function coverageOf(atLeast: number, hits: readonly boolean[], alpha: number): CoverageFound {
  if (!(atLeast > 0 && atLeast < 1)) throw new Error(`invalid coverage; atLeast must be in (0, 1): ${atLeast}`);
  const law = { law: 'forMost', allBut: 1 - atLeast } as const;
  const judged = evidence(law, { role: 'claim', alpha, budget: Math.max(1, hits.length) });
  for (const hit of hits) judged.add({ state: 'finished', margins: [{ slack: hit ? 1 : -1, error: 0 }] });
  return { share: hits.filter(Boolean).length / Math.max(1, hits.length), atLeast, decision: judged.decision };
}
