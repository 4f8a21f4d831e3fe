/** Other programs on the same data: C by gcc, numpy, PyTorch and JAX by Python. What is not installed is left out. */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../src/engine/source.js';
import { cases, type Case } from './cases.js';
import type { Timing } from './timed.js';

export interface Peer {
  readonly name: string;
  /** Undefined where it cannot do the case. */
  readonly run: (each: Case, dataFile: string, steps: number) => Promise<Timing | undefined>;
  readonly close: () => void;
}

const sources = join(packageRoot, 'benchmarks', 'peers');

function answer(text: string): Timing | undefined {
  const [seconds, loss] = text.trim().split(' ').map(Number);
  return Number.isFinite(seconds) && loss !== undefined ? { seconds: seconds!, loss } : undefined;
}

/** `folder` takes the executables. */
export function cPeers(folder: string): Peer[] {
  const flags = {
    'C, strict': ['-march=native'],
    'C, fast-math': ['-march=native', '-ffast-math'],
    // Vectors of two float64 and no fused multiply-add: what WebAssembly has.
    'C, 128-bit': ['-march=x86-64-v2', '-ffast-math'],
  };
  return Object.entries(flags).flatMap(([name, more], k) => {
    const program = join(folder, `training-${k}`);
    try {
      const source = join(sources, 'training.c');
      execFileSync('gcc', ['-O3', ...more, '-o', program, source, '-lm'], { stdio: 'ignore' });
    } catch {
      return [];
    }
    const run: Peer['run'] = async ({ kind }, file, steps) => {
      try {
        const text = execFileSync(program, [kind, file, String(steps)], { stdio: ['ignore', 'pipe', 'ignore'] });
        return answer(text.toString());
      } catch {
        return undefined;
      }
    };
    return [{ name, run, close: () => {} }];
  });
}

/** A process that answers lines in turn; nothing once it has ended. */
function answering(command: string, words: readonly string[], flags: Readonly<Record<string, string>> = {}) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...flags } });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  child.on('exit', () => waiting.splice(0).forEach((tell) => tell('absent')));
  child.stdin.on('error', () => {});
  return {
    ask: async (line: string): Promise<Timing | undefined> => {
      if (child.exitCode !== null) return undefined;
      const told = new Promise<string>((resolve) => waiting.push(resolve));
      child.stdin.write(`${line}\n`);
      return answer(await told);
    },
    close: () => child.stdin.end(),
  };
}

/** A build with one kind of kernels. */
export function buildPeer(name: string, folder: string, kind: string): Peer {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'contender.js');
  const { ask, close } = answering(process.execPath, [program, folder, kind]);
  const names = cases().map((each) => each.name);
  return { name, run: (each, _file, steps) => ask(`${names.indexOf(each.name)} ${steps}`), close };
}

/** `library kind file steps` -> seconds and loss. */
function pythonProcess(python: string, flags: Readonly<Record<string, string>>) {
  const { ask, close } = answering(python, [join(sources, 'training.py')], flags);
  return (library: string, name: string): Peer => ({
    name,
    run: ({ kind }, file, steps) => ask(`${library} ${kind} ${file} ${steps}`),
    close,
  });
}

/** `python`: an interpreter that may have the libraries. */
export function pythonPeers(python: string): Peer[] {
  try {
    execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
  } catch {
    return [];
  }
  const peer = pythonProcess(python, {});
  // The same program for vectors of two float64 without fused multiply-add.
  const narrow = pythonProcess(python, { XLA_FLAGS: '--xla_cpu_max_isa=SSE4_2' });
  return [
    peer('numpy', 'numpy'),
    peer('torch', 'PyTorch, eager'),
    peer('jax', 'JAX, jit'),
    narrow('jax', 'JAX, 128-bit'),
  ];
}
