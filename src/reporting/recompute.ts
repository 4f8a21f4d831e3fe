/** The commands that give a report's numbers again, as they work when they are pasted. */
import type { ClaimReport, Report } from '../engine/report.js';
import { quoted, words } from '../form/shell.js';

/** What `run` was told by these options, as the report's command has it: each with its value. */
export function told({ envelope }: Pick<Report, 'envelope'>, ...options: readonly string[]): [string, string][] {
  const asked = words(envelope.command ?? '');
  return asked.flatMap((word, k): [string, string][] =>
    options.includes(word) && asked[k + 1] !== undefined ? [[word, asked[k + 1]!]] : [],
  );
}

/** A command of ours, each part of it quoted where it needs to be. */
export const line = (...parts: readonly string[]): string => ['npx', 'claimcheck', ...parts].map(quoted).join(' ');

/**
 * Everything of these claims, or of the whole report, is computed again and compared bit for bit.
 * @param path of report.json, seen from where the run was asked for
 * @param sample so many trials alone
 */
export const verifyCommand = (report: Report, path: string, claims: readonly string[] = [], sample?: number): string =>
  line(
    ...['verify', path, ...claims],
    ...(sample === undefined ? [] : ['--sample', String(sample)]),
    ...told(report, '--claims', '--model').flat(),
  );

/** Where the report of a claim that is run again lies: never in the place of the one that is read. */
const AGAIN = 'reports/again';

/**
 * The claim is run again, with its dial and its table: what a figure draws is in the report that this writes. The seed is
 * named by its digits, so that nothing is entered into a ledger.
 */
export function runCommand(report: Report, { id, seed, models }: ClaimReport): string {
  const { level, atLeast } = report.content;
  const replaced = models.flatMap(({ name, instead }) => (instead ? [name] : []));
  const own = told(report, '--model').filter(([, value]) => replaced.includes(value.split('=')[0]!));
  return line(
    ...['run', id, '--level', level, '--seed', seed],
    ...(atLeast === undefined ? [] : ['--at-least', String(atLeast)]),
    ...[...told(report, '--claims'), ...own].flat(),
    ...(words(report.envelope.command ?? '').includes('--no-dials') ? ['--no-dials'] : []),
    ...['--out', AGAIN],
  );
}
