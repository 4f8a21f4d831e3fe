/** Commands that are shown to a reader: they can be copied into a shell as they stand. */
import type { Report } from '../engine/report.js';

/** A word of a shell command, quoted where it must be. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;

/** Words as `quoted` writes them. */
const WORD = /(?:'[^']*'|\\'|[^\s'\\])+/g;

/** Where the run found claims and models that are not shipped: whoever looks at its trials must say so again. */
function whereabouts({ envelope }: Pick<Report, 'envelope'>): string[] {
  const words = envelope.command?.match(WORD) ?? [];
  return words.flatMap((word, k) => (word === '--claims' || word === '--model' ? [word, words[k + 1]!] : []));
}

/**
 * The command that shows a trial again, in the directory in which the run was asked for.
 * @param path of report.json
 * @param trial absent: the stored counterexample
 */
export const replayCommand = (report: Pick<Report, 'envelope'>, path: string, claim: string, trial?: number): string =>
  [
    'npx claimcheck replay',
    quoted(path),
    quoted(claim),
    ...(trial === undefined ? [] : [String(trial)]),
    ...whereabouts(report),
  ].join(' ');
