import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fault } from '../fault.js';
import { mayMount, mounted, unmount } from '../mount.js';
import { typescript } from '../subject.js';

/** Bytes of the file system. */
const SIZE = 1 << 20;
const BLOCK = 4096;

/** A file system in memory, filled but for a few blocks; what filled it is then removed. */
export const full: Fault = {
  what: 'the disk is full (ENOSPC), and the run resumed when it has room',
  of: [typescript],
  lacks: mayMount(),
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    mounted(job.out, SIZE);
    const ballast = join(job.out, 'ballast');
    // From no block to nearly all that the run writes: its lock, its journal, its report.
    writeFileSync(ballast, Buffer.alloc(SIZE - BLOCK * chance.integer(20)));
    const ran = await job.run().ended;
    const { size } = statSync(ballast);
    rmSync(ballast);
    if (ran.code === 0) return undefined;
    expect(size).toBeGreaterThan(0);
    expect(ran.stderr).toMatch(/no space is left on the device \(ENOSPC\)/);
    expect([2, 3]).toContain(ran.code);
    return { faults: 1, kept: job.names() };
  },
  after: ({ job }) => unmount(job.out),
};
