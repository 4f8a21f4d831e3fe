/** The compiled loop of the matrix factorization is the plain loop of the model, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import model, { type FactorRule } from '../../models/matrix-factorization.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';
import { factorRules } from '../models/rules.js';

const { exponential, factored } = factorRules;

afterEach(() => useKernels('wasm'));

const draws = (index: number) => streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: index });

interface Shape {
  readonly m: number;
  readonly d: number;
  readonly seed: number;
  readonly symmetric: boolean;
}

const shapes = fc.record({
  m: fc.integer({ min: 1, max: 27 }),
  d: fc.integer({ min: 1, max: 11 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  symmetric: fc.boolean(),
});

function both({ m, d, seed, symmetric }: Shape, rule: FactorRule) {
  const from = seededStream(seed);
  const A = matrix(m, d * d, normals(from, m * d * d));
  const y = normals(from, m);
  if (symmetric)
    for (let k = 0; k < m; k++)
      for (let i = 0; i < d; i++)
        for (let j = 0; j < i; j++) A.data[k * d * d + i * d + j] = A.data[k * d * d + j * d + i]!;
  return (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const { parameters, steps, stopped, facts } = model.train({ A, y }, rule, draws(seed));
    return { parameters, steps, stopped, facts };
  });
}

function agree(shape: Shape, rule: FactorRule): string {
  const [plain, compiled] = both(shape, rule);
  expect(compiled).toEqual(plain);
  return compiled!.stopped;
}

const rules = fc.record(
  {
    optimizer: fc.constantFrom('mirror', 'gradient'),
    alpha: fc.constantFrom(1e-3, 0.1, 1),
    signed: fc.boolean(),
    start: fc.constantFrom('gaussian', 'orthogonal'),
    balance: fc.constantFrom(0, 0.5),
    onlyU: fc.boolean(),
    rate: fc.constantFrom(1e-3, 0.02, 0.5),
    within: fc.constantFrom(0.3, 10),
    stable: fc.constantFrom(0.7, 20),
    residual: fc.constantFrom(1e-6, 0.5, 5),
    steps: fc.integer({ min: 0, max: 80 }),
  },
  { requiredKeys: ['optimizer', 'alpha', 'steps'] },
) as fc.Arbitrary<FactorRule>;

describe('the matrix factorization', () => {
  test('every rule, on every shape; each way to end is among them', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(shapes, rules, (shape, rule) => {
        ends.add(agree(shape, rule));
      }),
      { numRuns: 600 },
    );
    expect(ends).toEqual(new Set(['steps', 'residual', 'diverged']));
  });

  test('to the end: exponential steps, descent', () => {
    fc.assert(
      fc.property(shapes, fc.constantFrom(1e-3, 0.1), (shape, alpha) => {
        agree(shape, exponential({ alpha, budget: 300 }));
        agree(shape, factored({ alpha, within: 0.3, stable: 0.7, budget: 1000 }));
      }),
      { numRuns: 20 },
    );
  });

  test('a residual that equals the target ends the loop', () => {
    const shape = { m: 6, d: 4, seed: 2, symmetric: true };
    const residual = both(shape, factored({ alpha: 0.1, steps: 20 }))[0]!.facts!.residual!;
    for (const exact of [residual, residual * (1 - 1e-15)]) {
      agree(shape, factored({ alpha: 0.1, residual: exact, steps: 40 }));
      expect(both(shape, factored({ alpha: 0.1, residual: exact }))[1]!.steps).toBe(exact === residual ? 20 : 21);
    }
  });

  test('divergence, and entries that are not numbers', () => {
    const shape = { m: 3, d: 5, seed: 4, symmetric: true };
    expect(agree(shape, factored({ alpha: 1, rate: 3 }))).toBe('diverged');
    expect(agree(shape, factored({ alpha: 1, within: 1e3, stable: 1e6 }))).toBe('diverged');
    for (const alpha of [1e308, 1e200, 1e-200, 0, -0]) {
      agree(shape, factored({ alpha, budget: 10 }));
      agree(shape, exponential({ alpha, budget: 10, signed: false, start: 'gaussian' }));
    }
  });

  test('memory that has to grow', () => {
    for (const d of [12, 40, 64]) agree({ m: 60, d, seed: d, symmetric: false }, factored({ alpha: 0.1, steps: 2 }));
  });

  test('budgets of 0 and 1, and more steps than one call makes', () => {
    const shape = { m: 2, d: 2, seed: 9, symmetric: true };
    for (const steps of [0, 1, 15, 16, 17, 18]) agree(shape, factored({ alpha: 0.1, residual: 0, steps }));
    agree(shape, factored({ alpha: 0.1, residual: 0, rate: 1e-7, steps: 100_100 }));
  });
});
