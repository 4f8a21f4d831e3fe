/** A run and its workers, as processes of their own. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, root, scratch, type Ran } from '../commands/shell.js';

export const WORKER = ['worker', '--claims', fixtures, '--workers', '1'];

export interface Party {
  readonly pid: number;
  /** What it has written so far. */
  readonly said: () => string;
  /** @throws Error where it ends, or a minute passes, before it says that */
  readonly says: (what: RegExp) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Ran>;
}

const parties = new Set<Party>();

export function party(args: readonly string[], env: Readonly<Record<string, string>> = {}): Party {
  const { CI: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'src', 'main.mjs'), ...args], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<Ran>((resolve) =>
    child.on('close', (code, signal) => {
      parties.delete(made);
      resolve({ code, signal, stdout, stderr });
    }),
  );
  const made: Party = {
    pid: child.pid!,
    said: () => stdout + stderr,
    says: async (what) => {
      for (let k = 0; !what.test(stdout + stderr); k++) {
        if (!parties.has(made) || k > 1200) throw new Error(`it never said ${what}:\n${stdout}${stderr}`);
        await pause(50);
      }
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
  parties.add(made);
  return made;
}

/** Whoever is still there when a test is over. */
export async function dismiss(): Promise<void> {
  const all = [...parties];
  all.forEach(({ kill }) => kill('SIGKILL'));
  await Promise.all(all.map(({ ended }) => ended));
}

export const runArgs = (out: string, claim = 'holding', claims = fixtures): string[] => [
  ...['run', claim, '--claims', claims, '--level', 'quick', '--format', 'json', '--no-ledger', '--out', out],
];
export const report = (out: string) => readReport(join(out, 'report.json'));
export const journal = (out: string): string[] => {
  const file = join(out, 'journal.ndjson');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
};

const plain = new Map<string, Promise<string | null>>();

/** The id of the report without any queue. */
export const peace = (claim = 'holding', claims = fixtures, ...more: readonly string[]): Promise<string | null> => {
  const key = [claim, claims, ...more].join('\n');
  const made = plain.get(key) ?? undisturbed(claim, claims, more);
  plain.set(key, made);
  return made;
};

async function undisturbed(claim: string, claims: string, more: readonly string[]): Promise<string | null> {
  const out = join(scratch(), 'plain');
  const { stderr } = await claimcheck([...runArgs(out, claim, claims), '--workers', '2', ...more]);
  const { id } = report(out);
  if (id === null) throw new Error(stderr);
  return id;
}
