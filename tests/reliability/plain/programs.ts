import { readdirSync, readFileSync } from 'node:fs';
import { goesOn, moment, type Fault } from '../fault.js';
import { PROGRAM, python } from '../subject.js';
import { pause, until } from '../until.js';

/** The processes of the program that this one started. */
export function children(pid: number): number[] {
  const own = (each: string): boolean => {
    try {
      const parent = readFileSync(`/proc/${each}/stat`, 'utf8').replace(/^.*\) \S (\d+) .*$/s, '$1');
      return Number(parent) === pid && readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(PROGRAM);
    } catch {
      return false; // It has ended.
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && own(name))
    .map(Number);
}

/** All at once or one of them: what they were asked is asked again, of new ones. */
export const programs: Fault = {
  what: 'processes of the program are killed (SIGKILL)',
  of: [python],
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    const run = job.run();
    const [at] = [await job.reaches(run, moment(given)), await pause(chance.integer(30))];
    let victims: number[] = [];
    await until('a process of the program', () => run.over() || (victims = children(run.child.pid!)).length > 0);
    if (!at || run.over()) return undefined;
    const chosen = chance.integer(2) === 0 ? victims : [victims[chance.integer(victims.length)]!];
    for (const each of chosen) process.kill(-each, 'SIGKILL');
    const kept = job.names();
    const went = await goesOn(job, run);
    await run.ended;
    return { faults: chosen.length, kept, pause: went };
  },
};
