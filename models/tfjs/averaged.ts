import type { Stopped } from 'claimcheck';

/** One phase of plain descent in which the outputs at the examples are averaged over its last steps. */
interface Averaging {
  readonly averaged?: number;
  readonly steps?: number;
  readonly momentum?: number;
  readonly optimizer?: 'gradient' | 'adam';
  readonly warmUp?: number;
  readonly fallsAt?: number;
  readonly batch?: number;
  readonly labelNoise?: number;
}
interface Ended {
  readonly steps: number;
  readonly stopped: Stopped;
  readonly loss: number;
}

/**
 * Runs the phase, its last `averaged` steps one by one, and adds the mean of the outputs after each of them to `means`.
 * @throws Error where a phase cut into steps is another phase, or has too few steps
 */
export function averaged<P extends Averaging, E extends Ended>(
  phase: P,
  run: (phase: P) => E,
  outputs: () => ArrayLike<number>,
  means: Float64Array[],
): E {
  const { averaged: count, steps, momentum, optimizer, warmUp, fallsAt, batch, labelNoise } = phase;
  if (count === undefined) return run(phase);
  if (!(steps !== undefined && count >= 1 && count <= steps))
    throw new Error(`invalid averaged; must be in 1 .. steps: ${count}`);
  if (momentum || optimizer === 'adam' || warmUp || fallsAt !== undefined || batch || labelNoise !== undefined)
    throw new Error('outputs are averaged in phases of plain full-batch descent alone');
  let ended = run({ ...phase, steps: steps - count });
  let made = ended.steps;
  const mean = Float64Array.from(outputs(), () => 0);
  for (let step = 0; step < count && ended.stopped === 'steps'; step++) {
    ended = run({ ...phase, steps: 1 });
    made += ended.steps;
    const f = outputs();
    for (let i = 0; i < mean.length; i++) mean[i]! += f[i]! / count;
  }
  means.push(mean);
  return { ...ended, steps: made };
}

/** The means of all phases that have one, after each other. */
export const joined = (means: readonly Float64Array[]): Float64Array =>
  Float64Array.from(means.flatMap((mean) => Array.from(mean)));
