/** Binding of assembly/twoLayerPhase.ts: one phase of the two-layer network (models/two-layer-network.ts). */
import type { Stream } from '../../stream.js';
import type { Matrix } from '../matrix.js';
import { positionOf } from '../stream.js';
import { chunk, putStream, takeStream } from './arguments.js';
import { kernels } from './instance.js';

/** theta (W: m x d, b, a, c) is left at the end of the phase. */
export interface TwoLayerState {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly width: number;
  readonly activation: 'relu' | 'tanh' | 'softplus' | 'linear';
  readonly theta: Float64Array;
  readonly free: Float64Array;
  readonly origin: Float64Array;
  readonly scale: number;
  readonly alpha: number;
  readonly train: Stream;
  readonly noise: Stream;
}

/** A phase with everything decided that does not change from step to step. */
export interface TwoLayerPhase {
  readonly logistic: boolean;
  readonly adam: boolean;
  readonly momentum: number;
  readonly base: number;
  readonly warmUp: number;
  readonly fallsFrom: number;
  readonly clip: number | undefined;
  readonly batch: number | undefined;
  /** Size of the label noise; undefined for none. */
  readonly labelNoise: number | undefined;
  /** The label noise that is kept, where it is not drawn at every step. */
  readonly frozen: Float64Array | undefined;
  readonly weightNoise: number | undefined;
  readonly dropout: { readonly q: number; readonly masks: number } | undefined;
  readonly explicit: number | undefined;
  /** The outputs after that many last steps are averaged; their mean is added to `mean` (n). */
  readonly averaged: number | undefined;
  readonly mean: Float64Array;
  readonly decay: number;
  readonly decayFrom: number;
  readonly decayTo: number;
  readonly target: number | undefined;
  readonly limit: number;
}

const ACTIVATIONS = ['relu', 'tanh', 'softplus', 'linear'] as const;
const ENDS = ['', 'residual', 'diverged', 'limit'] as const;

/** Runs one phase; undefined where the plain loop is to run. */
export function twoLayerPhase(
  state: TwoLayerState,
  phase: TwoLayerPhase,
): { steps: number; stopped: 'residual' | 'diverged' | 'limit'; loss: number } | undefined {
  const { X, width: m, theta } = state;
  const { rows: n, cols: d } = X;
  if (phase.batch !== undefined && !(phase.batch >= 1 && phase.batch <= n)) return undefined;
  // As many units as the plain loop has masks for.
  if (phase.dropout && !(phase.dropout.masks >= 1 && m <= 4096)) return undefined;
  if (!positionOf(state.train) || !positionOf(state.noise)) return undefined;
  const arena = kernels();
  if (!arena) return undefined;
  const size = theta.length;
  const even = size + (size & 1);
  const at = arena.room(34);
  const x = arena.put(X.data);
  const moving = arena.put(theta, even);
  const rows = arena.room(n);
  arena.words(rows, n).set(Int32Array.from({ length: n }, (_, i) => i));
  const train = putStream(arena, state.train);
  const noise = putStream(arena, state.noise);
  const mean = arena.put(phase.mean);
  const words = [
    x,
    arena.put(state.y),
    moving,
    arena.zeros(even),
    arena.put(state.free, even),
    arena.put(state.origin),
    arena.room(n * m),
    arena.room(n * m),
    arena.room(n * m),
    arena.room(n),
    arena.room(n),
    rows,
    phase.batch === undefined ? x : arena.room(n * d),
    arena.zeros(even),
    arena.zeros(even),
    phase.frozen ? arena.put(phase.frozen) : arena.zeros(n),
    arena.room(4 * n),
    arena.room(d * m),
    train,
    noise,
    arena.room(2 * (m + 3)),
    mean,
    n,
    d,
    m,
    size,
    ACTIVATIONS.indexOf(state.activation),
    phase.adam ? 1 : phase.momentum !== 0 ? 2 : 0,
    +phase.logistic,
    phase.batch ?? 0,
    phase.frozen ? 2 : phase.labelNoise === undefined ? 0 : 1,
    +(phase.target !== undefined),
    +(phase.clip !== undefined),
    +(phase.weightNoise !== undefined),
    phase.decayFrom,
    phase.decayTo,
    phase.limit,
    phase.dropout?.masks ?? 0,
    +(phase.explicit !== undefined),
    phase.averaged ?? 0,
  ];
  // Only now: making room may have moved the memory.
  arena.words(at, 40).set(words);
  arena
    .numbers(at + 160, 14)
    .set([
      state.scale,
      state.alpha,
      phase.base,
      phase.momentum,
      phase.warmUp,
      phase.fallsFrom,
      phase.clip ?? 0,
      phase.labelNoise ?? 0,
      phase.weightNoise ?? 0,
      phase.decay,
      phase.target ?? 0,
      phase.dropout?.q ?? 0,
      phase.explicit ?? 0,
      NaN,
    ]);
  const run = arena.call['twoLayerPhase'] as (phase: number, from: number, to: number) => number;
  let steps = 0;
  let end = 0;
  while (end === 0) {
    const result = run(
      at,
      steps,
      Math.min(phase.limit, steps + chunk(n * m * (d + 2 + 2 * (phase.dropout?.masks ?? 0)), steps)),
    );
    steps += result >> 2;
    end = result & 3;
  }
  arena.take(moving, theta);
  arena.take(mean, phase.mean);
  takeStream(arena, train, state.train);
  takeStream(arena, noise, state.noise);
  return { steps, stopped: ENDS[end] as 'residual' | 'diverged' | 'limit', loss: arena.numbers(at + 160, 14)[13]! };
}
