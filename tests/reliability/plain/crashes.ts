import { goesOn, type Fault } from '../fault.js';
import { typescript } from '../subject.js';
import { until } from '../until.js';

/** How often at most the thread may end under a trial that is measured all the same. */
const PATIENT = 3;

/** Once to three times it is tried again; where it always does, the run ends in an error, and is resumed when that is mended. */
export const crashes: Fault = {
  what: 'a trial ends its worker thread, once, twice, three times or always',
  of: [typescript],
  times: 20,
  disturb: async ({ job, calm, chance }) => {
    const trials = [...calm.trainings.keys()];
    const times = 1 + chance.integer(PATIENT + 1);
    const run = job.run({
      DRAWS_HOW: 'exit',
      DRAWS_AT: trials[chance.integer(trials.length)]!,
      ...(times <= PATIENT && { DRAWS_TIMES: String(times) }),
    });
    await until('the trial that crashes', () => run.over() || job.troubles() > 0);
    const went = await goesOn(job, run);
    await run.ended;
    const faults = Math.min(job.troubles(), times);
    return faults === 0 ? undefined : { faults, kept: job.names(), pause: went };
  },
};
