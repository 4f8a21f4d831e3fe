/** What is said of a claim, in every format in the same words. Functions of the report alone. */
import type { Criterion } from '../claim.js';
import type { ArmReport, ClaimReport, Counterexample, PartReport, Report, Verdict } from '../engine/report.js';
import { lawOf } from '../statistics/criterion.js';
import type { Summary } from '../statistics/evidence.js';
import { own } from '../form/own.js';
import { percent, short } from './number.js';

/** What a verdict means, in one line. */
export const MEANING: Readonly<Record<Verdict, string>> = {
  holds: 'certified, and every control came out as theory says',
  fails: 'certified false',
  vacuous: 'certified, but a control came out wrong: the check cannot see what it should',
  undecided: 'the budget ran out before either side was certified',
  error: 'it could not be evaluated',
  'not applicable': 'the model lacks what the claim needs',
};

export const criterion = (accept: Criterion): string => lawOf(accept).reads(accept);

/** One criterion in full, or the laws of several. */
export function criteria(claim: { readonly parts: Readonly<Record<string, { readonly accept: Criterion }>> }): string {
  const all = Object.values(claim.parts).map(({ accept }) => accept);
  const full = new Set(all.map(criterion));
  return full.size === 1 ? [...full][0]! : [...new Set(all.map((each) => lawOf(each).label))].join(' + ');
}

/** The evidence of one part in a few words, for a table. */
export const evidence = (summary: Summary, accept: Criterion): string => lawOf(accept).cell(summary, accept);

/** What the cap of an exact law does to its mean; empty for every other part. */
export function capEffect({ accept, capBias }: PartReport): string {
  const exact = lawOf(accept).uncapped?.(accept);
  if (!capBias || !exact) return '';
  const { bias, error, tasks, beyond } = capBias;
  const cap = `The law is exact for the mean without the cap of ±${short(exact.cap)}`;
  if (beyond === 0) return `${cap}, and none of ${tasks} other tasks lies beyond it.`;
  const share = percent(Math.ceil((1000 * Math.abs(bias)) / exact.margin) / 1000);
  return (
    `${cap}, which moves it by ${short(bias)} ± ${short(error)}, ${share} of the margin ` +
    `(${beyond} of ${tasks} other tasks lie beyond it).`
  );
}

export const armOf = (claim: ClaimReport, name: string): ArmReport | undefined =>
  claim.arms.find((arm) => arm.name === name);

/** The evidence of a claim in a table's cell: of several parts, what they share, or those that are not certified. */
export function claimEvidence(claim: ClaimReport): string {
  const own = Object.entries(armOf(claim, 'claim')?.parts ?? {}).map(([name, { decision, evidence: summary }]) => ({
    said: evidence(summary, claim.parts[name]!.accept),
    certified: decision === 'holds',
    name,
    summary,
  }));
  if (own.length === 0) return '';
  const all = own.length === 1 ? '' : `${own.length} parts: `;
  if (own.every(({ said }) => said === own[0]!.said)) return `${all}${own[0]!.said}`;
  const sure = own.filter(({ certified }) => certified);
  const open = own.filter(({ certified }) => !certified).map(({ name, said }) => `${name}: ${said}`);
  const tasks = sure.map(({ summary }) => summary.n);
  const [least, most] = [Math.min(...tasks), Math.max(...tasks)];
  const count = `${sure.length} ${open.length > 0 ? 'other ' : ''}${sure.length === 1 ? 'part' : 'parts'}`;
  const rest = `${count} certified at ${short(own[0]!.summary.alpha)} on ${least === most ? least : `${least} to ${most}`} tasks`;
  return [...open, ...(sure.length > 0 ? [rest] : [])].join('; ');
}

/** Where a counterexample was found. */
export const origin = ({ foundBy, trial }: Counterexample): string =>
  foundBy ? `Climb ${trial} of the adversary` : `Trial ${trial}`;

/** The label of a control, without its prefix. */
export const label = (arm: ArmReport): string => arm.name.replace(/^control:/, '');

/** Whether a control came out as theory says; undefined while it is undecided. */
export function asExpected(arm: ArmReport): boolean | undefined {
  const wanted = arm.role === 'mustFail' ? 'fails' : 'holds';
  const parts = Object.entries(arm.parts).filter(([name]) => arm.role !== 'mustFail' || name === arm.breaks);
  if (parts.every(([, part]) => part.decision === wanted)) return true;
  const opposite = wanted === 'fails' ? 'holds' : 'fails';
  return parts.some(([, part]) => part.decision === opposite) ? false : undefined;
}

/** Why a control is what it is; of a falsehood that breaks few tasks also why so few. */
export function reason({ because = '', seldom }: Pick<ArmReport, 'because' | 'seldom'>): string {
  if (!seldom) return because;
  return `${because}; more than ${percent(seldom.share)} of the tasks are asked for: ${seldom.because}`;
}

/** How often a falsehood broke its part: `8 of 8`. Empty for what must hold. */
export function broken({ breaks, parts }: ArmReport): string {
  const evidence = breaks === undefined ? undefined : parts[breaks]?.evidence;
  return evidence ? `${evidence.counts.violations} of ${evidence.n}` : '';
}

export function outcome(arm: ArmReport): string {
  const expected = asExpected(arm);
  if (arm.role === 'mustFail') return expected === true ? 'refuted' : expected === false ? 'holds' : 'not refuted';
  return expected === true ? 'held' : expected === false ? 'fails' : 'not certified';
}

/** For example `5/5 refuted, 4/4 held`. */
export function controls(claim: ClaimReport): string {
  const say = (role: ArmReport['role'], word: string) => {
    const arms = claim.arms.filter((arm) => arm.role === role);
    return arms.length === 0 ? [] : [`${arms.filter(asExpected).length}/${arms.length} ${word}`];
  };
  return [...say('mustFail', 'refuted'), ...say('mustHold', 'held')].join(', ');
}

/** Which seeded faults the claim catches, from measurements of these very versions alone. */
export function caught({ id }: ClaimReport, { envelope }: Report): string {
  const found = own(envelope.mutation, id);
  if (!found) return 'Seeded faults: not measured for this version.';
  const { faults, killed, harmless, held, untouched, minimumDetectable, surviving } = found;
  const graded = Object.entries(minimumDetectable).map(([of, grade]) => `${percent(grade)} in ${of}`);
  const survivors = surviving.map(
    ({ of, what, because }) => `${of}: ${what}${because === undefined ? '' : ` (${because})`}`,
  );
  const counted = [
    `Seeded faults: ${killed} of the ${faults} that touch it are caught`,
    ...(graded.length > 0 ? [`the smallest wrong constant that it sees is off by ${graded.join(', by ')}`] : []),
    ...(harmless > 0 ? [`${held} of ${harmless} harmless variants are held`] : []),
    ...(untouched > 0 ? [`${untouched} more change nothing in it`] : []),
  ].join('; ');
  return `${counted}.${survivors.length > 0 ? ` Not caught: ${survivors.join('; ')}.` : ''}`;
}

export const trialsOf = (claim: ClaimReport): number =>
  claim.arms.reduce((sum, arm) => sum + arm.trials, 0) +
  Math.max(0, ...Object.values(claim.parts).map(({ capBias }) => capBias?.tasks ?? 0)) +
  (claim.dial?.points.reduce((sum, point) => sum + point.trials, 0) ?? 0) +
  (claim.adversary?.trainings ?? 0);

/** Of all claims together; a run that was resumed trained fewer of them, one that ran ahead more. */
export const allTrials = (claims: readonly ClaimReport[]): number =>
  claims.reduce((sum, claim) => sum + trialsOf(claim), 0);

/** What the adversary came to; empty where it was not heard. */
export function searched({ adversary }: ClaimReport): string {
  if (!adversary) return '';
  const { trainings, counted, smallest, refuted } = adversary;
  const other = trainings - counted;
  const cost = `${trainings} trainings${other > 0 ? `, ${other} of them without a margin` : ''}`;
  if (refuted)
    return `Adversary: its climb ${refuted.climb} ended on a certified counterexample of “${refuted.part}” (${cost}).`;
  const parts = Object.entries(smallest);
  const found = parts.map(
    ([part, { slack, climb }]) => `${short(slack)}${parts.length > 1 ? ` in “${part}”` : ''} (its climb ${climb})`,
  );
  const told = found.length > 0 ? `smallest slack found ${found.join(', ')}` : 'no slack found';
  return `Adversary: ${told}, in ${cost}. That it found no counterexample is no evidence.`;
}
