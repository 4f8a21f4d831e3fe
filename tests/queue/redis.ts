/** A redis-server of Debian's, on a free port of the loopback, in a folder of its own; it is killed, too. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Absent: then a test says in its name that it misses the program. */
export const server = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);
export const missing = server === undefined ? ' (no redis-server here)' : '';

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

export interface Redis {
  readonly port: number;
  readonly url: string;
  /** Again with what is on the disk. */
  readonly start: () => Promise<void>;
  /** At once. */
  readonly kill: () => Promise<void>;
  /** For good. */
  readonly end: () => Promise<void>;
  /** What redis-cli prints. */
  readonly cli: (...words: readonly string[]) => string;
}

/** @param options of the server, as on its command line */
export async function redis(options: readonly string[] = [], fixed?: number): Promise<Redis> {
  const port = fixed ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'queue-redis-'));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(
      server!,
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', '', ...options],
      { stdio: 'ignore' },
    );
    const alive = child;
    for (let k = 0; !(await answers(port)); k++) {
      if (alive.exitCode !== null || k > 600) throw new Error(`redis-server does not start (exit ${alive.exitCode})`);
      await pause(50);
    }
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    kill,
    end: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
    cli: (...words) => spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout.trim(),
  };
}
