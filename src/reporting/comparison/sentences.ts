/** What is said of a comparison in every rendering, in words that claim no more than was certified. */
import type { ClaimComparison } from '../../engine/compare.js';
import type { PartComparison } from '../../engine/pairs.js';
import { lawOf } from '../../statistics/criterion.js';
import { FAR, type Movement } from '../../statistics/movement.js';
import { percent, short } from '../number.js';

const passes = ({ lost }: PartComparison) => lost !== null;
const isFar = ({ change, moved }: PartComparison) => change !== 'identical' && moved !== null && moved.median > FAR;

/** Never the bare word "unchanged": what is unchanged is said, and that margins moved. */
export function wordOf({ change, weight, verdict, parts, controlsChanged }: ClaimComparison): string {
  // What the tasks leave open the verdicts may tell.
  if (change === 'cannot tell' || change === 'not compared') {
    if (verdict.alarm) return 'verdict lost';
    if (weight === 'lost') return 'not evaluated';
    if (weight === 'fine' && verdict.changed) return 'verdict gained';
  }
  if (change === 'identical' && controlsChanged.length > 0) return 'identical, controls moved';
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
