/** What has no end, or hardly one, is refused in a sentence; and the page says the sizes that the code has. */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readJournal, toLine } from '../../src/engine/journal.js';
import { readLedger } from '../../src/engine/ledger.js';
import { tooLong } from '../../src/engine/long.js';
import * as limits from '../../src/limits.js';
import { openReport } from '../../src/reporting/schema.js';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-sizes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of that many bytes, which takes no room on the disk: most of it was never written. */
function sparse(name: string, size: number, head = ''): string {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, size);
  closeSync(file);
  return path;
}

const GiB = 2 ** 30;

test.each([
  ['of three gigabytes', () => sparse('large.json', 3 * GiB, '{"content":')],
  ['without an end', () => '/dev/zero'],
])('a report %s', (_, path) => {
  expect(() => openReport(path())).toThrow(
    /^cannot read the report .*: it has more than 128 MiB; expected the report\.json of a run$/,
  );
});

test.each([
  ['with ten million claims', `{"content":{"claims":[${'0,'.repeat(1e7)}0]}}`, 'it has more than 4000000 values'],
  ['nested a million deep', '['.repeat(1e6), 'it is nested more than 64 deep'],
  ['with a number of ten million digits', `{"id":1${'0'.repeat(1e7)}}`, 'it has a number of more than 1024 digits'],
])('a report %s', (_, text, why) => {
  const path = join(folder, 'report.json');
  writeFileSync(path, text);
  expect(() => openReport(path)).toThrow(why);
});

test('a ledger of three gigabytes', () => {
  expect(() => readLedger(sparse('ledger.ndjson', 3 * GiB))).toThrow('has more than 128 MiB');
});

test('a journal whose line has no end keeps the lines before it, and does not keep that one', () => {
  const record = {
    ...{ claim: 'a', arm: 'claim', index: 0, seed: '1', steps: 1, digest: 'd'.repeat(32) },
    parts: { part: { state: 'finished' as const, margins: [{ slack: 1, error: 0 }] } },
  };
  const path = sparse('journal.ndjson', GiB / 4, toLine(record));
  expect([...readJournal(path)]).toEqual([record, 2]);
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(GiB / 8);
});

test('a formula that is longer, or nested deeper, than any', () => {
  expect(tooLong(`a${' + a'.repeat(1000)} <= 1`)).toMatch(/has 4006 characters; expected at most 4000$/);
  expect(tooLong(`${'('.repeat(51)}a${')'.repeat(51)}`)).toMatch(/has brackets 51 deep; expected at most 50$/);
});

describe('the page', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/machines.md'), 'utf8').split('## Sizes')[1]!;
  const rows = [...page.matchAll(/^\| .*?\| ([\d,]+( MiB| kiB)?) +\|$/gm)].map(([, most]) => most!);

  test('has every size, and no other', () => {
    const said = Object.values(limits).flatMap((limit) => (typeof limit === 'number' ? [limit] : []));
    const written = said.map((limit) =>
      limit >= 65536 && limit % 1024 === 0 ? limits.size(limit) : limit.toLocaleString('en-US'),
    );
    expect([...rows].sort()).toEqual([...written].sort());
  });
});
