/** The command that looks at a trial of a report again, as it works when it is pasted. */
import type { Report } from '../engine/report.js';
import { quoted, words } from './shell.js';

/** What `run` was told of claims and models, and `replay` must be told again. */
const SAME = new Set(['--claims', '--model']);

/** @param trial none for the stored counterexample */
export function replayCommand(
  { envelope }: Pick<Report, 'envelope'>,
  path: string,
  claim: string,
  trial?: number,
  arm = 'claim',
): string {
  const told = words(envelope.command ?? '');
  const again = told.flatMap((word, k) => (SAME.has(word) && told[k + 1] !== undefined ? [word, told[k + 1]!] : []));
  return [
    'npx',
    'claimcheck',
    'replay',
    path,
    claim,
    ...(trial === undefined ? [] : [String(trial)]),
    ...(arm === 'claim' ? [] : ['--arm', arm]),
    ...again,
  ]
    .map(quoted)
    .join(' ');
}
