/** The compiled phase of the diagonal network is the plain loop of the model, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import diagonal, { type DiagonalRule } from '../../models/diagonal-network.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';
import { diagonalRules } from '../models/rules.js';

const { adam, descent, mirror } = diagonalRules;

afterEach(() => useKernels('wasm'));

const draws = (index: number) => streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: index });

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

function both({ n, d, seed }: Shape, rule: DiagonalRule, sparse = true) {
  const from = seededStream(seed);
  const X = matrix(n, d, normals(from, n * d));
  const y = normals(from, n);
  if (!sparse) X.data.fill(0, 0, d);
  return (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    try {
      const { parameters, steps, stopped, facts } = diagonal.train({ X, y }, rule, draws(seed));
      return { parameters, steps, stopped, facts };
    } catch (error) {
      return { stopped: (error as Error).message };
    }
  });
}

function agree(shape: Shape, rule: DiagonalRule): void {
  const [plain, compiled] = both(shape, rule);
  expect(compiled).toEqual(plain);
}

const phases = fc.record(
  {
    optimizer: fc.constantFrom('mirror', 'gradient', 'momentum', 'adam'),
    lossScale: fc.constantFrom(1, 0.5),
    weighted: fc.boolean(),
    single: fc.boolean(),
    gaussNewton: fc.boolean(),
    rate: fc.constantFrom(1e-3, 1e-2, 0.5),
    falling: fc.boolean(),
    labelNoise: fc.constantFrom(0.1, 1),
    noiseOfSigns: fc.boolean(),
    frozen: fc.boolean(),
    gradientNoise: fc.constantFrom(0.01, 0.1),
    penalty: fc.constantFrom(0.01, 0.3),
    residual: fc.constantFrom(1e-6, 0.5),
    steps: fc.integer({ min: 0, max: 150 }),
  },
  { requiredKeys: ['optimizer', 'steps'] },
);

const rules = fc
  .tuple(
    fc.record(
      {
        alpha: fc.constantFrom(1e-3, 0.1, 1),
        depth: fc.constantFrom(2, 2, 2, 3, 4, 5),
        balance: fc.constantFrom(0, 0.5),
        gaussian: fc.boolean(),
        signs: fc.boolean(),
        centred: fc.boolean(),
      },
      { requiredKeys: ['alpha'] },
    ),
    fc.array(phases, { minLength: 1, maxLength: 3 }),
  )
  .map(([start, [first, ...then]]) => {
    const defaults = (phase: object) => ({ within: 0.1, stable: 0.25, ...('rate' in phase ? {} : {}), ...phase });
    const safe = (phase: (typeof then)[number]) =>
      defaults(phase.optimizer === 'adam' ? { rate: 0.01, ...phase } : phase);
    return { ...start, ...safe(first!), then: then.map(safe) } as unknown as DiagonalRule;
  });

describe('the diagonal network', () => {
  test('every rule, on every shape', () => {
    fc.assert(
      fc.property(shapes, rules, (shape, rule) => agree(shape, rule)),
      { numRuns: 600 },
    );
  });

  test('to the end: mirror, descent, Adam', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1e-4, 0.1), (shape, alpha) => {
        agree(shape, mirror({ alpha, budget: 3000 }));
        agree(shape, descent({ alpha, budget: 3000 }));
        agree(shape, adam({ alpha, steps: 500, residual: 1e-3 }));
      }),
      { numRuns: 40 },
    );
  });

  test('divergence, and entries that are not numbers', () => {
    const shape = { n: 3, d: 5, seed: 4 };
    agree(shape, { ...descent({ alpha: 1 }), rate: 3, budget: 500 });
    expect(both(shape, { ...descent({ alpha: 1 }), rate: 3, budget: 500 })[1]!.stopped).toBe('diverged');
    agree(shape, mirror({ alpha: NaN }));
    agree(shape, mirror({ alpha: 1e200 }));
    agree(shape, mirror({ alpha: 0 }));
    agree(shape, descent({ alpha: 0, budget: 10 }));
  });

  test('Gauss-Newton: to the end, and a metric that is not definite', () => {
    const shape = { n: 4, d: 7, seed: 5 };
    for (const depth of [2, 3, 4]) {
      agree(shape, mirror({ alpha: 0.1, depth, gaussNewton: true }));
      expect(both(shape, mirror({ alpha: 0.1, depth, gaussNewton: true }))[1]!.stopped).toBe('residual');
    }
    agree(shape, mirror({ alpha: 0, gaussNewton: true }));
    expect(both(shape, mirror({ alpha: 0, gaussNewton: true }))[1]!.stopped).toMatch(/pivot 0 is 0/);
  });

  test('memory that has to grow', () => {
    for (const d of [60, 600, 6000]) agree({ n: 20, d, seed: d }, { ...descent({ alpha: 0.1 }), steps: 2 });
  });

  test('budgets of 0 and 1, and more steps than one call makes', () => {
    const shape = { n: 2, d: 3, seed: 9 };
    for (const steps of [0, 1, 15, 16, 17, 18]) agree(shape, { ...descent({ alpha: 0.1, residual: 0 }), steps });
    agree(shape, { ...descent({ alpha: 0.1, residual: 0 }), rate: 1e-5, steps: 100_100 });
  });
});
