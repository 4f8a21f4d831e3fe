/** What is said of all claims of a report together, and of how often they were drawn. */
import type { ClaimReport, Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { listed } from '../statistics/multiplicity.js';
import { searched } from './sentences.js';

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
  const { claims, holding, allHold, sentence } = content.joint;
  const broken = brokenClaims({ content, envelope }).length;
  if (claims + broken === 0) return 'No claim was judged.';
  // Which claims an incomplete run judged is a matter of time, and so of what they gave.
  const list = allHold || envelope.incomplete ? '' : listed(content.joint);
  const files = broken === 1 ? 'One file could not be evaluated.' : `${broken} files could not be evaluated.`;
  if (claims === 0) return files;
  const cut = envelope.incomplete ? ' The run is incomplete: other claims were not judged.' : '';
  const names = replaced({ content }).map((name) => `"${name}"`);
  const whose =
    names.length > 0 ? ` In the place of ${names.join(' and ')} stood another: this says nothing of ours.` : '';
  return (
    (allHold && (broken > 0 || envelope.incomplete)
      ? `${holding} ${holding === 1 ? 'claim holds' : 'claims hold'}.`
      : sentence) +
    (list && ` ${list}`) +
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

/** Why a report has no id, in one sentence. */
export function unnamed(report: Report): string {
  const { content, envelope } = whole(report);
  if (envelope.incomplete) return `Incomplete (${envelope.incomplete}): no report id.`;
  return content.claims.some(({ verdict }) => verdict === 'error') || brokenClaims({ content, envelope }).length > 0
    ? 'No report id: a claim could not be evaluated.'
    : 'No report id: no claim in it is reproducible bit for bit.';
}
