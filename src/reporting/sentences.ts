/** What every renderer says in the same words. Functions of the report alone. */
import type { Criterion } from '../claim.js';
import type { ArmReport, ClaimReport, Counterexample, PartReport, Report, Verdict } from '../engine/report.js';
import { advice as budget } from '../statistics/advice.js';
import { lawOf } from '../statistics/criterion.js';
import type { Summary } from '../statistics/evidence.js';
import { own } from '../form/own.js';
import { percent, short } from './number.js';
import { replayCommand } from './replay.js';

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

/** The registered draws of a claim, what they gave and what changed between them; empty where it had one, or none. */
export function draws({ id }: ClaimReport, { envelope }: Pick<Report, 'envelope'>): string {
  const list = envelope.draws?.[id] ?? [];
  if (list.length < 2) return '';
  const gave = (all: (typeof list)[number]['gave']) =>
    all
      .map(({ verdict, level, date, instead }) => {
        const models = instead ? ` of another ${Object.keys(instead).join(' and ')}` : '';
        return `${verdict}${models} at ${level} on ${date.slice(0, 10)}`;
      })
      .join(', ');
  const told = list.map(({ changed, gave: all }, k) =>
    k === 0 ? gave(all) : `after a change of ${changed.join(', ') || 'what is not on record'}: ${gave(all)}`,
  );
  return `${list.length} registered draws: ${told.join('; ')}.`;
}

/** What the risk of a report is not spent over; empty where no claim had more than one registered draw. */
export function redraws({ content, envelope }: Pick<Report, 'content' | 'envelope'>): string {
  const counts = content.claims.map(({ id }) => envelope.draws?.[id]?.length ?? 0);
  const several = counts.filter((count) => count > 1);
  if (several.length === 0) return '';
  const most = Math.max(...several);
  const subject = several.length === 1 ? 'One claim has' : `${several.length} claims have`;
  return (
    `${subject} been drawn more than once under registered seeds (up to ${most} times): ` +
    'the risk is that of one draw, and is not spent over them.'
  );
}

/** `registered`, `registered with beacon VALUE`, or the number. */
export const seedOf = ({ seed, beacon }: Report['content']): string =>
  beacon === undefined ? seed : `${seed} with beacon ${beacon}`;

export const trialsOf = (claim: ClaimReport): number =>
  claim.arms.reduce((sum, arm) => sum + arm.trials, 0) +
  Math.max(0, ...Object.values(claim.parts).map(({ capBias }) => capBias?.tasks ?? 0)) +
  (claim.dial?.points.reduce((sum, point) => sum + point.trials, 0) ?? 0) +
  (claim.adversary?.trainings ?? 0);

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

/** The same of all claims of a run. */
export function allSearched(claims: readonly ClaimReport[]): string {
  const heard = claims.filter(({ adversary }) => adversary);
  if (heard.length < 2) return heard.map(searched).join('');
  const trainings = heard.reduce((sum, { adversary }) => sum + adversary!.trainings, 0);
  const refuted = heard.filter(({ adversary }) => adversary!.refuted).length;
  return (
    `Adversary: it searched ${heard.length} claims of all tasks with ${trainings} trainings and refuted ` +
    `${refuted === 0 ? 'none' : refuted}. That it finds no counterexample is no evidence.`
  );
}

/** Names of the models that the user put in the place of shipped ones. */
export const replaced = ({ content }: Pick<Report, 'content'>): string[] =>
  [
    ...new Set(content.claims.flatMap(({ models }) => models.filter(({ instead }) => instead).map(({ name }) => name))),
  ].sort();

/** The first line of a report. */
export function headline({ content, envelope }: Report): string {
  const broken = brokenClaims({ content, envelope }).length;
  const { holding, allHold } = content.joint;
  const all = content.joint.claims + broken;
  if (all === 0) return 'No claim was judged';
  const names = replaced({ content });
  const whose = names.length > 0 ? ` of another ${names.join(' and ')}` : '';
  if (allHold && broken === 0 && !envelope.incomplete)
    return `${all === 1 ? 'The claim holds' : `All ${all} claims hold`}${whose}`;
  return `${holding} of ${all} claims ${holding === 1 ? 'holds' : 'hold'}${whose}`;
}

/** The sentence about the suite as a whole, with its error; of an incomplete run it says no more than what was counted. */
export function joint({ content, envelope }: Report): string {
  const { claims, holding, allHold, risk, sentence } = content.joint;
  const broken = brokenClaims({ content, envelope }).length;
  if (claims + broken === 0) return 'No claim was judged.';
  const listed = Object.values(content.holm).filter((entry) => entry.holds).length;
  const list =
    !allHold && holding > 0
      ? ` Each verdict has the risk of one claim. As a list with joint error at most ${short(risk)} (Holm over ${claims}), ` +
        `${listed === 0 ? 'none' : listed} of them would stand: a list needs evidence ${claims} times as strong.`
      : '';
  const files = broken === 1 ? 'One file could not be evaluated.' : `${broken} files could not be evaluated.`;
  if (claims === 0) return files;
  const cut = envelope.incomplete ? ' The run is incomplete: other claims were not judged.' : '';
  const names = replaced({ content }).map((name) => `"${name}"`);
  const whose =
    names.length > 0
      ? ` In the place of the shipped ${names.join(' and ')} stood another: this says nothing of ours.`
      : '';
  return (
    (allHold && (broken > 0 || envelope.incomplete) ? `${holding} claims hold.` : sentence + list) +
    (broken > 0 ? ` ${files}` : '') +
    cut +
    whose
  );
}

/** Claim files that could not be loaded: they have errors in the envelope and no place in the content. */
export function brokenClaims({ content, envelope }: Pick<Report, 'content' | 'envelope'>): [id: string, why: string][] {
  const judged = new Set(content.claims.map(({ id }) => id));
  return Object.entries(envelope.errors).flatMap(([id, why]) => (judged.has(id) ? [] : [[id, why.join(' ')]]));
}

/** What to do next, and the command that does it. */
export interface Advice {
  readonly say: string;
  readonly command?: string;
}

/** What to do about a verdict other than `holds`. `path` is that of report.json. */
export function advice(claim: ClaimReport, report: Pick<Report, 'envelope'>, path: string): Advice {
  const look = (say: string, trial?: number, arm?: string) => ({
    say,
    command: replayCommand(report, path, claim.id, trial, arm),
  });
  switch (claim.verdict) {
    case 'fails':
      if (claim.adversary?.refuted && !claim.counterexample)
        return look('look at where it ended', claim.adversary.refuted.climb, 'adversary');
      return claim.counterexample
        ? look('see the counterexample')
        : look('look at a violating trial', firstViolation(claim) ?? 0);
    case 'vacuous':
      return { say: 'the claim needs a sharper property, or the control is no falsehood; until then it says nothing' };
    case 'undecided': {
      const ties = Object.values(armOf(claim, 'claim')?.parts ?? {}).some(({ evidence: { counts } }) => counts.ties);
      if (ties)
        return {
          say: 'both sides are equal to the last bit on some tasks: write a tolerance, for example a <= b + 1e-9 * c with c the size of b',
        };
      const open = Object.values(armOf(claim, 'claim')?.parts ?? {}).flatMap(({ evidence: e }) =>
        lawOf(e).exact ? e.unsettled : [],
      );
      if (open.length > 0) return look('look at a task that is not settled', open[0]);
      return { say: decidedBy(claim) };
    }
    case 'error':
      return { say: 'correct what it names and run again' };
    case 'not applicable':
      return { say: 'give it a model with that capability, or leave it out' };
    case 'holds':
      return { say: '' };
  }
}

/** What would decide an undecided claim: of several open parts, its own before those of controls, the hardest. */
function decidedBy(claim: ClaimReport): string {
  const hard = ({ wouldNeed }: Summary) => wouldNeed?.more ?? Infinity;
  const open = claim.arms
    .filter(({ role }) => role !== 'mustFail')
    .flatMap((arm) =>
      Object.entries(arm.parts)
        .filter(([, { decision }]) => decision === 'undecided')
        .map(([part, { evidence: summary }]) => ({ arm, part, summary })),
    )
    .sort(
      (a, b) => Number(a.arm.role !== 'claim') - Number(b.arm.role !== 'claim') || hard(b.summary) - hard(a.summary),
    );
  const [hardest] = open;
  if (!hardest) return 'see which control or case of the population is open, and give it more tasks in its file';
  const { arm, part, summary } = hardest;
  const where = arm.role === 'claim' ? '' : `${arm.name}, `;
  const told = where !== '' || Object.keys(arm.parts).length > 1 ? `${where}part "${part}": ` : '';
  return told + budget(claim.parts[part]!.accept, summary);
}

const firstViolation = (claim: ClaimReport): number | undefined =>
  Object.values(armOf(claim, 'claim')?.parts ?? {}).flatMap((part) => part.evidence.violating)[0];
