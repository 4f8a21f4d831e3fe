import { rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { moment, type Fault } from '../fault.js';
import { typescript } from '../subject.js';
import { until } from '../until.js';

const REFUSED = /another run \(process \d+\) is writing into/;

/** One of them writes, the other is told so. */
export const two: Fault = {
  what: 'a second run is started in the folder of the first, during it or at once, as new or as resumed',
  of: [typescript],
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    if (chance.integer(2) === 0) {
      const first = job.run();
      if (!(await job.reaches(first, moment(given)))) return undefined;
      first.kill('SIGSTOP');
      const { code, stderr } = await job.run().ended;
      const kept = job.names();
      first.kill('SIGCONT');
      expect(stderr).toMatch(REFUSED);
      expect(code).toBe(2);
      await first.ended;
      return { faults: 1, kept };
    }
    if (chance.integer(2) === 0) {
      const first = job.run();
      await job.reaches(first, moment(given));
      first.kill('SIGKILL');
      await first.ended;
    }
    const kept = job.names();
    const hold = `${job.out}.hold`;
    writeFileSync(hold, '');
    const both = [job.run({ DRAWS_HOLD: hold }), job.run({ DRAWS_HOLD: hold })];
    await until('one of two to be refused', () => both.some((each) => each.over()));
    rmSync(hold);
    const ends = await Promise.all(both.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 2]);
    expect(ends.find(({ code }) => code === 2)!.stderr).toMatch(REFUSED);
    return { faults: 1, kept };
  },
};
