/** What is said of a comparison in every rendering, in words that claim no more than was certified. */
import type { ClaimComparison } from '../../engine/compare.js';
import type { PartComparison } from '../../engine/pairs.js';
import type { Weight } from '../../engine/transition.js';
import { lawOf } from '../../statistics/criterion.js';
import { FAR, type Movement } from '../../statistics/movement.js';
import { percent, short } from '../number.js';
import type { Compared, ComparedClaim } from './compared.js';

const passes = ({ lost }: PartComparison) => lost !== null;
const isFar = ({ change, moved }: PartComparison) => change !== 'identical' && moved !== null && moved.median > FAR;

/** Never the bare word "unchanged": what is unchanged is said, and that margins moved. */
export function wordOf({ change, weight, verdict, parts }: ClaimComparison): string {
  // What the tasks leave open the verdicts may tell.
  if (change === 'cannot tell' || change === 'not compared') {
    if (verdict.alarm) return 'verdict lost';
    if (weight === 'lost') return 'not evaluated';
    if (weight === 'fine' && verdict.changed) return 'verdict gained';
  }
  if (change !== 'unchanged') return change;
  const all = Object.values(parts).filter((part) => part.change === 'unchanged');
  const what = all.every(passes) ? 'passes' : all.some(passes) ? 'passes and means' : 'mean';
  return `${what} unchanged${all.some(isFar) ? ', margins moved' : ''}`;
}

const size = (value: number) => (value === Infinity ? 'without bound' : `by ${short(value, 2)}`);

/** Of the parts that are not identical the one whose margins moved most; empty where all are. */
export function movement(parts: ClaimComparison['parts']): string {
  const all = Object.values(parts).flatMap(({ change, moved }) => (change === 'identical' || !moved ? [] : [moved]));
  const most = all.reduce<Movement | undefined>(
    (one, other) => (one && one.median >= other.median ? one : other),
    undefined,
  );
  if (!most) return '';
  const { median, most: top, unit } = most;
  if (top === 0) return 'the same margins';
  return `margins moved ${size(median)} of ${unit} at the median, ${size(top)} at most`;
}

/** How surely one part changed, or did not. */
function partSentence(name: string, part: PartComparison, alpha: number): string[] {
  const { change, certain, pairs, p, adjusted, difference, delta, lost, won, law, wouldNeed } = part;
  if (change === 'identical') return [];
  const known = lost !== null && won !== null ? `${lost} of ${pairs} tasks lost, ${won} won` : undefined;
  const says = (text: string) => [`"${name}": ${text}`];
  if (certain)
    return says(
      change === 'changed worse'
        ? 'a task that passed is certified to violate it now, which has no risk of error'
        : 'what violated it passes now and nothing that passed is lost, which has no risk of error',
    );
  const evidence = `p = ${short(p, 2)}, ${short(adjusted, 2)} among all that is compared, at joint risk ${alpha}`;
  const { what: mean, unit } = lawOf({ law }).compared ?? { what: 'the mean', unit: '' };
  const by = difference === null ? '' : `${short(Math.abs(difference))}${unit}`;
  const rose = mean === 'the mean' ? difference! > 0 : difference! < 0;
  const moved = `${mean} over ${pairs} tasks ${rose ? 'rose' : 'fell'} by ${by}`;
  switch (change) {
    case 'changed worse':
    case 'changed better':
      return says(`${known ? `${known}: more than chance allows` : moved} (${evidence})`);
    case 'unchanged':
      return says(
        known
          ? `${known}: the share that passes is unchanged within ${percent(delta)}, at risk ${alpha}`
          : `${mean} over ${pairs} tasks is unchanged within ${short(delta)}${unit}, at risk ${alpha}`,
      );
    case 'cannot tell': {
      const need = wouldNeed === null ? '' : `; about ${pairs + wouldNeed} tasks would tell`;
      return says(`${known ?? (difference === null ? 'no tasks' : moved)}: too few tasks to tell${need}`);
    }
  }
}

/** What a reader should do where a claim is missing or gone. */
const ALONE: Readonly<Partial<Record<ClaimComparison['change'], string>>> = {
  removed: 'head has no verdict of it: it was not run, or its file is gone',
  added: 'base has no verdict of it: there is nothing to compare with',
};

/** How surely a claim changed, and what sets the reports apart. */
export function sentencesOf(claim: ClaimComparison, alpha: number): string[] {
  const { change, weight, surely, why, apart, parts } = claim;
  const alone = ALONE[change];
  const shown = weight !== 'fine' || Object.values(parts).some(isFar);
  return [
    ...(alone ? [alone] : []),
    ...(surely ? [surely] : []),
    ...why,
    ...(shown ? Object.entries(parts).flatMap(([name, part]) => partSentence(name, part, alpha)) : []),
    ...apart.map(({ sentence }) => sentence),
  ];
}

/** What the exit code says. */
export const MEANS: Readonly<Record<Weight, string>> = {
  worse: 'something is certified worse, or what held no longer does',
  lost: 'a claim that was judged could not be evaluated',
  open: 'nobody can tell of some claim, or it is missing',
  fine: 'nothing is worse, and nothing is lost',
};

/** About how many tasks would tell whether a claim changed; null where that cannot be said. */
function enough({ parts }: ComparedClaim): number | null {
  const open = Object.values(parts).filter(({ change }) => change === 'cannot tell');
  const most = Math.max(...open.map(({ pairs, wouldNeed }) => (wouldNeed === null ? Infinity : pairs + wouldNeed)));
  return Number.isFinite(most) ? most : null;
}

/** Verdict, tasks, margins and what was changed, in one line. */
export function summary(claim: ComparedClaim): string[] {
  const { verdict, parts, modelsChanged, oraclesChanged, apart, change } = claim;
  const pairs = Math.max(0, ...Object.values(parts).map((part) => part.pairs));
  const margins = movement(parts);
  const tasks = enough(claim);
  const of = apart.some(({ kind }) => kind === 'claim') ? ' of a changed claim' : '';
  return [
    verdict.sentence,
    ...(pairs > 0 ? [`${pairs} paired ${pairs === 1 ? 'task' : 'tasks'}${of}`] : []),
    ...(margins ? [margins] : []),
    ...(modelsChanged.length > 0 ? [`model changed: ${modelsChanged.join(', ')}`] : []),
    ...(oraclesChanged.length > 0 ? [`oracle changed: ${oraclesChanged.join(', ')}`] : []),
    ...(change === 'cannot tell' && tasks !== null ? [`about ${tasks} tasks would tell`] : []),
  ];
}

/** Sentences that several claims share are said once. */
export function shared({ claims }: Compared): ReadonlyMap<string, number> {
  const all = claims.flatMap(({ apart }) => apart.map(({ sentence }) => sentence));
  const count = (sentence: string) => all.filter((each) => each === sentence).length;
  return new Map(all.filter((sentence) => count(sentence) > 1).map((sentence) => [sentence, count(sentence)]));
}

/** How many claims came out in which way, what is risked by saying so, and what would tell more. */
export function conclusion({ claims, alpha, weight, exit }: Compared): string[] {
  if (claims.length === 0)
    return ['Neither report has a claim: nothing was compared.', `Exit code ${exit}: ${MEANS[weight]}.`];
  const words = [...new Set(claims.map(({ word }) => word))].sort();
  const open = claims.filter(({ change }) => change === 'cannot tell');
  const tasks = Math.max(0, ...open.map((each) => enough(each) ?? 0));
  const says = (kind: string) =>
    claims.some(({ parts }) => Object.values(parts).some(({ change }) => change.startsWith(kind)));
  return [
    `${words.map((word) => `${claims.filter((each) => each.word === word).length} ${word}`).join(', ')}.`,
    ...(says('changed')
      ? [
          `Worse and better: if nothing had changed, one of them would be said with probability at most ${alpha} (Holm over all).`,
        ]
      : []),
    ...(says('unchanged') ? [`Unchanged: where it is not so, it is said with probability at most ${alpha}.`] : []),
    ...(open.length > 0 ? [`To tell, run both again with --at-least ${tasks > 0 ? tasks : 'N'} --resume.`] : []),
    `Exit code ${exit}: ${MEANS[weight]}.`,
  ];
}
