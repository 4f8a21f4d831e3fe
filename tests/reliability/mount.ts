/** A file system of its own, in memory: full when it should be. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../commands/shell.js';

/** @param size bytes. @returns whether it was permitted */
export function mounted(folder: string, size: number): boolean {
  mkdirSync(folder, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'claimcheck', folder]).status === 0;
}

export const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder]);

/** @returns what is missing, or undefined */
export function mayMount(): string | undefined {
  const folder = join(scratch(), 'probe');
  if (!mounted(folder, 1 << 20)) return 'a file system of its own: mounting one is not permitted';
  unmount(folder);
  return undefined;
}
