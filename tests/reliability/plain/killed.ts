import { moment, type Fault } from '../fault.js';
import { SUBJECTS } from '../subject.js';
import { pause } from '../until.js';

/** Up to three times in a row, as it was started and as it was told to go on. */
export const killed: Fault = {
  what: 'the run is killed (SIGKILL), and resumed',
  of: SUBJECTS,
  times: 20,
  least: 3,
  disturb: async (given) => {
    const { job, chance } = given;
    const at = Array.from({ length: 1 + chance.integer(3) }, () => moment(given)).sort((a, b) => a - b);
    for (const line of at) {
      const run = job.run();
      const there = await job.reaches(run, line);
      await pause(chance.integer(30));
      run.kill('SIGKILL');
      await run.ended;
      if (!there) return undefined;
    }
    return { faults: at.length, kept: job.names() };
  },
};
