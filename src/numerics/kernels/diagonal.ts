/** Binding of assembly/diagonal.ts: one phase of the diagonal network (models/diagonal-network.ts). */
import type { Stream } from '../../stream.js';
import type { Matrix } from '../matrix.js';
import { positionOf } from '../stream.js';
import { chunk, putStream, takeStream } from './arguments.js';
import { kernels } from './instance.js';

/** u, v (d) and all that follows from them; the kernel leaves them at the end of the phase. */
export interface DiagonalState {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly depth: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly origin: Float64Array;
  readonly beta: Float64Array;
  readonly r: Float64Array;
  readonly product: Float64Array;
  readonly norm: number;
  readonly train: Stream;
  readonly noise: Stream;
}

/** A phase with everything decided that does not change from step to step. */
export interface DiagonalPhase {
  readonly optimizer: 'mirror' | 'gradient' | 'momentum' | 'adam';
  readonly limit: number;
  readonly target: number | undefined;
  readonly rate: number | undefined;
  readonly lossScale: number;
  readonly within: number | undefined;
  readonly stable: number | undefined;
  readonly momentum: number;
  readonly falling: boolean;
  readonly weighted: boolean;
  readonly single: boolean;
  readonly gaussNewton: boolean;
  /** Standard deviation of the label noise; undefined for none. */
  readonly sigma: number | undefined;
  readonly ofSigns: boolean;
  /** The label noise that is kept, where it is not drawn at every step. */
  readonly frozen: Float64Array | undefined;
  readonly gradientNoise: number | undefined;
  readonly costs: Float64Array | undefined;
}

const OPTIMIZERS = ['mirror', 'gradient', 'momentum', 'adam'] as const;
/** The last: where the plain loop is to go on, which ends it. */
const ENDS = ['steps', 'residual', 'diverged', 'steps'] as const;

/**
 * Runs one phase from the residual `r` at hand. Undefined where the plain loop is to run.
 * `steps` is the end by the limit, whether a declared one is the model's to say; or before it, where the plain loop is to go on.
 */
export function diagonalPhase(
  state: DiagonalState,
  phase: DiagonalPhase,
): { steps: number; stopped: (typeof ENDS)[number] } | undefined {
  const arena = kernels();
  if (!arena || !positionOf(state.train) || !positionOf(state.noise)) return undefined;
  const n = state.X.rows;
  const real = state.X.cols;
  const d = real + (real & 1);
  const put = (data: Float64Array) => arena.put(data, d);
  const at = arena.room(28);
  const X = arena.putRows(state.X.data, n, real, d);
  const moving = {
    u: put(state.u),
    v: put(state.v),
    beta: put(state.beta),
    r: arena.put(state.r),
    product: put(state.product),
  };
  const train = putStream(arena, state.train);
  const noise = putStream(arena, state.noise);
  const addresses = [
    X,
    arena.put(state.y),
    moving.u,
    moving.v,
    put(state.origin),
    moving.beta,
    moving.r,
    moving.product,
    train,
    noise,
    ...Array.from({ length: 5 }, () => arena.zeros(d)),
    arena.zeros(n),
    phase.frozen ? arena.put(phase.frozen) : arena.zeros(n),
    phase.costs ? put(phase.costs) : 0,
    ...[n * d, n * n, n * n, n].map((size) => (phase.gaussNewton ? arena.room(size) : 0)),
  ];
  const counts = [
    n,
    d,
    real,
    state.depth,
    OPTIMIZERS.indexOf(phase.optimizer),
    +phase.weighted,
    +phase.single,
    +phase.falling,
    phase.frozen ? 2 : phase.sigma === undefined ? 0 : 1,
    +phase.ofSigns,
    +(phase.target !== undefined),
    +(phase.rate !== undefined),
    +(phase.gradientNoise !== undefined),
    +phase.gaussNewton,
  ];
  arena.words(at, 36).set([...addresses, ...counts]);
  arena
    .numbers(at + 144, 10)
    .set([
      state.norm,
      phase.target ?? 0,
      phase.limit,
      phase.rate ?? 0,
      phase.lossScale,
      phase.within ?? NaN,
      phase.stable ?? NaN,
      phase.momentum,
      phase.sigma ?? 0,
      phase.gradientNoise ?? 0,
    ]);
  const run = arena.call['diagonal'] as (phase: number, from: number, to: number) => number;
  let steps = 0;
  let end = 0;
  while (steps < phase.limit && end === 0) {
    const result = run(
      at,
      steps,
      Math.min(phase.limit, steps + chunk(phase.gaussNewton ? n * n * (n + d) : n * d, steps)),
    );
    steps += result >> 2;
    end = result & 3;
  }
  for (const name of ['u', 'v', 'beta', 'r', 'product'] as const) arena.take(moving[name], state[name]);
  takeStream(arena, train, state.train);
  takeStream(arena, noise, state.noise);
  return { steps, stopped: ENDS[end]! };
}
