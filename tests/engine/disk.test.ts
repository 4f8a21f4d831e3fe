import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { disk, diskError, DiskError, type Disk } from '../../src/engine/disk.js';
import { fromLine, openJournal, readJournal, toLine } from '../../src/engine/journal.js';
import { readText } from '../../src/engine/plain.js';
import type { TrialRecord } from '../../src/engine/trial.js';

const record = (index: number): TrialRecord => ({
  claim: 'c',
  arm: 'claim',
  index,
  seed: '1',
  parts: {},
  steps: 1,
  digest: 'd',
});
const file = () => join(mkdtempSync(join(tmpdir(), 'claimcheck-disk-')), 'journal.ndjson');

/** A disk with room for so many bytes, which gives a few at a time. */
function small(room: number): Disk {
  return {
    write: (to, bytes, offset) => {
      if (room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      const count = Math.min(7, room, bytes.length - offset);
      room -= count;
      return disk.write(to, bytes.subarray(0, offset + count), offset);
    },
    truncate: disk.truncate,
  };
}

describe('a full disk', () => {
  test('is one sentence, and leaves whole lines', () => {
    const path = file();
    const line = toLine(record(0)).length;
    const journal = openJournal(path, small(2 * line + 20));
    journal.append([record(0)]);
    journal.append([record(1)]);
    expect(() => journal.append([record(2)])).toThrow(
      /^cannot write .*journal\.ndjson: no space is left on the device \(ENOSPC\)$/,
    );
    expect(() => journal.append([record(2)])).toThrow(DiskError);
    journal.close();
    expect([...readJournal(path)]).toEqual([record(0), record(1)]);
  });

  test('writes in several goes are whole', () => {
    const path = file();
    const journal = openJournal(path, small(Infinity));
    journal.append([record(0), record(1)]);
    journal.close();
    expect([...readJournal(path)]).toEqual([record(0), record(1)]);
  });

  test.runIf(existsSync('/dev/full'))('as the system has one', () => {
    const full = openSync('/dev/full', 'a');
    expect(() => disk.write(full, Buffer.from('x'), 0)).toThrow('ENOSPC');
    closeSync(full);
  });

  test('an error of another kind stays what it is', () => {
    const own = new TypeError('own');
    expect(diskError('f', own)).toBe(own);
    expect(diskError('f', undefined)).toBe(undefined);
  });
});

test('a byte order mark is no part of a text', () => {
  const path = file();
  writeFileSync(path, `\uFEFF${toLine(record(0))}${toLine(record(1))}`);
  expect([...readJournal(path)]).toEqual([record(0), record(1)]);
  expect(readFileSync(path, 'utf8').charCodeAt(0)).toBe(0xfeff);
  expect(fromLine(readText(path).split('\n')[0]!)).toEqual(record(0));
});
