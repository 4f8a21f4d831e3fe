import { goesOn, moment, type Fault } from '../fault.js';
import { SUBJECTS } from '../subject.js';
import { pause } from '../until.js';
import { children } from './programs.js';

/** Seconds that a trial may take, and that the run stands still. */
const WATCHDOG = 2;
const STILL = 3;

/** A laptop that is closed, or a queue that suspends: longer than a trial may take. */
export const stopped: Fault = {
  what: `the run or its program is stopped (SIGSTOP) for ${STILL} s, where a trial may take ${WATCHDOG}, and goes on (SIGCONT)`,
  of: SUBJECTS,
  flags: ['--watchdog', String(WATCHDOG)],
  times: 10,
  disturb: async (given) => {
    const { job, chance } = given;
    const run = job.run();
    if (!(await job.reaches(run, 1 + moment(given)))) return undefined;
    const programs = children(run.child.pid!);
    const some = [[run.child.pid!], programs, [run.child.pid!, ...programs]].filter((each) => each.length > 0);
    const chosen = some[chance.integer(some.length)]!;
    const send = (signal: NodeJS.Signals) => {
      for (const pid of chosen)
        try {
          process.kill(pid, signal);
        } catch {
          // It has ended.
        }
    };
    send('SIGSTOP');
    await pause(STILL * 1000);
    const kept = job.names();
    send('SIGCONT');
    const went = await goesOn(job, run);
    await run.ended;
    return { faults: 1, kept, pause: went };
  },
};
