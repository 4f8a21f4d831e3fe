/** However a command ends, no program that it started is left. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/engine/source.js';
import { command, folder as claims } from './trained.js';

const folder = mkdtempSync(join(tmpdir(), 'orphans-'));
const left = (mark: string) => spawnSync('pgrep', ['-f', mark]).stdout.toString().trim().split('\n').filter(Boolean);
const turn = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const started = (mode: string, mark: string, ...rest: string[]) =>
  spawn(
    process.execPath,
    [join(packageRoot, 'src/main.mjs'), 'run', 'sizes', '--claims', claims, '--level', 'quick', '--out', join(folder, mark), '--model', `steady=${command(mode, join(folder, `${mark}.asked`))}`, ...rest], // prettier-ignore
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );

const asked = async (mark: string) => {
  for (let waited = 0; waited < 20_000; waited += 100) {
    try {
      if (readFileSync(join(folder, `${mark}.asked`), 'utf8').length > 0) return;
    } catch {
      // Not yet.
    }
    await turn(100);
  }
  throw new Error('the program was never asked');
};

test.skipIf(process.platform === 'win32')('Ctrl-C twice, and a kill', async () => {
  for (const signals of [['SIGINT', 'SIGINT'], ['SIGKILL']] as const) {
    const mark = `mark-${signals.join('-')}`;
    const child = started('deaf', mark, '--watchdog', '100');
    const gone = new Promise((resolve) => child.on('close', resolve));
    await asked(mark);
    expect(left(`${mark}.asked`).length).toBeGreaterThan(1);
    for (const signal of signals) {
      child.kill(signal);
      await turn(300);
    }
    await gone;
    // A program that reads its input ends with it.
    for (let waited = 0; left(`toss.mjs deaf .*${mark}.asked`).length > 0 && waited < 5000; waited += 100)
      await turn(100);
    expect(left(`toss.mjs deaf .*${mark}.asked`)).toEqual([]);
  }
});

test('silence ends a trial and no run: what is said says by which program', async () => {
  const child = started('silence', 'silent', '--watchdog', '1');
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(3);
  const report = JSON.parse(readFileSync(join(folder, 'silent', 'report.json'), 'utf8')) as {
    envelope: { errors: Record<string, string[]> };
  };
  expect(report.envelope.errors['sizes']!.join('\n')).toMatch(
    /did not answer "train" within 1 second, and was cancelled/,
  );
  expect(left(`toss.mjs silence .*silent.asked`)).toEqual([]);
  expect(said).not.toContain('internal error');
});
