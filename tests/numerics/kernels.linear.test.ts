/** The compiled loops of the linear models are the plain loops, bit for bit: every rule, fault and end. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import classifier, { type SteepestRule } from '../../models/linear-classifier.js';
import linear from '../../models/linear-model.js';
import penalized, { type PenalizedRule } from '../../models/penalized-linear.js';
import type { Model, Trained } from '../../src/claim.js';
import { useKernels } from '../../src/numerics/kernels.js';
import type { Geometry } from '../../src/numerics/geometry.js';
import { gramTransposed, matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';
import { linearRules, classifierRules } from '../models/rules.js';

const { steepest } = classifierRules;
const { descent } = linearRules;

afterEach(() => useKernels('wasm'));

type Data = Parameters<typeof classifier.train>[0];

interface Shape {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
}

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 19 }),
  d: fc.integer({ min: 1, max: 23 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

function drawn({ n, d, seed }: Shape, scale = 1): Data {
  const from = seededStream(seed);
  const X = matrix(
    n,
    d,
    normals(from, n * d).map((x) => scale * x),
  );
  return { X, y: normals(from, n).map((y) => (y < 0 ? -1 : 1)) };
}

/** Trained by both; the entries as 64 bits, so that the sign of a zero counts (but all that is not a number is one). */
function both(model: Model<Data>['train'], task: Data, rule: object) {
  return (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const name = { suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: 1 };
    const { parameters, steps, stopped, facts }: Trained = model(task, rule, streams(name));
    const w = (parameters['w'] ?? parameters['beta'])!.map((entry) => (Number.isNaN(entry) ? NaN : entry));
    return { bits: new BigUint64Array(w.buffer), steps, stopped, facts };
  });
}

function agree(model: Model<Data>['train'], task: Data, rule: object): Pick<Trained, 'steps' | 'stopped'> {
  const [plain, compiled] = both(model, task, rule);
  expect(compiled).toEqual(plain);
  return compiled!;
}

const variants = (model: Model<Data>) =>
  fc.constantFrom(
    model.train.bind(model),
    ...[...Object.values(model.faults ?? {}), ...Object.values(model.harmless ?? {})].map(({ by }) => by!),
  );

describe('penalized-linear', () => {
  const end = fc.record(
    { gradient: fc.constantFrom(1e-9, 1e-2, 10), steps: fc.integer({ min: 0, max: 80 }) },
    { requiredKeys: ['gradient'] },
  );
  const kinds = fc.oneof(
    fc.record({
      loss: fc.constantFrom('squared', 'logistic'),
      optimizer: fc.constantFrom('descent', 'nesterov', 'heavy-ball'),
    }),
    fc.record({
      loss: fc.constantFrom('squared', 'logistic'),
      optimizer: fc.constant('adam'),
      decoupled: fc.boolean(),
      steps: fc.integer({ min: 0, max: 80 }),
    }),
    fc.record({
      loss: fc.constant('squared'),
      optimizer: fc.constant('stochastic'),
      steps: fc.integer({ min: 0, max: 80 }),
    }),
    fc.record({ loss: fc.constant('squared'), optimizer: fc.constant('dual') }),
    fc.record({ loss: fc.constant('lasso'), optimizer: fc.constantFrom('ista', 'fista', 'coordinates') }),
  );
  const rules = fc
    .tuple(kinds, end, fc.constantFrom(0.03, 0.1, 1), fc.constantFrom(0, 1, 3))
    .map(([kind, how, penalty, start]) => ({ start, penalty, ...how, ...kind }));

  test('every rule, model and fault, on every shape', () => {
    fc.assert(
      fc.property(shapes, rules, variants(penalized), (shape, rule, train) => {
        agree(train, drawn(shape), rule);
      }),
      { numRuns: 500 },
    );
  });

  const shape = { n: 7, d: 5, seed: 3 };
  const rule = (loss: PenalizedRule['loss'], optimizer: PenalizedRule['optimizer'], more = {}) => ({
    loss,
    optimizer,
    penalty: 0.1,
    ...more,
  });

  test('without an end at a gradient, and without a penalty', () => {
    for (const optimizer of ['descent', 'nesterov', 'heavy-ball', 'adam'] as const)
      for (const loss of ['squared', 'logistic'] as const) {
        const of = { penalty: optimizer === 'heavy-ball' ? 1e-3 : 0, steps: 3000 };
        expect(agree(penalized.train, drawn(shape), rule(loss, optimizer, of)).steps).toBe(3000);
      }
  });

  test('what grows beyond all numbers, and what is none', () => {
    const optimizers = ['descent', 'nesterov', 'heavy-ball', 'adam', 'stochastic', 'ista', 'fista'] as const;
    for (const start of [1e160, 1e200, 1e308])
      for (const optimizer of optimizers)
        for (const loss of ['squared', 'logistic', 'lasso'] as const)
          agree(penalized.train, drawn(shape), rule(loss, optimizer, { start, steps: 40 }));
    const none = { ...drawn(shape), y: new Float64Array(shape.n).fill(NaN) };
    for (const optimizer of optimizers) agree(penalized.train, none, rule('squared', optimizer, { steps: 40 }));
    for (const scale of [1e-200, 1e150])
      for (const optimizer of ['descent', 'nesterov', 'dual', 'coordinates'] as const)
        agree(penalized.train, drawn(shape, scale), rule('squared', optimizer, { gradient: 1e-9, steps: 40 }));
  });

  test('a design of zeros: coordinate descent divides zero by zero and ends at its budget', () => {
    const zeros = drawn({ n: 4, d: 1, seed: 2 }, 0);
    expect(agree(penalized.train, zeros, rule('lasso', 'coordinates'))).toMatchObject({ stopped: 'budget' });
    for (const optimizer of ['ista', 'fista', 'descent', 'nesterov', 'heavy-ball'] as const)
      agree(penalized.train, zeros, rule(optimizer.endsWith('ista') ? 'lasso' : 'squared', optimizer, { steps: 30 }));
  });

  test('a column of zeros keeps the sign of its zero', () => {
    const task = drawn({ n: 6, d: 8, seed: 1 });
    for (let k = 0; k < 48; k++) if (k % 8 < 4) task.X.data[k] = 0;
    for (const optimizer of ['ista', 'fista'] as const)
      agree(penalized.train, task, rule('lasso', optimizer, { start: 0, steps: 5 }));
  });

  test('more steps than one call makes, and memory that has to grow', () => {
    const small = drawn({ n: 2, d: 3, seed: 9 });
    for (const steps of [0, 1, 15, 16, 17, 18, 100_100])
      for (const optimizer of ['nesterov', 'adam', 'stochastic'] as const)
        agree(penalized.train, small, rule('squared', optimizer, { steps }));
    for (const steps of [16, 17, 100_100]) agree(penalized.train, small, rule('lasso', 'fista', { steps }));
    for (const d of [60, 600, 6000])
      agree(penalized.train, drawn({ n: 20, d, seed: d }), rule('squared', 'descent', { steps: 2 }));
  });
});

describe('linear-classifier', () => {
  const rules = fc
    .record({
      norm: fc.constantFrom('L1', 'L2', 'Linf'),
      steps: fc.integer({ min: 0, max: 60 }),
      rate: fc.constantFrom(0.1, 1, 300),
      loss: fc.constantFrom('exponential', 'squared'),
      weighted: fc.boolean(),
    })
    .map((rule) => rule as SteepestRule);

  test('every rule, model and fault, on every shape', () => {
    fc.assert(
      fc.property(
        shapes,
        rules,
        variants(classifier),
        fc.constantFrom(0, 1e-160, 1, 1e5),
        (shape, rule, train, scale) => {
          agree(train, drawn(shape, scale), rule);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('more steps than one call makes, and memory that has to grow', () => {
    for (const norm of ['L1', 'L2', 'Linf'] as const) {
      for (const steps of [0, 1, 15, 16, 17, 100_100])
        agree(classifier.train, drawn({ n: 2, d: 3, seed: 9 }), steepest(norm, { steps }));
      for (const d of [60, 600, 6000])
        agree(classifier.train, drawn({ n: 20, d, seed: d }), steepest(norm, { steps: 2 }));
    }
  });

  test('steps without bound', () => {
    const task = drawn({ n: 5, d: 3, seed: 4 });
    const rule = { rate: 1e307, steps: 400, loss: 'squared' } as const;
    const stopped = (['L1', 'L2', 'Linf'] as const).map(
      (norm) => agree(classifier.faults!['constant step']!.by!, task, steepest(norm, rule)).stopped,
    );
    expect(stopped).toContain('diverged');
  });
});

describe('linear-model', () => {
  const kinds = ['euclidean', 'preconditioned', 'p-norm', 'hypentropy'] as const;
  /** A geometry of the kind, and of the task's width. */
  function of(kind: Geometry['kind'], { n, d, seed }: Shape): Geometry {
    if (kind === 'p-norm') return { kind, p: 1.1 + (seed % 9) / 10 };
    if (kind === 'hypentropy') return { kind, alpha: [1e-5, 1e-2, 1][seed % 3]! };
    if (kind === 'euclidean') return { kind };
    const P = gramTransposed(drawn({ n: n + d, d, seed: seed + 1 }).X);
    for (let j = 0; j < d; j++) P.data[j * d + j]! += 1;
    return { kind, P };
  }
  const rules = fc.record(
    {
      momentum: fc.constantFrom(0, 0.3, 0.9),
      single: fc.boolean(),
      start: fc.constantFrom(0.1, 1, 30),
      lossScale: fc.constantFrom(0.8, 1),
      weighted: fc.boolean(),
      residual: fc.constantFrom(1e-9, 1e-3, 2),
      steps: fc.integer({ min: 0, max: 60 }),
      budget: fc.constantFrom(0, 1, 15, 16, 17, 200),
    },
    { requiredKeys: ['residual', 'budget'] },
  );

  test('every rule, model and fault, on every shape', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(...kinds), rules, variants(linear), (shape, kind, rule, train) => {
        agree(train, drawn(shape), descent(of(kind, shape), rule));
      }),
      { numRuns: 600 },
    );
  });

  test('to the end, in every geometry', () => {
    const shape = { n: 5, d: 12, seed: 2 };
    for (const kind of kinds)
      expect(agree(linear.train, drawn(shape), descent(of(kind, shape))).stopped).toBe('residual');
  });

  test('no end at a residual: budgets, more steps than one call makes, memory that has to grow', () => {
    const { residual: _, ...endless } = descent({ kind: 'euclidean' });
    const small = { n: 5, d: 3, seed: 9 };
    for (const kind of kinds)
      for (const budget of [0, 1, 15, 16, 17, 3000])
        agree(linear.train, drawn(small), { ...endless, geometry: of(kind, small), budget });
    agree(linear.train, drawn(small), { ...endless, budget: 100_100 });
    for (const d of [60, 600, 6000])
      agree(linear.train, drawn({ n: 20, d, seed: d }), descent({ kind: 'p-norm', p: 1.5 }, { steps: 3 }));
  });

  test('divergence, labels that are no numbers, and no geometry', () => {
    const shape = { n: 6, d: 4, seed: 4 };
    const none = { ...drawn(shape), y: new Float64Array(shape.n).fill(NaN) };
    for (const kind of kinds) agree(linear.train, none, descent(of(kind, shape), { budget: 3000 }));
    for (const kind of kinds)
      for (const rule of [{ lossScale: 30 }, { momentum: 0.99 }, { start: 1e7 }, { start: 1e300 }])
        agree(linear.train, drawn(shape), descent(of(kind, shape), { ...rule, budget: 3000 }));
    const fast = descent({ kind: 'euclidean' }, { lossScale: 30 });
    expect(agree(linear.train, drawn(shape), fast).stopped).toBe('diverged');
    expect(() => both(linear.train, drawn(shape), descent({ kind: 'p-norm', p: 1 }))).toThrow(
      /expected a number above 1/,
    );
  });
});
