import { join } from 'node:path';
import { expect } from 'vitest';
import { goesOn, moment, type Fault } from '../fault.js';
import { Job, started } from '../job.js';
import { SUBJECTS } from '../subject.js';
import { pause } from '../until.js';

/** Each of two or three is killed once, and resumed; then they are merged. */
export const shards: Fault = {
  what: 'each shard of a run is killed (SIGKILL) and resumed, and all are merged',
  of: SUBJECTS,
  times: 10,
  disturb: async (given) => {
    const { job, chance } = given;
    const count = 2 + chance.integer(2);
    const parts = Array.from({ length: count }, (_, k) => {
      const part = new Job(job.subject, join(job.out, `part-${k}`), ['--shard', `${k + 1}/${count}`]);
      return Object.assign(part, { trace: job.trace });
    });
    let faults = 0;
    let longest = 0;
    for (const part of parts) {
      const run = part.run();
      const there = await part.reaches(run, Math.floor(moment(given) / count));
      await pause(chance.integer(30));
      run.kill('SIGKILL');
      await run.ended;
      if (there) faults++;
      const again = part.run();
      longest = Math.max(longest, await goesOn(part, again));
      const { code, stderr } = await again.ended;
      expect(code, stderr).toBe(0);
    }
    const kept = new Set(parts.flatMap((part) => [...part.names()]));
    // In any order.
    const folders = parts.map(({ out }) => out).sort(() => chance.integer(2) - 0.5);
    const words = ['merge', ...folders, ...job.subject.flags, '--no-ledger', '--format', 'json', '--out', job.out];
    const { code, stderr } = await started(words, { DRAWS_TRACE: job.trace }).ended;
    expect(code, stderr).toBe(0);
    return faults === 0 ? undefined : { faults, kept, pause: longest };
  },
};
