import { readFileSync, writeFileSync } from 'node:fs';
import type { Stream } from '../../../src/claim.js';
import { moment, type Fault } from '../fault.js';
import { SUBJECTS } from '../subject.js';

/** What a crash of the machine, a bad disk or a careless hand leaves of a file. */
const WRONG: readonly ((was: Buffer, chance: Stream) => Buffer)[] = [
  // Cut anywhere.
  (was, chance) => was.subarray(0, chance.integer(was.length)),
  // The last block is there, and was never written.
  (was, chance) => Buffer.concat([was.subarray(0, -chance.integer(was.length)), Buffer.alloc(chance.integer(4096))]),
  // A bit is another.
  (was, chance) => {
    const now = Buffer.from(was);
    now[chance.integer(now.length)]! ^= 1 << chance.integer(8);
    return now;
  },
  // A piece stands twice.
  (was, chance) => {
    const from = chance.integer(was.length);
    return Buffer.concat([was, was.subarray(from, from + chance.integer(was.length - from))]);
  },
  // What is no line stands between two.
  (was, chance) => {
    const at = was.indexOf(10, chance.integer(was.length)) + 1;
    return Buffer.concat([was.subarray(0, at), Buffer.from('\u0000{"claim":\r\n\n\n'), was.subarray(at)]);
  },
];

export const journals: Fault = {
  what: 'the journal of a killed run is cut, zeroed, flipped, doubled or soiled, and the run resumed',
  of: SUBJECTS,
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    const run = job.run();
    const there = await job.reaches(run, 1 + moment(given));
    run.kill('SIGKILL');
    await run.ended;
    if (!there) return undefined;
    const was = readFileSync(job.journal);
    writeFileSync(job.journal, WRONG[chance.integer(WRONG.length)]!(was, chance));
    return { faults: 1, kept: job.names() };
  },
};
