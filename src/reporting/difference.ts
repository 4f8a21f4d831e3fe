/** Where a report says one thing and another was computed, in words. */
import type { Difference } from '../engine/difference.js';
import type { ClaimReport } from '../engine/report.js';

/** Longer values are cut: what follows is in the report. */
const LONGEST = 200;

/** As it stands in report.json. */
function valued(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** `arm control:late, trial 3, part "far", margins.0.slack` */
function place(at: readonly string[], claim?: ClaimReport): string {
  const words: string[] = [];
  let rest = [...at];
  const named = (key: string, word: (name: string) => string) => {
    if (rest[0] !== key || rest.length < 2) return;
    words.push(word(rest[1]!));
    rest = rest.slice(2);
  };
  named('claims', (id) => `claim ${id}`);
  named('arms', (index) => `arm ${claim?.arms[Number(index)]?.name ?? index}`);
  named('outcomes', (index) => `trial ${index}`);
  named('parts', (name) => `part "${name}"`);
  return [...words, ...(rest.length > 0 ? [rest.join('.')] : [])].join(', ');
}

/** @param claim that it is of, if it is of one */
export const differing = ({ at, said, computed }: Difference, claim?: ClaimReport): string =>
  `${claim ? `${claim.id}: ` : ''}${place(at, claim)}: the report says ${valued(said)}, computed is ${valued(computed)}`;
