/** Lines that an earlier run left: of a journal, of a ledger, of the figures of mutate. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawsOf, ledgerIn, type Entry } from '../../src/engine/ledger.js';
import { fromLine, readJournal, toLine } from '../../src/engine/journal.js';
import { isMutation } from '../../src/engine/mutated.js';
import { caughtBy, type Mutation } from '../../src/engine/mutate.js';
import { decoded, withoutMark } from '../../src/engine/plain.js';
import { schema } from '../../src/engine/report.js';
import { packageRoot } from '../../src/engine/source.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { fromJson } from '../../src/form/json.js';
import { attempt, found } from './outcome.js';
import type { Parser } from './parsers.js';

const margin = (slack: number, error = 1e-9) => ({ slack, error });
const record = (index: number, more: Partial<TrialRecord> = {}): TrialRecord => ({
  ...{ claim: 'a-claim', arm: 'claim', index, seed: '12345', by: 'b'.repeat(16), steps: 10 },
  parts: {
    'a part': { state: 'finished', margins: [margin(0.25), margin(NaN, Infinity)] },
    '#': { state: 'gated', margins: [] },
  },
  digest: 'd'.repeat(32),
  ...more,
});
export const RECORDS: readonly TrialRecord[] = [
  record(0, {
    sides: {
      'a part': [
        [
          { value: -0, error: 0 },
          { value: 1, error: 0 },
        ],
      ],
    },
    table: { '#': [1, NaN] },
  }),
  record(1, { arm: 'dial: 0.1', shown: { measured: 1, curve: -Infinity } }),
  record(2, { arm: 'adversary', parts: {}, climb: { trainings: 100, counted: 97 } }),
  record(3, { parts: {}, error: 'it could not be evaluated' }),
];

const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-fuzz-')), 'journal.ndjson');
const written = new Set(RECORDS.map(toLine));

/** A line that is there is a line that was written: the checksum says so. */
const journal: Parser = {
  name: 'journal.ndjson',
  valid: () => [Buffer.from(RECORDS.map(toLine).join('')), Buffer.from(RECORDS.slice(0, 2).map(toLine).join(''))],
  json: false,
  read: (bytes) =>
    attempt(() => {
      writeFileSync(file, bytes);
      let damaged = 0;
      for (const each of readJournal(file))
        if (typeof each === 'number') damaged++;
        else if (!written.has(toLine(each))) found(`takes a line that was not written: ${toLine(each)}`);
      return damaged > 0 ? 'refused' : 'same';
    }),
};

export const sum = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** A line with a checksum that fits, whatever it says. */
const line: Parser = {
  name: 'journal line, sealed again',
  valid: () => RECORDS.map((each) => Buffer.from(toLine(each).slice(9).trimEnd())),
  json: true,
  read: (bytes) =>
    attempt(() => {
      const text = bytes.toString('utf8');
      const read = fromLine(`${sum(text)} ${text}`);
      if (!read) return 'refused';
      if (JSON.stringify(fromLine(toLine(read).trimEnd())) !== JSON.stringify(read))
        found('is another line when it is written');
      return 'same';
    }),
};

const LEDGER = (): readonly Buffer[] => {
  const lines = readFileSync(join(packageRoot, 'reports', 'ledger.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean);
  const more = { ...(JSON.parse(lines[0]!) as Entry), beacon: 'a beacon', instead: { ridge: 'a'.repeat(64) } };
  return [lines[0]!, JSON.stringify(more), `${lines[1]}`].map((text) => Buffer.from(text));
};

const drawsForm = schema.shape.envelope.shape.draws;

/** What is taken of it can stand in a report. */
const ledger: Parser = {
  name: 'ledger.ndjson',
  valid: LEDGER,
  json: true,
  read: (bytes) =>
    attempt(() => {
      const { entries, damaged } = ledgerIn(decoded(bytes));
      const all = Object.fromEntries(entries.map(({ claim }) => [claim, drawsOf(claim, entries)]));
      const is = drawsForm.safeParse(all);
      if (!is.success)
        found(
          `gives draws that no report can hold: ${is.error.issues[0]!.path.join('.')} ${is.error.issues[0]!.message}`,
        );
      return damaged > 0 || entries.length === 0 ? 'refused' : 'same';
    }),
};

const mutation: Parser = {
  name: 'mutation.json',
  valid: () => {
    const all = JSON.parse(readFileSync(join(packageRoot, 'reports', 'mutation.json'), 'utf8')) as Mutation;
    const [id] = Object.keys(all.claims);
    const only = (of: Readonly<Record<string, unknown>>) => ({ [id!]: of[id!] });
    const mutants = all.mutants.filter(({ claim }) => claim === id).slice(0, 3);
    const cut = { surviving: all.surviving.slice(0, 2), unused: all.unused.slice(0, 2) };
    return [
      Buffer.from(JSON.stringify({ ...all, ...cut, mutants, claims: only(all.claims), perClaim: only(all.perClaim) })),
    ];
  },
  json: true,
  read: (bytes, valid) =>
    attempt(() => {
      const read = fromJson(withoutMark(decoded(bytes)));
      if (!isMutation(read)) return 'refused';
      const original = JSON.parse(valid[0]!.toString()) as Mutation;
      const [[id, digest]] = Object.entries(original.claims) as [[string, string]];
      const models = Object.entries(original.models).map(([name, of]) => ({ name, digest: of }));
      const caught = caughtBy(read, [{ id, digest, models } as never]);
      const is = schema.shape.envelope.shape.mutation.safeParse(caught);
      if (!is.success)
        found(
          `gives figures that no report can hold: ${is.error.issues[0]!.path.join('.')} ${is.error.issues[0]!.message}`,
        );
      return 'same';
    }),
};

export const JOURNALS: readonly Parser[] = [journal, line, ledger, mutation];
