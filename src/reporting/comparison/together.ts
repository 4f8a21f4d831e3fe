/** What is said of a comparison as a whole, and of a claim in one line. */
import type { Weight } from '../../engine/transition.js';
import type { Compared, ComparedClaim } from './compared.js';
import { movement } from './sentences.js';

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
  const { verdict, parts, modelsChanged, oraclesChanged, controlsChanged, apart, change } = claim;
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
    ...(change === 'identical' && controlsChanged.length > 0 ? [`not the same: ${controlsChanged.join(', ')}`] : []),
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
