/** One run of the claim in a folder: its processes, what it has on disk, and what it began. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../src/engine/journal.js';
import { readReport } from '../../src/reporting/schema.js';
import { root, type Ran } from '../commands/shell.js';
import type { Subject } from './subject.js';
import { until } from './until.js';

/** A process of the command, in a group of its own. */
export interface Process {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  readonly over: () => boolean;
  /** What it wrote to its standard error so far. */
  readonly said: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
}

type Env = Readonly<Record<string, string>>;

/** @param before words that start it, as `ip netns exec NAME`; @param main the command of another package */
export function started(
  args: readonly string[],
  env: Env = {},
  before: readonly string[] = [],
  main = join(root, 'src', 'main.mjs'),
): Process {
  const { CI: _, FORCE_COLOR: __, ...inherited } = process.env;
  const words = [...before, process.execPath, main, ...args];
  const child = spawn(words[0]!, words.slice(1), {
    cwd: root,
    env: { ...inherited, PYTHONDONTWRITEBYTECODE: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, over] = ['', '', false];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      over = true;
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, ended, over: () => over, said: () => stderr, kill: (signal) => void child.kill(signal) };
}

export class Job {
  readonly trace: string;
  readonly journal: string;

  constructor(
    readonly subject: Subject,
    readonly out: string,
    /** More flags of every run. */
    readonly more: readonly string[] = [],
    /** Of every run. */
    readonly env: Record<string, string> = {},
  ) {
    this.trace = `${out}.trace`;
    this.journal = join(out, 'journal.ndjson');
  }

  get flags(): readonly string[] {
    const plain = ['--level', 'quick', '--out', this.out];
    // A shard writes no report.
    const report = this.more.includes('--shard') ? [] : ['--no-ledger', '--format', 'json'];
    // On a queue each worker has its own.
    const threads = this.env['CLAIMCHECK_QUEUE'] === undefined ? ['--workers', '2'] : [];
    return ['run', 'draws', ...this.subject.flags, ...plain, ...report, ...threads, ...this.more];
  }

  run(env: Env = {}, before: readonly string[] = []): Process {
    const all = { DRAWS_TRACE: this.trace, ...this.env, ...env };
    return started([...this.flags, ...(this.begun() ? ['--resume'] : [])], all, before);
  }

  begun(): boolean {
    return existsSync(join(this.out, 'journal.origin'));
  }

  lines(): number {
    return existsSync(this.journal) ? readFileSync(this.journal, 'utf8').split('\n').length - 1 : 0;
  }

  /** The names of the trials that the journal has whole. */
  names(): Set<string> {
    if (!existsSync(this.journal)) return new Set();
    const whole = [...readJournal(this.journal)].filter((each) => typeof each !== 'number');
    return new Set(
      whole
        .filter(({ error }) => error === undefined)
        .map(({ claim, arm, index, by, digest }) => [claim, arm, index, by, digest].join(' ')),
    );
  }

  /** How often each trial was begun. */
  trainings(): Map<string, number> {
    const counts = new Map<string, number>();
    if (existsSync(this.trace))
      for (const line of readFileSync(this.trace, 'utf8').split('\n'))
        if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1);
    return counts;
  }

  /** How often a trial ended its thread or process. */
  troubles(): number {
    const entered = `${this.trace}.trouble`;
    return existsSync(entered) ? readFileSync(entered, 'utf8').length : 0;
  }

  /** Of the finished report; null where there is none. */
  id(): string | null {
    const report = join(this.out, 'report.json');
    return existsSync(report) ? readReport(report).id : null;
  }

  /** Until it has so many lines, or has ended. @returns whether it is still at it */
  async reaches(run: Process, lines: number): Promise<boolean> {
    await until(`${lines} lines in ${this.journal}`, () => run.over() || (this.begun() && this.lines() >= lines));
    return !run.over();
  }
}
