import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { scratch } from '../../commands/shell.js';
import type { Fault } from '../fault.js';
import { typescript } from '../subject.js';

/** Bytes of the file system. */
const SIZE = 1 << 20;
const BLOCK = 4096;

const mounted = (folder: string): boolean => {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'claimcheck', folder]).status === 0;
};
const unmount = (folder: string) => spawnSync('umount', ['-l', folder]);

function lacks(): string | undefined {
  const folder = join(scratch(), 'probe');
  if (!mounted(folder)) return 'a file system of its own: mounting one is not permitted';
  unmount(folder);
  return undefined;
}

/** A file system in memory, filled but for a few blocks; what filled it is then removed. */
export const full: Fault = {
  what: 'the disk is full (ENOSPC), and the run resumed when it has room',
  of: [typescript],
  lacks: lacks(),
  times: 20,
  disturb: async (given) => {
    const { job, chance } = given;
    mounted(job.out);
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
  after: ({ job }) => void unmount(job.out),
};
