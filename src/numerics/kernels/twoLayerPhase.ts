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
  readonly scale?: number;
  readonly alpha?: number;
  readonly train: Stream;
  readonly noise: Stream;
}

/** A phase as a rule says it, and what is decided where it begins. */
export interface TwoLayerPhase {
  readonly loss?: 'squared' | 'logistic';
  readonly optimizer?: 'gradient' | 'adam';
  readonly momentum?: number;
  readonly base: number;
  readonly warmUp?: number;
  /** The rate falls after this share of `limit`. */
  readonly fallsAt?: number;
  readonly clip?: number;
  readonly batch?: number;
  readonly labelNoise?: number;
  readonly frozen?: boolean;
  /** The noise of the labels, where there is one: drawn where it is frozen. */
  readonly labels: Float64Array | undefined;
  readonly weightNoise?: number;
  readonly dropout?: { readonly q: number; readonly masks: number | 'all' };
  readonly explicit?: number;
  /** The outputs after that many last steps are averaged; their mean is added to `mean` (n). */
  readonly averaged?: number;
  readonly mean: Float64Array;
  readonly decay?: number;
  readonly decayed: readonly [from: number, to: number];
  readonly residual?: number;
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
  const masks = phase.dropout?.masks ?? 0;
  // As many units as the plain loop has masks for; all of them are enumerated there.
  if (masks === 'all' || (phase.dropout && !(masks >= 1 && m <= 4096))) return undefined;
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
    phase.frozen && phase.labels ? arena.put(phase.labels) : arena.zeros(n),
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
    phase.optimizer === 'adam' ? 1 : phase.momentum ? 2 : 0,
    +(phase.loss === 'logistic'),
    phase.batch ?? 0,
    phase.labels ? (phase.frozen ? 2 : 1) : 0,
    +(phase.residual !== undefined),
    +(phase.clip !== undefined),
    +(phase.weightNoise !== undefined),
    ...phase.decayed,
    phase.limit,
    masks,
    +(phase.explicit !== undefined),
    phase.averaged ?? 0,
  ];
  // Only now: making room may have moved the memory.
  arena.words(at, 40).set(words);
  arena
    .numbers(at + 160, 14)
    .set([
      state.scale ?? 1,
      state.alpha ?? 1,
      phase.base,
      phase.momentum ?? 0,
      phase.warmUp ?? 0,
      phase.fallsAt === undefined ? Infinity : phase.fallsAt * phase.limit,
      phase.clip ?? 0,
      phase.labelNoise ?? 0,
      phase.weightNoise ?? 0,
      phase.decay ?? 0,
      phase.residual ?? 0,
      phase.dropout?.q ?? 0,
      phase.explicit ?? 0,
      NaN,
    ]);
  const run = arena.call['twoLayerPhase'] as (phase: number, from: number, to: number) => number;
  let steps = 0;
  let end = 0;
  while (end === 0) {
    const result = run(at, steps, Math.min(phase.limit, steps + chunk(n * m * (d + 2 + 2 * masks), steps)));
    steps += result >> 2;
    end = result & 3;
  }
  arena.take(moving, theta);
  arena.take(mean, phase.mean);
  takeStream(arena, train, state.train);
  takeStream(arena, noise, state.noise);
  return { steps, stopped: ENDS[end] as 'residual' | 'diverged' | 'limit', loss: arena.numbers(at + 160, 14)[13]! };
}
