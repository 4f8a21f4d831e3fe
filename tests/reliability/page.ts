/** What was seen, as reports/reliability.json, and that as docs/reliability.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../commands/shell.js';
import type { Ended } from './tally.js';

/** One fault with one subject, over all its runs. */
export interface Row {
  readonly what: string;
  readonly subject: string;
  readonly runs: number;
  readonly faults: number;
  readonly agreed: number;
  readonly lost: number;
  readonly twice: number;
  /** Seconds until the work went on: half of the times at most the first, always at most the second. */
  readonly pause: readonly [median: number, most: number];
}

export interface Section {
  readonly seed: number;
  readonly rows: readonly Row[];
}
export type Reliability = Readonly<Record<string, Section>>;

export const file = join(root, 'reports', 'reliability.json');
export const pageFile = join(root, 'docs', 'reliability.md');

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
const rounded = (seconds: number) => Number(seconds.toPrecision(2));

export function row(what: string, subject: string, runs: readonly Ended[]): Row {
  const pauses = runs.map(({ pause }) => pause).sort((a, b) => a - b);
  return {
    ...{ what, subject, runs: runs.length },
    faults: sum(runs.map(({ faults }) => faults)),
    agreed: runs.filter(({ agrees }) => agrees).length,
    lost: sum(runs.map(({ lost }) => lost)),
    twice: sum(runs.map(({ twice }) => twice)),
    pause: [rounded(pauses[Math.floor((pauses.length - 1) / 2)] ?? 0), rounded(pauses.at(-1) ?? 0)],
  };
}

export const read = (): Reliability =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Reliability) : {};

export function enter(section: string, of: Section): void {
  const all = { ...read(), [section]: of };
  writeFileSync(file, `${JSON.stringify(all, null, 1)}\n`);
  writeFileSync(pageFile, page(all));
}

const HEAD = [
  'what was injected',
  'model',
  'runs',
  'faults',
  'same report',
  'trials lost',
  'begun twice',
  'went on after',
];

/** As prettier writes one. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, k) => Math.max(...rows.map((cells) => cells[k]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, k) => cell.padEnd(widths[k]!)).join(' | ')} |`;
  const [head, ...rest] = rows.map(line);
  return [head!, line(widths.map((width) => '-'.repeat(width))), ...rest];
}

const TITLES: Readonly<Record<string, string>> = { plain: 'A run on one machine', queue: 'A run on a queue' };

function shown([name, { seed, rows }]: readonly [string, Section]): string[] {
  const cells = rows.map(({ what, subject, runs, faults, agreed, lost, twice, pause: [median, most] }) => [
    ...[what, subject, runs, faults, `${agreed} of ${runs}`, lost, twice].map(String),
    `${median} s, at most ${most} s`,
  ]);
  return [`## ${TITLES[name] ?? name}`, '', `Moments drawn from the seed ${seed}.`, '', ...table([HEAD, ...cells]), ''];
}

export function page(all: Reliability): string {
  const rows = Object.values(all).flatMap((section) => section.rows);
  const total = (of: (row: Row) => number) => sum(rows.map(of));
  return [
    '# What a run survives',
    '',
    'This page is written by `npm run reliability` (the numbers are in `reports/reliability.json`; `RELIABILITY_SEED` draws the same',
    'moments again). It starts runs as a user does, in processes of their own, hurts them at moments that are drawn, lets them go on',
    'or resumes them, and compares: the finished report must have the id of a run in peace. Some of it is tried with every run of the',
    'tests.',
    '',
    `**${total(({ agreed }) => agreed)} of ${total(({ runs }) => runs)} reports are the same, after ${total(({ faults }) => faults)} faults; ${total(({ lost }) => lost)} trials were lost.**`,
    '',
    '- _Trials lost_ were on disk, whole, when the fault was over, and are not in the finished journal.',
    '- _Begun twice_ are trials that were under way or damaged, and were measured again: the price of a fault. A trial is a function of',
    '  its name, so that it comes out the same.',
    '- _Went on after_ is the time from the end of the fault, or from the command that continues the run, until the next trial is on disk:',
    '  half of the times at most the first number. Starting a run takes most of it. No test looks at it.',
    '',
    ...Object.entries(all).flatMap(shown),
  ].join('\n');
}
