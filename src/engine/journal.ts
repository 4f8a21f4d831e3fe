/**
 * The journal: one line of NDJSON per trial, appended and flushed before the trial counts, each with a checksum. What a
 * crash leaves behind is read back up to the first damaged line of each kind; nothing that was measured is lost.
 */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { append, disk, diskError, type Disk } from './disk.js';
import type { TrialRecord } from './trial.js';

const checksum = (text: string) => hash('sha256', text, 'hex').slice(0, 8);

/** JSON has no NaN, infinities or -0: they are written as strings under a marker that no field uses. */
const MARKER = '{"#":';
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
  // Looking at every value takes as long as all the rest; few lines have any that is marked.
  return JSON.parse(body, body.includes(MARKER) ? decode : undefined) as TrialRecord;
}

export interface Journal {
  readonly append: (records: readonly TrialRecord[]) => void;
  readonly close: () => void;
}

/**
 * Appends to the file; a torn last line of an earlier run is first ended, so that it damages no other.
 * @throws DiskError where nothing more can be written; what was appended before is whole
 */
export function openJournal(path: string, to: Disk = disk): Journal {
  const written = <V>(act: () => V): V => {
    try {
      return act();
    } catch (error) {
      throw diskError(path, error);
    }
  };
  const file = written(() => openSync(path, 'a+'));
  let { size } = fstatSync(file);
  const put = (text: string) => written(() => void (size += append(file, text, size, to)));
  const last = Buffer.alloc(1);
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE) put('\n');
  return {
    append: (records) => put(records.map(toLine).join('')),
    close: () => {
      try {
        written(() => fsyncSync(file));
      } finally {
        closeSync(file);
      }
    },
  };
}

/** No journal: for tests and for `replay`. */
export const silent: Journal = { append: () => {}, close: () => {} };

const NEWLINE = 10;
const CHUNK = 1 << 20;
/** The byte order mark that some editors put first. */
const MARK = Buffer.from('\uFEFF');

/** A line as it stands in the file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** The byte at which it begins. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** The lines that are not empty. Reads as it goes; the bytes are good until the next is asked for. */
export function* linesOf(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    let number = 0;
    let begun = 0;
    const buffer = Buffer.alloc(CHUNK);
    for (;;) {
      const length = readSync(file, buffer, 0, CHUNK, null);
      const read = length === 0 && rest.length > 0 ? Buffer.from('\n') : buffer.subarray(0, length);
      if (read.length === 0) return;
      rest = Buffer.concat([rest, read]);
      let from = 0;
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE, from)) {
        number++;
        if (number === 1 && rest.subarray(0, MARK.length).equals(MARK)) from = MARK.length;
        if (end > from) yield { number, at: begun + from, bytes: rest.subarray(from, end) };
        from = end + 1;
      }
      begun += from;
      rest = rest.subarray(from);
    }
  } finally {
    closeSync(file);
  }
}

/** What a line says, or undefined if it is damaged. */
export const recordIn = ({ bytes }: Line): TrialRecord | undefined => fromLine(bytes.toString('utf8'));

/** The records in the order of their lines, and in place of a damaged line its number. */
export function* readJournal(path: string): Generator<TrialRecord | number> {
  for (const line of linesOf(path)) yield recordIn(line) ?? line.number;
}
