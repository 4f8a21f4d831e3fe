/** The ledger keeps every registered draw, whoever else is writing, and says what they gave. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, drawsOf, readLedger, type Entry } from '../../src/engine/ledger.js';
import { root, scratch } from '../commands/shell.js';

const entry = (change: Partial<Entry> = {}): Entry => ({
  claim: 'mine',
  date: '2026-11-20T12:00:00.000Z',
  level: 'standard',
  seed: '1',
  verdict: 'fails',
  digest: 'a'.repeat(64),
  from: ['./mine.ts 0123456789ab', 'coins@1'],
  ...change,
});
const file = () => join(scratch(), 'ledger.ndjson');

describe('a ledger', () => {
  test('gives back what was entered, a line of JSON each', () => {
    const at = file();
    const lit = entry({ claim: 'lit', beacon: 'round 7', instead: { ridge: 'b'.repeat(64) } });
    expect(append(at, [entry(), lit])).toBe(2);
    expect(readLedger(at)).toEqual({ entries: [entry(), lit], damaged: 0 });
    expect(
      readFileSync(at, 'utf8')
        .split('\n')
        .map((line) => line.slice(0, 15)),
    ).toEqual(['{"claim":"mine"', '{"claim":"lit",', '']);
    expect(readLedger(file())).toEqual({ entries: [], damaged: 0 });
  });

  test('has no second line for the same thing, and only grows', () => {
    const verdicts = fc.constantFrom('holds' as const, 'fails' as const);
    const few = fc.constantFrom('1', '2');
    const dates = few.map((day) => `2026-11-2${day}T12:00:00.000Z`);
    const entries = fc.array(
      fc.record({ seed: few, digest: few.map((digit) => digit.repeat(64)), verdict: verdicts, date: dates }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(entries, (changes) => {
        const at = file();
        const seen = new Set<string>();
        let before = '';
        for (const change of changes) {
          const key = [change.seed, change.digest, change.verdict].join();
          expect(append(at, [entry(change)])).toBe(seen.has(key) ? 0 : 1);
          seen.add(key);
          const now = readFileSync(at, 'utf8');
          expect(now.startsWith(before)).toBe(true);
          before = now;
        }
      }),
      { numRuns: 30 },
    );
  });

  test('loses no line to a torn one, nor to what is no entry', () => {
    const at = file();
    append(at, [entry()]);
    appendFileSync(at, '{"claim":"mine","da');
    append(at, [entry({ seed: '2' })]);
    appendFileSync(at, '{"claim":3}\n\n[]\n');
    append(at, [entry({ seed: '3' })]);
    const { entries, damaged } = readLedger(at);
    expect(entries.map(({ seed }) => seed)).toEqual(['1', '2', '3']);
    expect(damaged).toBe(3);
  });

  test('is written by several processes at once', async () => {
    const at = file();
    const module = pathToFileURL(join(root, 'dist', 'src', 'engine', 'ledger.js')).href;
    const writers = ['a', 'b', 'c'].map(
      (name) =>
        new Promise<number | null>((resolve) => {
          const code = `const { append } = await import(${JSON.stringify(module)});
const one = ${JSON.stringify(entry())};
for (let k = 0; k < 40; k++) append(${JSON.stringify(at)}, [{ ...one, claim: '${name}'.repeat(300), seed: String(k) }]);`;
          spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' }).on('close', resolve);
        }),
    );
    expect(await Promise.all(writers)).toEqual([0, 0, 0]);
    const { entries, damaged } = readLedger(at);
    expect(damaged).toBe(0);
    expect(entries.length).toBe(120);
    for (const name of ['a', 'b', 'c'])
      expect(entries.filter(({ claim }) => claim === name.repeat(300)).map(({ seed }) => Number(seed))).toEqual([
        ...Array(40).keys(),
      ]);
  });

  test('that is none is an error, not an empty one', () => {
    const folder = file();
    mkdirSync(folder);
    expect(() => readLedger(folder)).toThrow('it is not a file');
    expect(() => append(folder, [entry()])).toThrow('it is not a file');
    const below = join(scratch(), 'file');
    writeFileSync(below, '');
    expect(() => append(join(below, 'ledger.ndjson'), [entry()])).toThrow(/ENOTDIR/);
  });
});

describe('the draws of a claim', () => {
  test('are its seeds: another level, another model or a refactoring is no new draw', () => {
    const one = entry();
    const list = [
      one,
      entry({ level: 'paper' }),
      entry({ digest: 'b'.repeat(64), verdict: 'holds' }),
      entry({ instead: { ridge: 'c'.repeat(64) }, verdict: 'undecided' }),
      entry({ claim: 'another', seed: '9' }),
      one,
    ];
    const draws = drawsOf('mine', list);
    expect(draws.length).toBe(1);
    expect(draws[0]!.gave.map(({ level, verdict }) => `${verdict} at ${level}`)).toEqual([
      'fails at standard',
      'fails at paper',
      'holds at standard',
      'undecided at standard',
    ]);
    expect(drawsOf('nobody', list)).toEqual([]);
  });

  test('say what changed between them', () => {
    const draws = drawsOf('mine', [
      entry(),
      entry({ seed: '2', from: ['./mine.ts ffffffffffff', 'coins@1'] }),
      entry({ seed: '3', from: ['./mine.ts ffffffffffff', './data.csv 0123456789ab', 'coins@2'] }),
      entry({ seed: '4', from: ['./mine.ts ffffffffffff', 'coins@2'], beacon: 'round 7' }),
    ]);
    expect(draws.map(({ changed }) => changed)).toEqual([
      [],
      ['./mine.ts'],
      ['./data.csv', 'coins'],
      ['./data.csv', 'the beacon'],
    ]);
    expect(draws.map(({ beacon }) => beacon)).toEqual([undefined, undefined, undefined, 'round 7']);
  });
});
