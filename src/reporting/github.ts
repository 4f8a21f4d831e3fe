/**
 * What GitHub shows beside a change: a workflow command per claim that does not hold, which annotates its file. GitHub shows
 * the first ten errors and the first ten warnings of a step; the job's summary has all.
 */
import type { Report, Verdict } from '../engine/report.js';
import { told } from './told.js';

const COMMAND: Readonly<Partial<Record<Verdict, string>>> = {
  fails: 'error',
  vacuous: 'error',
  error: 'error',
  undecided: 'warning',
  'not applicable': 'notice',
};

/** As the runner reads it back: of a message the percent sign and line breaks, of a property its separators, too. */
const message = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => message(text).replace(/:/g, '%3A').replace(/,/g, '%2C');

/** Where a claim is written: a path from the root of the repository, and the line, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * @param path of report.json
 * @param placed where a claim is, and which of its parts is shown; undefined where its file is not in the repository
 */
export function annotations(
  report: Report,
  path: string,
  placed: (id: string, part: string | undefined) => Place | undefined,
): string[] {
  return told(report, path).flatMap(({ id, verdict, why, command, parts }) => {
    const word = COMMAND[verdict];
    if (word === undefined) return [];
    const place = placed(id, parts[0]);
    const properties = {
      ...(place && { file: place.file, line: String(place.line) }),
      title: `${id}: ${verdict}`,
    };
    const text = [...why, ...(command === undefined ? [] : [command])].join('\n');
    const list = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
    return [`::${word} ${list.join(',')}::${message(text)}`];
  });
}
