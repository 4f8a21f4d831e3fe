/**
 * `node coordinator.js CLAIM WORKERS MS TRIALS JOURNAL`: what the coordinator of a run can do, with so many simulated workers
 * of one place each, to whom a trial takes MS milliseconds. They are far away: a batch comes back as text, after the time that
 * its trials take and a round trip, and all trials are of one claim. Prints one line of JSON.
 */
import { lengthened, verdictArms } from '../../src/engine/arm.js';
import { loadClaim } from '../../src/engine/discover.js';
import type { Job, Planned } from '../../src/engine/job.js';
import { openJournal } from '../../src/engine/journal.js';
import { measure, type Done, type Executor } from '../../src/engine/measure.js';
import type { TrialRecord } from '../../src/engine/trial.js';

export interface Coordinated {
  readonly workers: number;
  readonly ms: number;
  readonly trials: number;
  readonly seconds: number;
  /** Processor seconds of the coordinator. */
  readonly cpu: number;
  readonly batches: number;
  /** Trials that were made and not needed. */
  readonly wasted: number;
  /** Megabytes resident when each tenth of the trials was judged. */
  readonly tenths: readonly number[];
}

/** Milliseconds from a worker's answer to its next batch, through a queue. */
const TRIP = 5;

const [, , file, workers, ms, trials, path] = process.argv as [string, string, string, string, string, string, string];
const [places, each, many] = [Number(workers), Number(ms), Number(trials)];
const found = await loadClaim(file);
if ('why' in found) throw new Error(found.why);
const planned: Planned = { ...found, seed: '1', by: 'a simulated run' };

const record = (arm: string, index: number): TrialRecord => {
  const value = 1 + (index % 100);
  const slack = arm === 'claim' ? value : -value;
  return {
    ...{ claim: planned.id, arm, index, seed: planned.seed, steps: 1 },
    parts: { heads: { state: 'finished', margins: [{ slack, error: 0 }] } },
    ...(arm === 'claim' && {
      sides: {
        heads: [
          [
            { value, error: 0 },
            { value: 0, error: 0 },
          ],
        ],
      },
    }),
    digest: (index * 2654435761).toString(16).padStart(32, '0'),
  };
};

let [batches, made] = [0, 0];
const executor: Executor = {
  slots: 2 * places,
  run: ({ arm, from, to }: Job) =>
    new Promise<Done>((resolve) => {
      batches++;
      made += to - from;
      // Two batches a worker: one that it works on, and one that waits for it.
      setTimeout(
        () => {
          const text = JSON.stringify(Array.from({ length: to - from }, (_, k) => record(arm, from + k)));
          resolve({ records: JSON.parse(text) as TrialRecord[], ms: each * (to - from) });
        },
        TRIP + 2 * each * (to - from),
      );
    }),
  close: async () => {},
};

const tenths: number[] = [];
let [taken, judged] = [0, 0];
const started = performance.now();
const before = process.cpuUsage();
const journal = openJournal(path);
await measure([planned], {
  level: 'quick',
  arms: ({ claim }) => verdictArms(claim).map((arm) => lengthened(arm, many)),
  executor,
  journal,
  known: [],
  onEvent: (event) => {
    if (event.kind !== 'trials' || event.arm !== 'claim') return;
    judged = event.total;
    while (judged >= ((tenths.length + 1) / 10) * many) tenths.push(process.memoryUsage.rss() / 2 ** 20);
  },
  onDecided: (_, folds) => (taken = folds.reduce((sum, { next }) => sum + next, 0)),
});
journal.close();
const { user, system } = process.cpuUsage(before);
const told: Coordinated = {
  ...{ workers: places, ms: each, trials: taken, batches, wasted: made - taken, tenths },
  seconds: (performance.now() - started) / 1000,
  cpu: (user + system) / 1e6,
};
console.log(JSON.stringify(told));
