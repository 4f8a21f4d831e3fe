/**
 * Models that train by words in a room train alike by the plain loops, bit for bit: every rule, fault and harmless variant, on
 * every shape and to every end.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import completion from '../../models/completion-methods.js';
import decayed from '../../models/decayed-network.js';
import diagonal from '../../models/diagonal-network.js';
import idealized from '../../models/idealized-noise-network.js';
import layered from '../../models/layered-network.js';
import leastSquares from '../../models/least-squares.js';
import classifier from '../../models/linear-classifier.js';
import linear from '../../models/linear-model.js';
import margin from '../../models/margin-classifier.js';
import factors from '../../models/matrix-factorization.js';
import twoFactors from '../../models/penalized-factorization.js';
import penalized from '../../models/penalized-linear.js';
import { nuclearSteps } from '../../models/penalized/nuclear.js';
import sparse from '../../models/sparse-methods.js';
import twoLayer from '../../models/two-layer-network.js';
import type { Any, Model } from '../../src/claim.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { gramTransposed, matrix } from '../../src/numerics/matrix.js';
import { within } from '../../src/numerics/room.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { diagonalRules } from './rules.js';

afterEach(() => useKernels('wasm'));

interface Shape {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
}

/** What both give: a value, or the message of an error. */
function agree<V>(compute: () => V): V {
  const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    try {
      return compute();
    } catch (error) {
      return (error as Error).message;
    }
  });
  expect(compiled).toEqual(plain);
  return compiled as V;
}

/** The entries as 64 bits, so that the sign of a zero counts (but all that is not a number is one). */
const bits = (x: Float64Array) => new BigUint64Array(x.map((entry) => (Number.isNaN(entry) ? NaN : entry)).buffer);

/** Trains by both, and leaves both streams where the other does. @returns how it ended: in words, or by an error */
function trained(train: Model<Any>['train'], task: Any, rule: Any): string {
  const end = agree(() => {
    const [starts, noise] = [seededStream(1), seededStream(2)];
    const streams = { train: () => starts, noise: () => noise, eval: () => seededStream(3) };
    const { parameters, steps, stopped, facts, predict } = train(task, rule, streams);
    const all = Object.entries(parameters).map(([name, x]) => [name, bits(x)]);
    return {
      all,
      steps,
      stopped,
      facts,
      predicted: task.X && predict!(task.X),
      next: [starts.normal(), noise.normal()],
    };
  });
  return typeof end === 'string' ? end : end.stopped;
}

const variants = (model: Model<Any>) => [
  model.train.bind(model),
  ...[model.faults, model.harmless].flatMap((each) => Object.values(each ?? {}).map(({ by }) => by)),
];

const labelled = ({ n, d, seed }: Shape, scale = 1) => {
  const from = seededStream(seed);
  const X = matrix(
    n,
    d,
    normals(from, n * d).map((x) => scale * x),
  );
  return { X, y: normals(from, n).map((y) => (y < 0 ? -1 : 1)) };
};
const regressed = (shape: Shape, scale = 1) => ({
  ...labelled(shape, scale),
  y: normals(seededStream(shape.seed + 1), shape.n),
});
const heldOut = (shape: Shape) => ({ ...labelled(shape), heldOut: labelled({ ...shape, seed: shape.seed + 1 }) });
const sensed = ({ n, d, seed }: Shape, scale = 1) => {
  const m = Math.min(d, 9);
  const A = labelled({ n, d: m * m, seed }, scale).X;
  for (let k = 0; k < A.data.length; k++) {
    const [i, j] = [Math.floor((k % (m * m)) / m), k % m];
    if (j < i && seed % 2 === 0) A.data[k] = A.data[k - i * m - j + j * m + i]!;
  }
  return { A, y: normals(seededStream(seed + 1), n) };
};
/** At least one entry is seen. */
const partly = ({ d, seed }: Shape, scale = 1) => {
  const m = Math.min(d, 7);
  const from = seededStream(seed);
  const observed = matrix(
    m,
    m,
    normals(from, m * m).map((x) => scale * x),
  );
  const seen = normals(from, m * m).map((entry, k) => +(k === 0 || entry * entry < 0.3 + (seed % 3)));
  return { observed, seen, heldOut: seen.map((entry) => 1 - entry) };
};

const KINDS = ['euclidean', 'preconditioned', 'p-norm', 'hypentropy'] as const;
/** A geometry of the kind, and of the task's width. */
function geometry(kind: (typeof KINDS)[number], { n, d, seed }: Shape): object {
  if (kind === 'p-norm') return { kind, p: 1.1 + (seed % 9) / 10 };
  if (kind === 'hypentropy') return { kind, alpha: [1e-5, 1e-2, 1][seed % 3]! };
  if (kind === 'euclidean') return { kind };
  const P = gramTransposed(labelled({ n: n + d, d, seed: seed + 1 }).X);
  for (let j = 0; j < d; j++) P.data[j * d + j]! += 1;
  return { kind, P };
}

const steps = fc.integer({ min: 0, max: 60 });
const some = <T>(...values: T[]) => fc.constantFrom(...values);

interface Case {
  readonly model: Model<Any>;
  readonly task: (shape: Shape, scale?: number) => object;
  readonly rules: fc.Arbitrary<object>;
  readonly runs: number;
  /** Ends that are met, among others. */
  readonly ways: readonly string[];
  /** What the numbers of a task are multiplied by; 1 if absent. */
  readonly scales?: readonly number[];
  /** The rule on a task of that shape. */
  readonly on?: (rule: Any, shape: Shape) => object;
  /** Shapes and rules of their own, and how they end. */
  readonly also?: readonly (readonly [shape: Partial<Shape>, rule: object, end?: RegExp])[];
  /** Whether a rule ends soon on tasks that are no numbers, vanish or overflow. */
  readonly ends?: (rule: Any) => boolean;
}
/** One phase, and those that follow it. */
const inTurn = <P extends object>(phase: fc.Arbitrary<P>) =>
  fc.array(phase, { minLength: 1, maxLength: 3 }).map(([first, ...then]) => ({ ...first, then }));
const rectified = { width: 7, activation: 'relu', spread: { W: 1, a: 1 } };
const { adam, descent, mirror } = diagonalRules;

const CASES: readonly Case[] = [
  {
    model: linear,
    task: labelled,
    rules: fc.record(
      {
        optimizer: some('mirror', 'mirror', 'mirror', 'adam', 'adagrad', 'greedy'),
        kind: some(...KINDS),
        rate: some(0.01, 0.3),
        momentum: some(0, 0.3, 0.99),
        single: fc.boolean(),
        start: some(0.1, 30, 1e7, 1e300),
        lossScale: some(0.8, 1, 30),
        weighted: fc.boolean(),
        residual: some(1e-9, 1e-3, 2),
        steps,
        budget: some(0, 1, 200),
      },
      { requiredKeys: ['optimizer', 'kind', 'rate', 'budget'] },
    ),
    runs: 400,
    ways: ['budget', 'diverged', 'residual', 'steps'],
    on: ({ kind, ...rule }, shape) => ({ ...rule, geometry: geometry(kind, shape) }),
  },
  {
    model: classifier,
    task: labelled,
    rules: fc.record({
      norm: some('L1', 'L2', 'Linf'),
      steps,
      rate: some(0.1, 1, 300, 1e307),
      loss: some('exponential', 'squared'),
      weighted: fc.boolean(),
    }),
    runs: 400,
    ways: ['diverged', 'steps'],
  },
  {
    model: leastSquares,
    task: labelled,
    rules: fc.record({
      optimizer: some('gradient', 'momentum', 'nesterov'),
      penalty: some(0, 0.1),
      start: some(0, 3, 1e200),
      gradient: some(1e-9, 1e-2),
      budget: steps,
    }),
    runs: 100,
    ways: ['budget', 'diverged', 'gradient'],
  },
  {
    model: sparse,
    task: heldOut,
    rules: fc.record({ method: some('network', 'ridge'), alpha: some(1e-3) }),
    runs: 8,
    ways: ['exact'],
    ends: ({ method }) => method === 'ridge',
  },
  {
    model: penalized,
    task: labelled,
    rules: fc
      .record(
        {
          loss: some('squared', 'logistic', 'lasso'),
          optimizer: some(
            ...['descent', 'nesterov', 'heavy-ball', 'adam', 'lbfgs', 'dual'],
            ...['stochastic', 'ista', 'fista', 'coordinates', 'factorized', 'factorized'],
          ),
          penalty: some(1e-3, 0.03, 0.1, 3),
          start: some(0, 0.5, 3, 1e160, 1e308),
          depth: fc.integer({ min: 1, max: 4 }),
          decoupled: fc.boolean(),
          gradient: some(1e-8, 1e-2, 10),
          steps,
        },
        { requiredKeys: ['loss', 'optimizer', 'penalty', 'start', 'gradient', 'steps'] },
      )
      .filter(({ optimizer, start }) => optimizer !== 'coordinates' || start < 10),
    runs: 400,
    ways: ['gradient', 'steps'],
    ends: ({ optimizer }) => optimizer !== 'coordinates',
  },
  {
    model: margin,
    task: (shape, scale) => ({ ...labelled(shape, scale), signal: new Float64Array(shape.d), size: 1 }),
    rules: fc.record({
      kind: fc.constant('network'),
      form: some('diagonal', 'connected'),
      share: some(0.01, 0.5, 0.9),
      start: some(0.1, 1),
    }),
    runs: 60,
    ways: ['gradient'],
  },
  {
    model: factors,
    task: sensed,
    rules: fc.record(
      {
        optimizer: some('mirror', 'gradient'),
        alpha: some(1e-3, 0.1, 1, 0, 1e200, 1e308),
        signed: fc.boolean(),
        start: some('gaussian', 'orthogonal'),
        balance: some(0, 0.5),
        onlyU: fc.boolean(),
        gaussNewton: some(false, false, true),
        rate: some(1e-3, 0.02, 0.5, 3),
        within: some(0.3, 10),
        stable: some(0.7, 20),
        residual: some(1e-6, 0.5, 5),
        steps,
      },
      { requiredKeys: ['optimizer', 'alpha', 'steps'] },
    ),
    runs: 300,
    ways: ['diverged', 'residual', 'steps'],
  },
  {
    model: completion,
    task: partly,
    rules: fc.record({ method: some('factors', 'nuclear'), alpha: some(1e-3, 1), strength: some(0, 2) }),
    runs: 20,
    ways: ['exact'],
    ends: ({ method }) => method === 'nuclear',
  },
  {
    model: twoFactors,
    task: partly,
    rules: fc.record(
      {
        optimizer: some('factors', 'proximal'),
        penalty: some(0.03, 0.3, 10),
        width: fc.integer({ min: 1, max: 10 }),
        start: some(0, 0.1, 3),
      },
      { requiredKeys: ['optimizer', 'penalty'] },
    ),
    runs: 40,
    ways: ['gradient'],
  },
  {
    model: diagonal,
    task: regressed,
    rules: fc
      .tuple(
        fc.record(
          {
            alpha: some(1e-3, 0.1, 1),
            depth: some(2, 2, 2, 3, 4, 5),
            balance: some(0, 0.5),
            gaussian: fc.boolean(),
            signs: fc.boolean(),
            centred: fc.boolean(),
          },
          { requiredKeys: ['alpha'] },
        ),
        inTurn(
          fc
            .record(
              {
                optimizer: some('mirror', 'gradient', 'momentum', 'adam'),
                lossScale: some(1, 0.5),
                weighted: fc.boolean(),
                single: fc.boolean(),
                gaussNewton: fc.boolean(),
                rate: some(1e-3, 1e-2, 0.5),
                falling: fc.boolean(),
                labelNoise: some(0.1, 1),
                noiseOfSigns: fc.boolean(),
                frozen: fc.boolean(),
                gradientNoise: some(0.01, 0.1),
                penalty: some(0.01, 0.3),
                residual: some(1e-6, 0.5),
                steps: fc.integer({ min: 0, max: 150 }),
              },
              { requiredKeys: ['optimizer', 'steps'] },
            )
            .map((phase) => ({
              within: 0.1,
              stable: 0.25,
              ...(phase.optimizer === 'adam' && { rate: 0.01 }),
              ...phase,
            })),
        ),
      )
      .map(([start, phases]) => ({ ...start, ...phases })),
    runs: 600,
    ways: ['residual', 'steps'],
    also: [
      ...[1e-4, 0.1].flatMap((alpha) =>
        Array.from({ length: 15 }, (_, k) => ({ n: 1 + k, d: 1 + ((7 * k) % 23), seed: k })).flatMap(
          (shape) =>
            [
              [shape, mirror({ alpha, budget: 3000 })],
              [shape, descent({ alpha, budget: 3000 })],
              [shape, adam({ alpha, steps: 500, residual: 1e-3 })],
            ] as const,
        ),
      ),
      [{}, { ...descent({ alpha: 1 }), rate: 3, budget: 500 }, /^diverged$/],
      ...[NaN, 1e200, 0].map((alpha) => [{}, mirror({ alpha })] as const),
      [{}, descent({ alpha: 0, budget: 10 })],
      ...[2, 3, 4].map((depth) => [{}, mirror({ alpha: 0.1, depth, gaussNewton: true }), /^residual$/] as const),
      [{}, mirror({ alpha: 0, gaussNewton: true }), /pivot 0 is 0/],
      ...[60, 600, 6000].map(
        (d) =>
          [
            { n: 20, d },
            { ...descent({ alpha: 0.1 }), steps: 2 },
          ] as const,
      ),
      ...[0, 1, 15, 16, 17, 18].map((steps) => [{}, { ...descent({ alpha: 0.1, residual: 0 }), steps }] as const),
      [{}, { ...descent({ alpha: 0.1, residual: 0 }), rate: 1e-5, steps: 100_100 }, /^steps$/],
    ],
  },
  {
    model: decayed,
    task: regressed,
    rules: fc.record({
      width: fc.integer({ min: 1, max: 13 }),
      penalty: some(0, 1e-4, 0.1, 10),
      steps,
      start: some(0, 0.3, 1, 1e150),
    }),
    runs: 200,
    ways: ['gradient', 'steps'],
    also: [0, 1, 15, 16, 17].map((steps) => [{}, { width: 3, penalty: 0, steps }]),
  },
  {
    model: twoLayer,
    task: regressed,
    rules: fc
      .tuple(
        fc.record(
          {
            width: fc.integer({ min: 1, max: 8 }).map((half) => 2 * half),
            activation: some('relu', 'tanh', 'softplus', 'linear'),
            scale: some(0.3, 1),
            signs: fc.boolean(),
            antisymmetric: fc.boolean(),
            trained: fc.record({ W: fc.boolean(), b: fc.boolean(), a: fc.boolean(), c: fc.boolean() }),
            centred: fc.boolean(),
            alpha: some(0.5, 30),
          },
          { requiredKeys: ['width', 'activation'] },
        ),
        fc.boolean(),
        some({}, { loss: 'squared' }, { loss: 'logistic' }).chain((loss) =>
          inTurn(
            fc
              .record(
                {
                  optimizer: some('gradient', 'adam'),
                  momentum: some(0.5, 0.9),
                  rate: some(1e-3, 0.05, 1),
                  warmUp: some(1, 7),
                  fallsAt: some(0.3, 0.7),
                  clip: some(0.1, 5),
                  batch: fc.integer({ min: 1, max: 20 }),
                  labelNoise: some(0.1, 1),
                  frozen: fc.boolean(),
                  weightNoise: some(0.01, 0.1),
                  decay: some(0.01, 0.3),
                  decayOf: some('hidden', 'output'),
                  dropout: fc.record({ q: some(0, 0.25, 0.5), masks: fc.integer({ min: 1, max: 5 }) }),
                  explicit: some(0.1),
                  residual: some(1e-4, 0.5),
                  steps: fc.integer({ min: 0, max: 40 }),
                  averaged: some(1, 3, 40),
                },
                { requiredKeys: ['rate', 'steps'] },
              )
              .map(({ averaged, ...phase }) => {
                const whole = phase.batch === undefined && averaged !== undefined && averaged <= phase.steps;
                return { ...phase, ...loss, ...(whole && { averaged }) };
              }),
          ),
        ),
      )
      .map(([start, odd, phases]) => {
        const width = odd && !start.antisymmetric ? start.width - 1 : start.width;
        return { ...start, width, spread: { W: 1, a: 0.5, b: 0.3 }, ...phases };
      }),
    runs: 800,
    ways: ['diverged', 'residual', 'steps'],
    also: [
      ...[40, 160, 641].map(
        (n) =>
          [
            { n, d: 30 },
            { ...rectified, width: n, rate: 1e-3, steps: 2 },
          ] as const,
      ),
      [{}, { ...rectified, rate: 30, budget: 500 }, /^diverged$/],
      ...[1e200, 1e308].map((W) => [{}, { ...rectified, spread: { W, a: W }, rate: 1, budget: 50 }] as const),
    ],
  },
  {
    model: idealized,
    task: labelled,
    rules: fc.record({
      width: fc.integer({ min: 1, max: 140 }),
      blocks: fc.integer({ min: 1, max: 3 }),
      phases: fc.array(
        fc.record(
          {
            rate: some(0.05, 0.4, 30, 1e13),
            decay: some(0, 0.015, 0.3),
            refresh: some(1, 4, 7),
            loss: some(1e-9, 0.3, 0.69),
            steps: fc.integer({ min: 0, max: 40 }),
            budget: fc.integer({ min: 0, max: 40 }),
          },
          { requiredKeys: ['rate'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    scales: [1, 0, 12],
    runs: 200,
    ways: ['budget', 'diverged', 'residual', 'steps'],
    on: ({ blocks, ...rule }, { d }) => ({
      ...rule,
      blocks: Array.from({ length: Math.min(blocks, d) }, (_, k) => (k === 0 ? d - Math.min(blocks, d) + 1 : 1)),
    }),
  },
  {
    model: layered,
    task: labelled,
    rules: fc.record(
      {
        hidden: fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 3 }),
        gain: some(0, 1.4, 30),
        optimizer: some('gradient', 'adam'),
        rate: some(0.01, 0.3, 1e9),
        steps: fc.integer({ min: 0, max: 40 }),
        ascent: some(-0.1, 0.1, 2),
        decay: some(0.01, 0.3),
        then: fc.constant({ only: 0, rate: 1 }),
      },
      { requiredKeys: ['hidden', 'rate', 'steps'] },
    ),
    scales: [1, 0, 1e155],
    runs: 300,
    ways: ['diverged', 'steps'],
  },
];

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 19 }),
  d: fc.integer({ min: 1, max: 23 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
describe.each(CASES.map((each) => [each.model.name, each] as const))(
  '%s',
  (_, { model, task, rules, runs, ways, scales = [1], on = (rule) => rule, also = [], ends: soon = () => true }) => {
    const all = variants(model);

    test('every rule and variant, on every shape, to every end', () => {
      const met = new Set<string>();
      fc.assert(
        fc.property(shapes, rules, some(...scales), fc.nat(all.length * 2), (shape, rule, scale, k) => {
          met.add(trained(all[k < all.length ? k : 0]!, task(shape, scale), on(rule, shape)));
        }),
        { numRuns: runs },
      );
      expect([...met]).toEqual(expect.arrayContaining([...ways]));
    });

    test('what is no number, vanishes or overflows', () => {
      fc.assert(
        fc.property(rules.filter(soon), some(NaN, Infinity, 0, 1e-200, 1e150), (rule, scale) => {
          const shape = { n: 6, d: 5, seed: 4 };
          trained(model.train.bind(model), task(shape, scale), on(rule, shape));
        }),
        { numRuns: Math.min(runs, 60) },
      );
    });

    if (also.length > 0)
      test('shapes and rules of their own', () => {
        for (const [shape, rule, end = /./] of also)
          expect(trained(model.train.bind(model), task({ n: 4, d: 7, seed: 5, ...shape }), rule)).toMatch(end);
      });
  },
);

describe('proximal steps of the nuclear norm', () => {
  const ends = (shape: Shape, rule: Any, scale = 1) =>
    agree(() => {
      const task = partly(shape, scale);
      const start = matrix(task.observed.rows, task.observed.rows);
      return within(() => nuclearSteps(task, start, rule));
    });

  test('a step as long as the tolerance is the last one', () => {
    const shape = { n: 1, d: 5, seed: 3 };
    for (const limit of [0, 1, 17]) expect(ends(shape, { penalty: 0.1, tolerance: 0, limit }).steps).toBe(limit);
    expect(ends(shape, { penalty: 0.1, tolerance: 1e-9, limit: 5000 }).ended).toBe(true);
    // At this penalty the first step, from 0 to 0, has no length.
    expect(ends(shape, { penalty: 100, tolerance: 0, limit: 9 })).toMatchObject({ steps: 1, ended: true });
  });

  test('what has no full rank or must be rescaled goes by the plain decomposition', () => {
    for (const scale of [1, 1e-170, 1e170, NaN]) {
      for (const seed of [1, 3]) ends({ n: 1, d: 6, seed }, { penalty: 0.1, tolerance: 1e-3, limit: 40 }, scale);
    }
  });
});
