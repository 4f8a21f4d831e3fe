/** Merging is a union: in any order, any number of times, in any grouping the same bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJournal, toLine } from '../../src/engine/journal.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { Conflict, unite, type United } from '../../src/engine/union.js';
import { scratch } from '../commands/shell.js';

const record = (claim: string, arm: string, index: number, more: Partial<TrialRecord> = {}): TrialRecord => ({
  ...{ claim, arm, index, seed: '1', by: 'fixture', steps: 1, digest: `${claim} ${arm} ${index}` },
  parts: { part: { state: 'finished', margins: [{ slack: index / 3 - 1, error: 0 }] } },
  ...more,
});

const folder = scratch();
let files = 0;
/** A journal with these lines. */
function file(text: string): string {
  const path = join(folder, `${files++}.ndjson`);
  writeFileSync(path, text);
  return path;
}
const journal = (records: readonly TrialRecord[]) => file(records.map(toLine).join(''));

function united(paths: readonly string[], wanted = (_: TrialRecord) => true): United & { readonly bytes: string } {
  const parts: Buffer[] = [];
  const found = unite(paths, wanted, (lines) => void parts.push(Buffer.from(lines)));
  return { ...found, bytes: Buffer.concat(parts).toString('utf8') };
}

/** Trials, some of which could not be evaluated in some journal. */
const trials = fc.uniqueArray(
  fc.record({
    claim: fc.constantFrom('a', 'b', 'ä "quoted"'),
    arm: fc.constantFrom('claim', 'control:x', 'dial:t=0.1'),
    index: fc.integer({ min: 0, max: 30 }),
  }),
  { selector: ({ claim, arm, index }) => `${claim} ${arm} ${index}`, maxLength: 40 },
);
/** Of each of four journals which of the trials it has, and in which of them it failed. */
const holders = fc.array(fc.array(fc.constantFrom('no', 'yes', 'yes', 'failed'), { minLength: 40, maxLength: 40 }), {
  minLength: 1,
  maxLength: 4,
});
const journals = fc.tuple(trials, holders, fc.nat(1000)).map(([all, held, turn]) =>
  held.map((own, k) => {
    const records = all.flatMap(({ claim, arm, index }, i) => {
      if (own[i] === 'no') return [];
      const failed = { parts: {}, digest: '', error: `died on machine ${k}` };
      return [record(claim, arm, index, own[i] === 'failed' ? failed : {})];
    });
    const cut = records.length === 0 ? 0 : turn % records.length;
    return [...records.slice(cut), ...records.slice(0, cut)];
  }),
);

describe('the union of journals', () => {
  test('has every trial once, sorted by name, in whatever order and however often they are given', () => {
    fc.assert(
      fc.property(journals, (all) => {
        const paths = all.map(journal);
        const { bytes, trials: count } = united(paths);
        const lines = [...readJournal(file(bytes))] as TrialRecord[];
        const name = ({ claim, arm, index }: TrialRecord) => JSON.stringify([claim, arm, index]);
        expect(new Set(lines.map(name))).toEqual(new Set(all.flat().map(name)));
        expect(count).toBe(lines.length);
        expect(new Set(lines.map(name)).size).toBe(lines.length);
        // What was evaluated somewhere is not lost to a failure elsewhere.
        const evaluated = new Set(
          all
            .flat()
            .filter(({ error }) => error === undefined)
            .map(name),
        );
        for (const line of lines) expect(line.error === undefined).toBe(evaluated.has(name(line)));
        expect(united([...paths].reverse()).bytes).toBe(bytes);
        expect(united([...paths, ...paths]).bytes).toBe(bytes);
        // Of merged journals, too.
        const [first, ...rest] = paths;
        expect(united([file(united([first!]).bytes), file(united(rest).bytes), file(bytes)]).bytes).toBe(bytes);
      }),
      { numRuns: 60 },
    );
  });

  test('is in the order of indices as numbers', () => {
    const { bytes } = united([journal([10, 9, 100].map((index) => record('a', 'claim', index)))]);
    expect([...readJournal(file(bytes))].map((line) => (line as TrialRecord).index)).toEqual([9, 10, 100]);
  });

  test('refuses two outcomes of one trial, and names both journals', () => {
    fc.assert(
      fc.property(journals, fc.nat(), (all, at) => {
        const good = all.flat().filter(({ error }) => error === undefined);
        fc.pre(good.length > 0);
        const other = { ...good[at % good.length]!, steps: 2 };
        const paths = [...all.map(journal), journal([other])];
        for (const order of [paths, [...paths].reverse()]) {
          let thrown: unknown;
          try {
            united(order);
          } catch (error) {
            thrown = error;
          }
          expect(thrown).toBeInstanceOf(Conflict);
          expect((thrown as Conflict).record).toEqual({ claim: other.claim, arm: other.arm, index: other.index });
          expect((thrown as Conflict).paths).toContain(paths.at(-1));
        }
      }),
      { numRuns: 40 },
    );
    const twice = journal([record('a', 'claim', 0), record('a', 'claim', 0, { steps: 2 })]);
    expect(() => united([twice])).toThrow('two different outcomes of a, claim, trial 0');
  });

  test('leaves out damaged lines and those that are not wanted, and counts them', () => {
    const lines = [0, 1, 2, 3].map((index) => toLine(record('a', 'claim', index)));
    const other = toLine(record('b', 'claim', 0));
    const path = file(
      `\uFEFF${lines[0]}\n${lines[1]!.replace('"steps":1', '"steps":2')}${other}${lines[3]}${lines[2]!.slice(0, 30)}`,
    );
    const found = united([path], ({ claim }) => claim === 'a');
    expect(found).toMatchObject({ trials: 2, twice: 0, foreign: 1 });
    expect([...found.damaged]).toEqual([[path, { count: 2, first: [3, 6] }]]);
    expect(found.bytes).toBe(`${lines[0]}${lines[3]}`);
    // Another journal has what is damaged in this one.
    expect(
      united([path, journal([1, 2].map((index) => record('a', 'claim', index)))], ({ claim }) => claim === 'a').bytes,
    ).toBe(lines.join(''));
  });

  test('of journals that are longer than what is read and written at once', () => {
    const all = Array.from({ length: 12_000 }, (_, index) => record('a', 'claim', index));
    const [even, odd] = [0, 1].map((rest) => journal(all.filter(({ index }) => index % 2 === rest).reverse()));
    const { bytes } = united([even!, odd!]);
    expect(bytes.length).toBeGreaterThan(1 << 20);
    expect(bytes).toBe(readFileSync(journal(all), 'utf8'));
  });
});
