import { expect } from 'vitest';
import type { Fault } from '../fault.js';
import { Job } from '../job.js';
import { pause, until } from '../until.js';
import { onQueue } from './site.js';

/** Seconds that a worker stands still: its batches are given to another meanwhile. */
const STILL = 7;

export const PROCESSES: readonly Fault[] = [
  onQueue('a worker is killed (SIGKILL), one or both, and another started', async ({ site, chance }) => {
    await until('a worker', () => site.workers.length > 0);
    await pause(chance.integer(50));
    const victims = site.workers.slice(0, 1 + chance.integer(site.workers.length));
    victims.forEach((worker) => worker.kill('SIGKILL'));
    await Promise.all(victims.map(({ ended }) => ended));
    return victims.length;
  }),
  onQueue('the run is killed (SIGKILL), and resumed', async ({ run, chance }) => {
    await pause(chance.integer(50));
    run.kill('SIGKILL');
    await run.ended;
    return 1;
  }),
  onQueue(
    `a worker is stopped (SIGSTOP) for ${STILL} s, longer than its batches are its own, and goes on (SIGCONT)`,
    async ({ site, chance }) => {
      await until('a worker', () => site.workers.length > 0);
      const worker = site.workers[chance.integer(site.workers.length)]!;
      worker.kill('SIGSTOP');
      await pause(STILL * 1000);
      worker.kill('SIGCONT');
      return 1;
    },
  ),
  onQueue(
    'one of the workers takes a second for each trial, the other a hundredth',
    () => Promise.resolve(1),
    () => ({ workers: [{ DRAWS_MS: '1000' }, { DRAWS_MS: '10' }] }),
    { times: 3 },
  ),
  onQueue('another run asks for the same, at the same time', async ({ job }) => {
    const twin = new Job(job.subject, `${job.out}.twin`, job.more, job.env);
    const { code, stderr } = await twin.run({ DRAWS_TRACE: `${twin.trace}` }).ended;
    expect(code, stderr).toBe(0);
    await until('the first', () => job.id() !== null);
    expect(twin.id()).toBe(job.id());
    return 1;
  }),
];
