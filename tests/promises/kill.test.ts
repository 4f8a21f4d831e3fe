/** kill -9 at any moment loses at most the trials that were running: every later run goes on from what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { seededStream } from '../../src/numerics/stream.js';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

const args = (out: string, ...more: string[]) => [
  'run',
  'slow',
  '--claims',
  fixtures,
  '--level',
  'quick',
  '--workers',
  '1',
  '--format',
  'json',
  '--out',
  out,
  ...more,
];
const id = (out: string) => readReport(join(out, 'report.json')).id;
const lines = (out: string) => {
  const file = join(out, 'journal.ndjson');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
};
const begun = (out: string) => existsSync(join(out, 'journal.origin'));

/** A run that is killed as soon as its journal has so many lines; with 0, as soon as it has begun one. */
async function killedAt(out: string, least: number, ...more: string[]): Promise<void> {
  const ran = await claimcheck(args(out, ...more), {
    started: (kill) => {
      const timer = setInterval(() => {
        if (!begun(out) || lines(out) < least) return;
        clearInterval(timer);
        kill('SIGKILL');
      }, 3);
      setTimeout(() => clearInterval(timer), 60_000);
    },
  });
  expect(ran.code).not.toBe(2);
}

/** The moments are drawn anew each time; the seed in the name of the test draws the same again. */
const SEED = Number(process.env['KILL_SEED'] ?? Date.now() % 1e6);

describe(`kill -9 at random moments (KILL_SEED=${SEED})`, () => {
  const moments = seededStream(SEED);
  const peace = join(scratch(), 'peace');
  beforeAll(async () => {
    expect((await claimcheck(args(peace))).code).toBe(0);
  }, 120_000);

  test('20 runs, each killed once and resumed: 20 times the id of a run in peace', async () => {
    const all = lines(peace);
    const at = Array.from({ length: 20 }, () => moments.integer(all));
    const ids: (string | null)[] = [];
    const kept: number[] = [];
    const lane = async (k: number): Promise<void> => {
      const moment = at[k];
      if (moment === undefined) return;
      const out = join(scratch(), 'killed');
      await killedAt(out, moment);
      // A kill that comes after the end of a run kills nothing, and is not counted.
      if (!existsSync(join(out, 'report.json'))) kept.push(lines(out));
      const { code, stderr } = await claimcheck(args(out, '--resume'));
      expect(code, `killed at line ${moment}: ${stderr}`).toBe(0);
      ids.push(id(out));
      await lane(k + 2);
    };
    await Promise.all([lane(0), lane(1)]);
    expect(ids).toEqual(Array.from({ length: 20 }, () => id(peace)));
    // The kills came while trials were measured, not all before the first or after the last.
    expect(kept.filter((count) => count > 0 && count < all).length).toBeGreaterThan(10);
  }, 600_000);

  test('one run, killed 5 times in a row, loses no line and ends with the same id', async () => {
    const out = join(scratch(), 'again');
    let kept = 0;
    for (let kills = 0; kills < 5; kills++) {
      // So many more lines, then the kill: sometimes before the first one, sometimes in the middle of a batch.
      await killedAt(out, kept + moments.integer(6), ...(begun(out) ? ['--resume'] : []));
      expect(lines(out)).toBeGreaterThanOrEqual(kept);
      kept = lines(out);
    }
    expect((await claimcheck(args(out, '--resume'))).code).toBe(0);
    expect(id(out)).toBe(id(peace));
  }, 600_000);
});
