import { appendFileSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromLine, openJournal, readJournal, toLine } from '../../src/engine/journal.js';
import type { TrialRecord } from '../../src/engine/trial.js';

const record = (index: number, slack: number): TrialRecord => ({
  claim: 'a-claim',
  arm: 'claim',
  index,
  seed: '1',
  parts: { part: { state: 'finished', margins: [{ slack, error: 0 }] } },
  steps: 10,
  digest: 'd'.repeat(32),
});
const path = () => join(mkdtempSync(join(tmpdir(), 'journal-')), 'journal.ndjson');

describe('journal', () => {
  test('a line gives back every number, NaN, infinities and -0 included', () => {
    const numbers = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0));
    fc.assert(
      fc.property(fc.nat(), numbers, (index, slack) => {
        expect(fromLine(toLine(record(index, slack)).trimEnd())).toEqual(record(index, slack));
      }),
    );
  });

  test('what was appended is read back', () => {
    const file = path();
    const journal = openJournal(file);
    journal.append([record(0, 1), record(1, 2)]);
    journal.append([record(2, NaN)]);
    journal.close();
    expect([...readJournal(file)]).toEqual([record(0, 1), record(1, 2), record(2, NaN)]);
  });

  test('a torn last line is found, and what is appended later is whole', () => {
    const file = path();
    const journal = openJournal(file);
    journal.append([record(0, 1), record(1, 2)]);
    journal.close();
    truncateSync(file, readFileSync(file).length - 20);
    const again = openJournal(file);
    again.append([record(1, 2)]);
    again.close();
    expect([...readJournal(file)]).toEqual([record(0, 1), 2, record(1, 2)]);
  });

  test('a journal longer than a chunk is read in full', () => {
    const file = path();
    const journal = openJournal(file);
    const many = Array.from({ length: 8000 }, (_, i) => record(i, i / 3));
    journal.append(many);
    journal.close();
    expect(readFileSync(file).length).toBeGreaterThan(1 << 20);
    expect([...readJournal(file)]).toEqual(many);
  });

  test('any changed byte of a line is found', () => {
    const line = toLine(record(3, 0.25)).trimEnd();
    fc.assert(
      fc.property(fc.nat(line.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = line.slice(0, at) + String.fromCharCode(code) + line.slice(at + 1);
        if (changed !== line && at !== 8) expect(fromLine(changed)).toBeUndefined();
      }),
    );
  });

  test('rubbish is damage, not an exception', () => {
    const file = path();
    writeFileSync(file, 'not a line\n\u0000\u0001\n');
    appendFileSync(file, toLine(record(0, 1)));
    expect([...readJournal(file)]).toEqual([1, 2, record(0, 1)]);
  });
});
