import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../commands/shell.js';
import { goesOn, moment, type Fault } from '../fault.js';
import { SUBJECTS } from '../subject.js';

const HOUR = 3_600_000;
/** An hour when summer ends or begins, years where a battery was empty, and the end of 32 bits. */
const JUMPS = [-HOUR, HOUR, -10 * 8766 * HOUR, 10 * 8766 * HOUR, -60 * 8766 * HOUR, 13 * 8766 * HOUR];

export const clocks: Fault = {
  what: 'the clock jumps, by an hour to sixty years, back or forth',
  of: SUBJECTS,
  times: 10,
  disturb: async (given) => {
    const { job, chance } = given;
    const clock = `${job.out}.clock`;
    const jump = () => writeFileSync(clock, String(JUMPS[chance.integer(JUMPS.length)]!));
    const preload = join(root, 'tests', 'fixtures', 'reliability', 'clock.mjs');
    const run = job.run({ CLOCK: clock, NODE_OPTIONS: `--import=${JSON.stringify(preload)}` });
    let faults = 0;
    let went = 0;
    for (const at of [moment(given), moment(given), moment(given)].sort((a, b) => a - b)) {
      if (!(await job.reaches(run, at))) break;
      jump();
      faults++;
      went = Math.max(went, await goesOn(job, run));
    }
    const kept = job.names();
    await run.ended;
    return faults === 0 ? undefined : { faults, kept, pause: went };
  },
};
