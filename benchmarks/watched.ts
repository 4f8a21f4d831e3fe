/**
 * `node watched.js FILE MAIN WORD...` runs MAIN as if it had been called with these words, and leaves in FILE what the process
 * used. In the process itself, because Node does not tell a parent what its child used; not by `--import`, which every worker
 * would do again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export interface Used {
  /** Processor seconds of all threads, user and system. */
  readonly cpu: number;
  /** The most memory that was resident. */
  readonly megabytes: number;
}

/** Linux counts what the parent held into maxRSS, and not into this. */
function peak(): number | undefined {
  const status = '/proc/self/status';
  const found = existsSync(status) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'));
  return found ? Number(found[1]) : undefined;
}

const [node, , file, main, ...words] = process.argv as [string, string, string, string];
process.argv = [node, main, ...words];
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used: Used = { cpu: (userCPUTime + systemCPUTime) / 1e6, megabytes: (peak() ?? maxRSS) / 1024 };
  writeFileSync(file, JSON.stringify(used));
});
await import(pathToFileURL(main).href);
