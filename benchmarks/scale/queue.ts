/** A run over a queue on this machine: a redis-server, and one, two and four workers of one thread, each a process. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '../../src/engine/source.js';

const SERVER = 'redis-server';

export const hasRedis = (): boolean => spawnSync(SERVER, ['--version'], { stdio: 'ignore' }).status === 0;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Resolves when the process has written that. @throws Error where it ends before */
const says = (child: ChildProcess, what: RegExp): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += text.toString();
      if (what.test(said)) resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('close', () => reject(new Error(`${child.spawnfile} ended: ${said.trim()}`)));
  });

/**
 * @param work is given the words of the queue while so many workers wait there, with the claims of a directory
 * @returns what it returns; server and workers are gone then
 */
export async function withWorkers<V>(
  folder: string,
  claims: string,
  workers: number,
  work: (words: readonly string[]) => Promise<V>,
): Promise<V> {
  const port = await freePort();
  const all: ChildProcess[] = [];
  const begin = async (program: string, words: readonly string[], ready: RegExp): Promise<void> => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    all.push(child);
    await says(child, ready);
  };
  try {
    // What another server of this name left would answer for the workers.
    const own = mkdtempSync(join(folder, 'redis-'));
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', own, '--appendonly', 'yes', '--save', ''];
    await begin(SERVER, words, /[Rr]eady to accept connections/);
    const queue = ['--queue', `redis://127.0.0.1:${port}`];
    const main = join(packageRoot, 'src', 'main.mjs');
    const worker = [main, 'worker', ...queue, '--claims', claims, '--workers', '1'];
    await Promise.all(Array.from({ length: workers }, () => begin(process.execPath, worker, /working for runs/)));
    return await work(queue);
  } finally {
    await Promise.all(
      all.reverse().map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'close');
        child.kill('SIGKILL');
        await gone;
      }),
    );
  }
}
