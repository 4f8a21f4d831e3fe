/** Runs the command as a user does: another process, its exit code and what it printed. */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const fixtures = join(root, 'tests', 'fixtures', 'claims');
export const brokenFixtures = join(root, 'tests', 'fixtures', 'broken');
export const scratch = (): string => mkdtempSync(join(tmpdir(), 'claimcheck-test-'));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Shell {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called when the process is there, with what sends it a signal. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void) => void;
  /** Called with what was written to standard error so far, and with the same. */
  readonly heard?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export function claimcheck(
  args: readonly string[],
  { cwd = root, env = {}, started, heard }: Shell = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const { CI: _, FORCE_COLOR: __, ...inherited } = process.env;
    const child = spawn(process.execPath, [join(root, 'src', 'main.mjs'), ...args], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    const kill = (signal: NodeJS.Signals) => void child.kill(signal);
    started?.(kill);
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
      heard?.(stderr, kill);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
