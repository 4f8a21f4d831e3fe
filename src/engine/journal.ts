/**
 * The journal: one line of NDJSON per trial, appended and flushed before the trial counts, each with a checksum. What a
 * crash leaves behind is read back up to the first damaged line of each kind; nothing that was measured is lost.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { TrialRecord } from './trial.js';

const checksum = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** JSON has no NaN, infinities or -0: they are written as strings under a marker that no field uses. */
const encode = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? { '#': Object.is(value, -0) ? '-0' : String(value) }
    : value;
const decode = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '#' in value ? Number((value as { '#': string })['#']) : value;

export const toLine = (record: TrialRecord): string => {
  const body = JSON.stringify(record, encode);
  return `${checksum(body)} ${body}\n`;
};

/** @returns the record, or undefined if the line is damaged */
export function fromLine(line: string): TrialRecord | undefined {
  const [sum, body] = [line.slice(0, 8), line.slice(9)];
  if (checksum(body) !== sum) return undefined;
  return JSON.parse(body, decode) as TrialRecord;
}

export interface Journal {
  readonly append: (records: readonly TrialRecord[]) => void;
  readonly close: () => void;
}

/** Appends to the file; a torn last line of an earlier run is first ended, so that it damages no other. */
export function openJournal(path: string): Journal {
  const torn = existsSync(path) && !readFileSync(path, 'utf8').endsWith('\n') && readFileSync(path).length > 0;
  const file = openSync(path, 'a');
  if (torn) writeSync(file, '\n');
  return {
    append: (records) => {
      writeSync(file, records.map(toLine).join(''));
    },
    close: () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/** No journal: for tests and for `replay`. */
export const silent: Journal = { append: () => {}, close: () => {} };

export interface ReadBack {
  readonly records: readonly TrialRecord[];
  /** Line numbers (from 1) that were damaged; their trials are run again. */
  readonly damaged: readonly number[];
}

export function readJournal(path: string): ReadBack {
  const records: TrialRecord[] = [];
  const damaged: number[] = [];
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, i) => {
      if (line === '') return;
      const record = fromLine(line);
      if (record) records.push(record);
      else damaged.push(i + 1);
    });
  return { records, damaged };
}
