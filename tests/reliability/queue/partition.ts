import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { scratch } from '../../commands/shell.js';
import { server } from '../../queue/redis.js';
import { goesOn, moment, type Fault } from '../fault.js';
import { started, type Job, type Process } from '../job.js';
import { SUBJECTS } from '../subject.js';
import { pause, until } from '../until.js';

const ip = (...words: readonly string[]): boolean => spawnSync('ip', words, { stdio: 'ignore' }).status === 0;
const HOST = '10.203.17.1';

/** Two hosts and a cable, as network namespaces: `here` with a Redis, `there` with who will be cut off. */
class Hosts {
  static count = 0;
  private readonly names = ['here', 'there'].map((name) => `claimcheck-${process.pid}-${++Hosts.count}-${name}`);
  private redis: ChildProcess | undefined;
  readonly url = `redis://${HOST}:6379`;
  readonly here = ['ip', 'netns', 'exec', this.names[0]!];
  readonly there = ['ip', 'netns', 'exec', this.names[1]!];

  /** @returns whether it is permitted */
  raise(): boolean {
    const [here, there] = this.names as [string, string];
    return (
      ip('netns', 'add', here) &&
      ip('netns', 'add', there) &&
      ip('-n', here, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', there) &&
      ip('-n', here, 'addr', 'add', `${HOST}/24`, 'dev', 'cable') &&
      ip('-n', there, 'addr', 'add', '10.203.17.2/24', 'dev', 'cable') &&
      this.names.every(
        (name) => ip('-n', name, 'link', 'set', 'lo', 'up') && ip('-n', name, 'link', 'set', 'cable', 'up'),
      )
    );
  }

  async serve(): Promise<void> {
    const options = ['--protected-mode', 'no', '--dir', scratch(), '--appendonly', 'yes', '--save', ''];
    this.redis = spawn(this.here[0]!, [...this.here.slice(1), server!, ...options], { stdio: 'ignore' });
    const ping = () => spawnSync(this.there[0]!, [...this.there.slice(1), 'redis-cli', '-h', HOST, 'ping']);
    await until('an answer of Redis', () => ping().stdout.toString().startsWith('PONG'));
  }

  cable(is: 'up' | 'down'): void {
    ip('-n', this.names[0]!, 'link', 'set', 'cable', is);
  }

  async raze(): Promise<void> {
    if (this.redis?.exitCode === null) {
      const gone = once(this.redis, 'exit');
      this.redis.kill('SIGKILL');
      await gone;
    }
    for (const name of this.names) ip('netns', 'del', name);
  }
}

function lacks(): string | undefined {
  if (server === undefined) return 'redis-server';
  const hosts = new Hosts();
  const may = hosts.raise();
  void hosts.raze();
  return may ? undefined : 'network namespaces: making them (iproute2) is not permitted';
}

const hosts = new WeakMap<Job, [Hosts, Process[]]>();

/** Seconds without a cable: the batches of who is cut off are given to another in that time, or not. */
const SHORT = 2;
const LONG = 10;

export const PARTITION: readonly Fault[] = [
  {
    what: `the network between Redis and a worker, or the run, is cut for ${SHORT} or ${LONG} s`,
    of: SUBJECTS,
    times: 10,
    lacks: lacks(),
    disturb: async (given) => {
      const { job, chance } = given;
      const net = new Hosts();
      const workers: Process[] = [];
      hosts.set(job, [net, workers]);
      net.raise();
      await net.serve();
      job.env['CLAIMCHECK_QUEUE'] = net.url;
      const env = { ...job.env, DRAWS_TRACE: job.trace };
      const cut = chance.integer(2) === 0 ? 'run' : 'worker';
      const places = cut === 'run' ? [net.here, net.here] : [net.here, net.there];
      for (const place of places) workers.push(started(['worker', ...job.subject.flags, '--workers', '1'], env, place));
      const run = job.run({}, cut === 'run' ? net.there : net.here);
      if (!(await job.reaches(run, moment(given)))) return undefined;
      net.cable('down');
      await pause(1000 * (chance.integer(2) === 0 ? SHORT : LONG));
      const kept = job.names();
      net.cable('up');
      const went = await goesOn(job, run);
      await run.ended;
      return { faults: 1, kept, pause: went };
    },
    after: async ({ job }) => {
      const [net, workers] = hosts.get(job) ?? [undefined, []];
      workers.forEach((worker) => worker.kill('SIGKILL'));
      await Promise.all(workers.map(({ ended }) => ended));
      await net?.raze();
    },
  },
];
