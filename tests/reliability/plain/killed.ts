import { moment, type Fault } from '../fault.js';
import { SUBJECTS } from '../subject.js';
import { pause } from '../until.js';

/** Three times in a row, as it was started and as it was told to go on. */
export const killed: Fault = {
  what: 'the run is killed (SIGKILL), and resumed',
  of: SUBJECTS,
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    for (const at of [moment(given), moment(given), moment(given)].sort((a, b) => a - b)) {
      const run = job.run();
      const there = await job.reaches(run, at);
      await pause(chance.integer(30));
      run.kill('SIGKILL');
      await run.ended;
      if (!there) return undefined;
    }
    return { faults: 3, kept: job.names() };
  },
};
