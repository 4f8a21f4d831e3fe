/** A run of very many trials on one machine, with its memory over time. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/engine/source.js';
import { STUB, writeStub } from './stub.js';

export interface Grown {
  readonly trials: number;
  readonly seconds: number;
  /** What was resident when each tenth of the trials was in the journal, and the most that ever was. */
  readonly tenths: readonly number[];
  readonly most: number;
  readonly journal: number;
  readonly report: number;
}

const MEGA = 2 ** 20;
const size = (file: string) => (existsSync(file) ? statSync(file).size : 0);

/** Megabytes that a process holds now, and those that it held at most; Linux alone tells. */
function held(pid: number): { now: number; most: number } {
  const status = `/proc/${pid}/status`;
  const text = existsSync(status) ? readFileSync(status, 'utf8') : '';
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? NaN) / 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

export async function million(folder: string, trials: number, workers: number): Promise<Grown> {
  const out = join(folder, `out-${trials}`);
  const journal = join(out, 'journal.ndjson');
  const file = writeStub(folder, 0);
  const words = ['run', STUB, '--claims', dirname(file), '--level', 'quick', '--seed', '1', '--no-ledger'];
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(packageRoot, 'src', 'main.mjs'),
      ...words,
      '--at-least',
      String(trials),
      '--workers',
      String(workers),
      '--out',
      out,
    ],
    { stdio: 'ignore' },
  );
  const seen: (readonly [bytes: number, megabytes: number])[] = [];
  let most = 0;
  const clock = setInterval(() => {
    const of = held(child.pid!);
    if (!(of.now > 0)) return;
    seen.push([size(journal), of.now]);
    most = Math.max(most, of.most);
  }, 200);
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  clearInterval(clock);
  if (code !== 0) throw new Error(`a run of ${trials} trials ended with exit code ${code}`);
  const whole = size(journal);
  const tenths = Array.from(
    { length: 10 },
    (_, k) => seen.find(([bytes]) => bytes >= ((k + 1) / 10) * whole)?.[1] ?? NaN,
  );
  return {
    ...{ trials, tenths, most, journal: whole / MEGA },
    seconds: (performance.now() - started) / 1000,
    report: size(join(out, 'report.json')) / MEGA,
  };
}
