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

/** A phase as a rule says it, and what is decided where it begins. */
export interface DiagonalPhase {
  readonly optimizer: 'mirror' | 'gradient' | 'momentum' | 'adam';
  readonly limit: number;
  readonly residual?: number;
  readonly rate: number | undefined;
  readonly lossScale?: number;
  readonly within?: number;
  readonly stable?: number;
  readonly falling?: boolean;
  readonly weighted?: boolean;
  readonly single?: boolean;
  readonly gaussNewton?: boolean;
  readonly labelNoise?: number;
  readonly noiseOfSigns?: boolean;
  readonly frozen?: boolean;
  /** The noise of the labels, where there is one: drawn where it is frozen. */
  readonly noise: Float64Array | undefined;
  readonly gradientNoise?: number;
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
    phase.frozen && phase.noise ? arena.put(phase.noise) : arena.zeros(n),
    phase.costs ? put(phase.costs) : 0,
    ...[n * d, n * n, n * n, n].map((size) => (phase.gaussNewton ? arena.room(size) : 0)),
  ];
  const counts = [
    n,
    d,
    real,
    state.depth,
    OPTIMIZERS.indexOf(phase.optimizer),
    +!!phase.weighted,
    +!!phase.single,
    +!!phase.falling,
    phase.noise ? (phase.frozen ? 2 : 1) : 0,
    +!!phase.noiseOfSigns,
    +(phase.residual !== undefined),
    +(phase.rate !== undefined),
    +(phase.gradientNoise !== undefined),
    +!!phase.gaussNewton,
  ];
  arena.words(at, 36).set([...addresses, ...counts]);
  arena
    .numbers(at + 144, 10)
    .set([
      state.norm,
      phase.residual ?? 0,
      phase.limit,
      phase.rate ?? 0,
      phase.lossScale ?? 1,
      phase.within ?? NaN,
      phase.stable ?? NaN,
      phase.optimizer === 'momentum' ? 0.9 : 0,
      phase.labelNoise ?? 0,
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
