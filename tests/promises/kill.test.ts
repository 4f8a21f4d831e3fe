/** kill -9 at any moment loses at most the trials that were running: every later run goes on from what is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
  '2',
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

test('20 kills at random moments, and the report is that of a run in peace', async () => {
  const peace = join(scratch(), 'peace');
  expect((await claimcheck(args(peace))).code).toBe(0);

  const out = join(scratch(), 'killed');
  const moments = seededStream(20);
  let kept = 0;
  for (let kills = 0; kills < 20; kills++) {
    // So many more lines, then the kill: sometimes before the first one, sometimes in the middle of a batch.
    const more = moments.integer(6);
    await claimcheck(args(out, ...(existsSync(join(out, 'journal.origin')) ? ['--resume'] : [])), {
      started: (kill) => {
        const timer = setInterval(() => {
          if (!existsSync(join(out, 'journal.origin')) || lines(out) < kept + more) return;
          clearInterval(timer);
          kill('SIGKILL');
        }, 3);
        setTimeout(() => clearInterval(timer), 20_000);
      },
    });
    expect(lines(out)).toBeGreaterThanOrEqual(kept);
    kept = lines(out);
  }
  expect((await claimcheck(args(out, '--resume'))).code).toBe(0);
  expect(id(out)).toBe(id(peace));
}, 120_000);
