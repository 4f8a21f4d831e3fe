import { existsSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkOrigin, origin, setAside, writeOrigin } from '../../src/commands/origin.js';
import { scratch } from './shell.js';

const begun = (beacon?: string) => {
  const folder = scratch();
  writeOrigin(folder, 'abc', beacon);
  return folder;
};

describe('a journal is continued', () => {
  test('by the package that began it', () => {
    expect(() => checkOrigin(begun(), 'abc')).not.toThrow();
    expect(() => checkOrigin(begun('round 5'), 'abc', 'round 5')).not.toThrow();
    expect(origin()).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each<[string, () => void, string]>([
    ['where there is none', () => checkOrigin(scratch(), 'abc'), 'it holds no journal; run without --resume'],
    ['by another package', () => checkOrigin(begun(), 'xyz'), 'the package changed since its journal was begun'],
    ['without its beacon', () => checkOrigin(begun('a'), 'abc'), 'begun with --beacon "a", and this run has none'],
    ['with a beacon', () => checkOrigin(begun(), 'abc', 'b'), `begun without a beacon, and this run's is "b"`],
    [
      'with a beacon of a foreign hand',
      () => checkOrigin(begun('a'.repeat(5000)), 'abc'),
      `--beacon "${'a'.repeat(500)}..."`,
    ],
    ['with another beacon', () => checkOrigin(begun('a'), 'abc', 'b'), `with --beacon "a", and this run's is "b"`],
  ])('but not %s', (_, check, said) => {
    expect(check).toThrow(said);
  });
});

describe('a new run', () => {
  const journal = (folder: string) => writeFileSync(join(folder, 'journal.ndjson'), '{}\n');
  /** A report that was written so many seconds after the journal. */
  const report = (folder: string, seconds: number, text = '{}') => {
    writeFileSync(join(folder, 'report.json'), text);
    utimesSync(join(folder, 'journal.ndjson'), 1000, 1000);
    utimesSync(join(folder, 'report.json'), 1000 + seconds, 1000 + seconds);
  };

  test.each<[string, (folder: string) => void]>([
    ['no report', () => {}],
    ['an older report', (folder) => report(folder, -5)],
    ['an incomplete report', (folder) => report(folder, 5, '{"envelope": {"incomplete": "interrupted"}}')],
  ])('keeps a journal beside which there is %s', (_, beside) => {
    const folder = begun();
    journal(folder);
    beside(folder);
    expect(setAside(folder)).toMatch(/is kept as .*interrupted-1\.ndjson; --resume would have continued it/);
    expect(existsSync(join(folder, 'journal.ndjson'))).toBe(false);
    expect(readFileSync(join(folder, 'interrupted-1.origin'), 'utf8')).toBe('abc\n');

    writeOrigin(folder, 'def');
    journal(folder);
    beside(folder);
    expect(setAside(folder)).toContain('interrupted-2.ndjson');
    expect(readdirSync(folder).filter((name) => name.startsWith('interrupted'))).toHaveLength(4);
  });

  test.each<[string, (folder: string) => void]>([
    ['nothing', () => {}],
    ['an empty journal', (folder) => writeFileSync(join(folder, 'journal.ndjson'), '')],
    [
      'a journal with its report',
      (folder) => {
        journal(folder);
        report(folder, 5);
      },
    ],
  ])('begins anew over %s', (_, with_) => {
    const folder = begun();
    with_(folder);
    const before = readdirSync(folder);
    expect(setAside(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(before);
  });
});
