import { goesOn, type Fault } from '../fault.js';
import { until } from '../until.js';
import { Site } from './site.js';
import { server } from '../../queue/redis.js';
import { SUBJECTS } from '../subject.js';
import type { Job } from '../job.js';

/** How often at most a worker may end under a trial that is measured all the same. */
const PATIENT = 2;

const sites = new WeakMap<Job, Site>();

/** Where it always does, the run ends in an error, and is resumed by workers that do not. */
export const POISON: readonly Fault[] = [
  {
    what: 'a trial kills its worker (SIGKILL), once, twice or always; another is started each time',
    of: SUBJECTS,
    times: 10,
    lacks: server === undefined ? 'redis-server' : undefined,
    disturb: async ({ job, calm, chance }) => {
      const trials = [...calm.trainings.keys()];
      const times = 1 + chance.integer(PATIENT + 1);
      const trouble = {
        DRAWS_HOW: 'kill',
        DRAWS_AT: trials[chance.integer(trials.length)]!,
        ...(times <= PATIENT && { DRAWS_TIMES: String(times) }),
      };
      const site = await Site.open(job, { workers: [trouble, trouble] });
      sites.set(job, site);
      const run = job.run();
      await until('the trial that kills', () => run.over() || job.troubles() > 0);
      const pause = await goesOn(job, run);
      await run.ended;
      const faults = times <= PATIENT ? Math.min(job.troubles(), times) : job.troubles();
      if (faults === 0) return undefined;
      const kept = job.names();
      if (job.id() === null) {
        await site.dismiss();
        site.employ({});
      }
      return { faults, kept, pause };
    },
    after: async ({ job }) => sites.get(job)?.close(),
  },
];
