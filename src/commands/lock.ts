/**
 * One run at a time writes into a directory. The lock names its process, so that the one that a kill -9 leaves behind is
 * known to be nobody's.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../engine/plain.js';
import { Unread } from '../form/json.js';
import { NOTE } from '../limits.js';
import { UsageError } from './usage.js';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process that may not be signalled is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @returns the function that unlocks; @throws UsageError where another run is at work */
export function lock(folder: string): () => void {
  const file = join(folder, '.lock');
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      const unlock = () => rmSync(file, { force: true });
      process.on('exit', unlock);
      return () => {
        process.off('exit', unlock);
        unlock();
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    let owner = NaN;
    try {
      owner = Number(readText(file, NOTE));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof Unread)) throw error;
    }
    if (owner > 0 && owner !== process.pid && alive(owner))
      throw new UsageError(
        `another run (process ${owner}) is writing into "${folder}"; wait for it or choose another --out ` +
          `(if that process is no run, remove ${file})`,
      );
    rmSync(file, { force: true });
  }
}
