/**
 * The tasks and draws of a claim's first trials as arrays for the programs in peers/job/, and our own margins on them: on
 * what is not drawn twice, margins must agree.
 */
import { join } from 'node:path';
import type { Claim, Rule, Streams } from '../src/claim.js';
import { armNamed, modelOf, type Arm } from '../src/engine/arm.js';
import { discoverModels } from '../src/engine/discover.js';
import { draw } from '../src/engine/draw.js';
import { trial } from '../src/engine/trial.js';
import type { Matrix } from '../src/numerics/matrix.js';
import { normals, streams as named, type TrialName } from '../src/numerics/stream.js';
import type { Stream } from '../src/stream.js';
import { packageRoot } from '../src/engine/source.js';

/** Row by row, in base64. */
interface Packed {
  readonly shape: readonly number[];
  readonly data: string;
}
export type Given = Readonly<Record<string, Packed>>;
/** By arm and part, a margin per trial. */
export type Margins = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

interface Drawn {
  readonly arm: Arm;
  readonly task: {
    readonly X: Matrix;
    readonly y: Float64Array;
    readonly truth: Float64Array;
    readonly alpha?: number;
  };
  readonly streams: Streams;
  /** u and v, or theta, where the claim's run of that place starts. */
  readonly start: (place: number) => Readonly<Record<string, Float64Array>>;
}

const pack = (shape: readonly number[], data: ArrayLike<number>): Packed => ({
  shape,
  data: Buffer.from(Float64Array.from(data).buffer).toString('base64'),
});
/** Arrays of one shape, the first index theirs. */
const stack = (shape: readonly number[], all: readonly ArrayLike<number>[]): Packed => {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = new Float64Array(all.length * size);
  all.forEach((each, k) => data.set(Array.from(each), k * size));
  return pack([all.length, ...shape], data);
};
const scalars = (values: readonly number[]) => pack([values.length], values);
/** The matrix with rows and columns of zeros after its own. */
function padded({ rows, cols, data }: Matrix, height: number, width: number): Float64Array {
  const out = new Float64Array(height * width);
  for (let i = 0; i < rows; i++) out.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return out;
}
const signs = (stream: Stream, count: number) =>
  Float64Array.from({ length: count }, () => (stream.bits() < 0x80000000 ? -1 : 1));

/** The diagonal network: tasks, and starts that are drawn. */
function diagonal(trials: readonly Drawn[], alphas?: readonly number[]): Given {
  const scales = alphas ?? [0];
  const tasks = trials.filter(({ arm }) => arm.name === 'claim').map(({ task }) => task);
  const width = Math.max(...tasks.map(({ X }) => X.cols));
  const starts = ['control:random signs', 'control:small Gaussian start'].flatMap((name) => {
    const drawn = trials.filter(({ arm }) => arm.name === name);
    if (drawn.length === 0) return [];
    return scales.flatMap((_, column) =>
      ['u', 'v'].map((of) => {
        const rows = drawn.map(({ start }) => start(column)[of]!);
        return [`${name.slice('control:'.length)}, ${column}, ${of}`, stack([width], rows)] as const;
      }),
    );
  });
  return {
    X: stack(
      [7, width],
      tasks.map(({ X }) => padded(X, 7, width)),
    ),
    y: stack(
      [7],
      tasks.map(({ y }) => y),
    ),
    n: scalars(tasks.map(({ X }) => X.rows)),
    d: scalars(tasks.map(({ X }) => X.cols)),
    alpha: stack(
      [scales.length],
      tasks.map(({ alpha }) => alphas ?? [alpha!]),
    ),
    ...Object.fromEntries(starts),
  };
}

/** The noisy network: starts of 16 units of 5 inputs, then 2,500 examples and signs, or 96 entries of noise a step. */
function noise(trials: readonly Drawn[]): Given {
  const steps = Array.from({ length: 2500 });
  const drawn = trials.map(({ arm, streams, start }) => {
    const theta = start(1)['start']!;
    const [train, noise] = [streams.train(), streams.noise()];
    normals(train, 96);
    const picks = steps.map(() => train.integer(5));
    const once = signs(noise, 5);
    const fresh = streams.noise();
    const labels = picks.map((pick) => (arm.name.endsWith('once') ? once : signs(fresh, 5))[pick]!);
    return { W: theta.subarray(0, 80), a: theta.subarray(96, 112), picks, labels };
  });
  const shaken = trials.filter(({ arm }) => arm.name.endsWith('weight noise')).map(({ streams }) => streams.noise());
  return {
    X: stack(
      [5, 5],
      trials.map(({ task }) => task.X.data),
    ),
    y: stack(
      [5],
      trials.map(({ task }) => task.y),
    ),
    W: stack(
      [16, 5],
      drawn.map(({ W }) => W),
    ),
    a: stack(
      [16],
      drawn.map(({ a }) => a),
    ),
    pick: stack(
      [trials.length],
      steps.map((_, k) => drawn.map(({ picks }) => picks[k]!)),
    ),
    sign: stack(
      [trials.length],
      steps.map((_, k) => drawn.map(({ labels }) => labels[k]!)),
    ),
    shake: stack(
      [shaken.length, 96],
      steps.map(() => shaken.flatMap((stream) => [...normals(stream, 96)])),
    ),
  };
}

function descent(trials: readonly Drawn[]): Given {
  return {
    X: stack(
      [80, 20],
      trials.map(({ task }) => task.X.data),
    ),
    y: stack(
      [80],
      trials.map(({ task }) => task.y),
    ),
    truth: stack(
      [20],
      trials.map(({ task }) => task.truth),
    ),
    W: stack(
      [80, 20],
      trials.map(({ streams }) => normals(streams.train(), 1600).map((x) => x / Math.sqrt(20))),
    ),
    points: stack(
      [200, 20],
      trials.map(({ streams }) => normals(streams.eval(), 4000)),
    ),
  };
}

/** The quadratic network: 4,000 steps of noise, one number for each equation, or for each coordinate. */
function sparse(trials: readonly Drawn[]): Given {
  const noise = trials.map(({ arm, task, streams }) => {
    const stream = streams.noise();
    const width = arm.name.endsWith('spherical noise') ? 40 : task.X.rows;
    const next = () => (arm.name.endsWith('signs') ? signs(stream, width) : normals(stream, width));
    const once = arm.name.endsWith('frozen noise') ? next() : undefined;
    const out = new Float64Array(4000 * 40);
    for (let step = 0; step < 4000; step++) out.set(once ?? next(), step * 40);
    return out;
  });
  return {
    X: stack(
      [20, 40],
      trials.map(({ task }) => padded(task.X, 20, 40)),
    ),
    y: stack(
      [20],
      trials.map(({ task }) => task.y),
    ),
    truth: stack(
      [40],
      trials.map(({ task }) => task.truth),
    ),
    n: scalars(trials.map(({ task }) => task.X.rows)),
    noise: stack([4000, 40], noise),
  };
}

/**
 * Arms on which margins are not the same number: single samples are drawn without end, by each for itself; without a way back
 * our loss is that of the last example; and from 1e-6 Adam, like descent on labels that are wrong for ever, makes of a last
 * bit another end.
 */
const APART = ['single samples', 'no way back', 'Adam', 'frozen noise'].map((label) => `control:${label}`);

/** By claim: its arrays. */
const ARRAYS: Readonly<Record<string, (trials: readonly Drawn[]) => Given>> = {
  'initialization-selects-q-alpha': (trials) => diagonal(trials),
  'small-init-is-min-l1': (trials) => diagonal(trials, [0.1, 1e-3, 1e-6]),
  'label-noise-flattens': noise,
  'double-descent-peaks': descent,
  'label-noise-recovers-sparse': sparse,
};

export const CLAIMS = Object.keys(ARRAYS);

/** @param arms of the claim; of each the first `count` trials are given */
export async function given(id: string, seed: string, arms: readonly string[], count: number) {
  const claim = ((await import(join(packageRoot, 'dist', 'claims', `${id}.js`))) as { default: Claim }).default;
  const models = new Map([...(await discoverModels({}))].map(([name, { model }]) => [name, model]));
  const known = arms.filter((name) => !APART.includes(name));
  const drawn = known.flatMap((name) =>
    Array.from({ length: count }, (_, index): Drawn => {
      const arm = armNamed(claim, name, models);
      const at: TrialName = { suiteSeed: seed, claim: id, arm: name, trial: index };
      const own = named(at);
      const streams = { ...own, eval: named({ ...at, arm: arm.tasksOf }).eval };
      const { task } = draw(arm.claim.forAll, { ...at, arm: arm.tasksOf });
      const start = (place: number) => {
        const run = Object.values(arm.claim.train)[place]!;
        const rule = (typeof run.rule === 'function' ? (run.rule as (of: unknown) => Rule)(task) : run.rule) as object;
        const still = { ...rule, steps: 0, residual: undefined, then: undefined } as never;
        return modelOf(run, models).train(task, still, streams).parameters;
      };
      return { arm, task: task as Drawn['task'], streams, start };
    }),
  );
  const short = (arm: string) => arm.replace('control:', '');
  const margins: Margins = Object.fromEntries(
    known.map((name) => {
      const arm = armNamed(claim, name, models);
      const records = Array.from({ length: count }, (_, index) => trial(arm, id, seed, index, models));
      const of = (part: string) => records.map(({ parts }) => parts[part]!.margins[0]?.slack ?? NaN);
      return [short(name), Object.fromEntries(arm.parts.map((part) => [part, of(part)]))];
    }),
  );
  const counts = Object.fromEntries(known.map((name) => [short(name), count]));
  return { plan: { counts, given: ARRAYS[id]!(drawn) }, margins };
}
