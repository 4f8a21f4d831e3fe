/** A Redis, and workers that are started again when they end, as a supervisor does it. */
import { redis, server, type Redis } from '../../queue/redis.js';
import { goesOn, moment, type Case, type Fault } from '../fault.js';
import { unmount } from '../mount.js';
import { started, type Job, type Process } from '../job.js';
import { SUBJECTS } from '../subject.js';

type Env = Readonly<Record<string, string>>;

export interface Wanted {
  /** Of redis-server. */
  readonly options?: readonly string[];
  /** Of each worker; as many as there are. */
  readonly workers?: readonly Env[];
}

export class Site {
  private over = false;
  private readonly alive = new Set<Process>();
  private readonly watched: Promise<void>[] = [];

  private constructor(
    readonly redis: Redis,
    readonly job: Job,
  ) {}

  static async open(job: Job, { options = [], workers = [{}, {}] }: Wanted = {}): Promise<Site> {
    const site = new Site(await redis(options), job);
    job.env['CLAIMCHECK_QUEUE'] = site.redis.url;
    for (const env of workers) site.employ(env);
    return site;
  }

  get workers(): readonly Process[] {
    return [...this.alive];
  }

  worker(env: Env = {}, flags: readonly string[] = this.job.subject.flags, main?: string): Process {
    const all = { CLAIMCHECK_QUEUE: this.redis.url, DRAWS_TRACE: this.job.trace, ...env };
    return started(['worker', ...flags, '--workers', '1'], all, [], main);
  }

  employ(env: Env): void {
    const watch = async (): Promise<void> => {
      while (!this.over) {
        const worker = this.worker(env);
        this.alive.add(worker);
        await worker.ended;
        this.alive.delete(worker);
      }
    };
    this.watched.push(watch());
  }

  /** Ends all workers for good. */
  async dismiss(): Promise<void> {
    this.over = true;
    for (const worker of this.alive) {
      worker.kill('SIGCONT');
      worker.kill('SIGKILL');
    }
    await Promise.all(this.watched);
    this.over = false;
  }

  async close(): Promise<void> {
    await this.dismiss();
    await this.redis.end();
  }
}

export interface OnSite extends Case {
  readonly site: Site;
  readonly run: Process;
}

const sites = new WeakMap<Job, Site>();

/** A fault that comes when a run on a queue has measured something. */
export const onQueue = (
  what: string,
  /** @returns how many faults, and where it did not end the run, when the last was over */
  inject: (given: OnSite) => Promise<number>,
  wanted: (given: Case) => Wanted = () => ({}),
  more: Partial<Fault> = {},
): Fault => ({
  what,
  of: SUBJECTS,
  times: 10,
  lacks: server === undefined ? 'redis-server' : undefined,
  disturb: async (given) => {
    const { job } = given;
    const site = await Site.open(job, wanted(given));
    sites.set(job, site);
    const run = job.run();
    if (!(await job.reaches(run, moment(given)))) return undefined;
    const faults = await inject({ ...given, site, run });
    const kept = job.names();
    if (run.over()) return { faults, kept };
    const pause = await goesOn(job, run);
    await run.ended;
    return { faults, kept, pause };
  },
  after: async ({ job }) => {
    await sites.get(job)?.close();
    unmount(`${job.out}.disk`);
  },
  ...more,
});
