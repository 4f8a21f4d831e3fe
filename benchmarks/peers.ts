/** Other programs on the same data: C by gcc, numpy, PyTorch and JAX by Python. What is not installed is left out. */
import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { packageRoot } from '../src/engine/source.js';
import type { Case } from './cases.js';
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

/** A Python process that answers in turn: `library kind file steps` -> seconds and loss. */
function pythonProcess(python: string, flags: Readonly<Record<string, string>>) {
  const child = spawn(python, [join(sources, 'training.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...flags },
  });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  child.on('exit', () => waiting.splice(0).forEach((tell) => tell('absent')));
  return (library: string, name: string): Peer => ({
    name,
    run: async ({ kind }, file, steps) => {
      const line = new Promise<string>((resolve) => waiting.push(resolve));
      child.stdin.write(`${library} ${kind} ${file} ${steps}\n`);
      return answer(await line);
    },
    close: () => child.stdin.end(),
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
