/**
 * One run at a time writes into a directory. Whoever wants to enters itself at the end of the lock, and the first that is
 * there and at work has it: nothing is ever taken away but by who has it, so that two who come at once cannot both. What a
 * kill -9 leaves behind is known to be nobody's: here by its process, which is gone, elsewhere because it does not stir.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { diskError } from '../engine/disk.js';
import { UsageError } from './usage.js';

/** Milliseconds after which who has a lock stirs, and in which nobody elsewhere has stirred who is gone. */
const BEAT = 2000;
const GONE = 15_000;

/** Where a process has its number: on a machine, and on Linux in one of its containers. */
function place(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

const HERE = place();

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process that may not be signalled is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const unlessGone = <V>(act: () => V): V | undefined => {
  try {
    return act();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
};

const time = (file: string) => unlessGone(() => statSync(file).mtimeMs);

/** Whether somebody elsewhere, who has the lock, gives a sign of life. */
function stirs(file: string): boolean {
  const was = time(file);
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  for (const since = performance.now(); performance.now() - since < GONE; Atomics.wait(nothing, 0, 0, 100))
    if (time(file) !== was) return true;
  return false;
}

/** Those that stand, in their order. An entry is a process and where that is; a minus before it takes it back. */
function entries(text: string): Set<string> {
  const standing = new Set<string>();
  for (const line of text.split('\n'))
    if (line.startsWith('-')) standing.delete(line.slice(1));
    else if (line !== '') standing.add(line);
  return standing;
}

/** Into a lock that is there, if it still is. */
function takeBack(file: string, entry: string): void {
  unlessGone(() => {
    const open = openSync(file, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeSync(open, `\n-${entry}\n`);
    } finally {
      closeSync(open);
    }
  });
}

function atWork(file: string, entry: string): boolean {
  const [, pid, where] = /^(\d+)(?: (.*))?$/.exec(entry) ?? [];
  if (pid === undefined) return false;
  // What this process left in an earlier life is nobody's.
  return where === undefined || where === HERE ? Number(pid) !== process.pid && runs(Number(pid)) : stirs(file);
}

/** @throws UsageError in the words of a run that comes too late */
function refuse(folder: string, file: string, entry: string): never {
  const [pid, host] = entry.split(' ');
  const where = host === undefined || entry.endsWith(` ${HERE}`) ? '' : ` on ${host}`;
  throw new UsageError(
    `another run (process ${pid}${where}) is writing into "${folder}"; wait for it or choose another --out ` +
      `(if that process is no run, remove ${file})`,
  );
}

/** @returns the function that unlocks; @throws UsageError where another run is at work */
export function lock(folder: string): () => void {
  const file = join(folder, '.lock');
  const mine = `${process.pid} ${HERE}`;
  const mayHave = (): boolean => {
    try {
      appendFileSync(file, `\n${mine}\n`);
    } catch (error) {
      throw diskError(file, error);
    }
    for (const entry of entries(unlessGone(() => readFileSync(file, 'utf8')) ?? '')) {
      if (entry === mine) return true;
      const busy = atWork(file, entry);
      takeBack(file, busy ? mine : entry);
      if (busy) refuse(folder, file, entry);
    }
    // It was unlocked in between, and what was entered is gone with it.
    return false;
  };
  while (!mayHave());
  const beat = setInterval(() => unlessGone(() => utimesSync(file, new Date(), new Date())), BEAT).unref();
  const unlock = () => rmSync(file, { force: true });
  process.on('exit', unlock);
  return () => {
    clearInterval(beat);
    process.off('exit', unlock);
    unlock();
  };
}
