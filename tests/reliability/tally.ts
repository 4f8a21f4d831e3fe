/** A fault, injected over and over: what became of each run, and the row of the table. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { seededStream } from '../../src/numerics/stream.js';
import { scratch } from '../commands/shell.js';
import { goesOn, type Calm, type Case, type Fault } from './fault.js';
import { Job } from './job.js';
import type { Subject } from './subject.js';

/** What became of one disturbed run. */
export interface Ended {
  readonly faults: number;
  /** Whether its report has the id of a run in peace. */
  readonly agrees: boolean;
  /** Trials that were on disk, and are no more. */
  readonly lost: number;
  /** Trials that were begun once more than in peace. */
  readonly twice: number;
  /** Seconds from the end of the fault, or from the command that continued the run, to the next trial on disk. */
  readonly pause: number;
  /** What was said where it did not end as it should. */
  readonly said: string;
}

export async function calm(subject: Subject): Promise<Calm> {
  const job = new Job(subject, join(scratch(), 'peace'));
  const { code, stderr } = await job.run().ended;
  if (code !== 0) throw new Error(`a run in peace ended with exit code ${code}: ${stderr}`);
  return { id: job.id(), lines: job.lines(), trainings: job.trainings() };
}

/** More than one try is needed where a fault comes after the end. */
const TRIES = 20;

export async function disturbed(fault: Fault, subject: Subject, peace: Calm, seed: number): Promise<Ended> {
  const chance = seededStream(seed);
  for (let k = 0; k < TRIES; k++) {
    const out = join(scratch(), 'out');
    mkdirSync(out);
    const given: Case = { job: new Job(subject, out, fault.flags), calm: peace, chance };
    try {
      const ended = await told(fault, given);
      if (ended) return ended;
    } finally {
      await fault.after?.(given);
    }
  }
  throw new Error(`${fault.what}: every one of ${TRIES} runs was over before the fault came`);
}

async function told(fault: Fault, given: Case): Promise<Ended | undefined> {
  const { job, calm } = given;
  const hit = await fault.disturb(given);
  if (!hit) return undefined;
  let { pause } = hit;
  let said = '';
  if (job.id() === null) {
    const run = job.run();
    const went = await goesOn(job, run);
    pause ??= went;
    const { code, stderr } = await run.ended;
    said = code === 0 ? '' : `exit code ${code}: ${stderr}`;
  }
  const names = job.names();
  return {
    faults: hit.faults,
    agrees: job.id() === calm.id,
    lost: [...hit.kept].filter((name) => !names.has(name)).length,
    twice: [...job.trainings()].reduce((sum, [trial, n]) => sum + Math.max(0, n - (calm.trainings.get(trial) ?? 1)), 0),
    pause: pause ?? 0,
    said,
  };
}
