/** The compiled phase of the two-layer network is the plain loop of the model, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import twoLayerNetwork, { type Phase, type TwoLayerRule } from '../../models/two-layer-network.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';

afterEach(() => useKernels('wasm'));

interface Shape {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
}

function both({ n, d, seed }: Shape, rule: TwoLayerRule) {
  const from = seededStream(seed);
  const X = matrix(n, d, normals(from, n * d));
  const y = normals(from, n).map((value) => (rule.loss === 'logistic' ? Math.sign(value) : value));
  return (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const name = { suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: seed };
    const { parameters, steps, stopped, facts } = twoLayerNetwork.train({ X, y }, rule, streams(name));
    return { parameters, steps, stopped, facts };
  });
}

function agree(shape: Shape, rule: TwoLayerRule): void {
  const [plain, compiled] = both(shape, rule);
  expect(compiled).toEqual(plain);
}

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 17 }),
  d: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

const phases = fc.record(
  {
    optimizer: fc.constantFrom('gradient', 'adam'),
    momentum: fc.constantFrom(0.5, 0.9),
    rate: fc.constantFrom(1e-3, 0.05, 1),
    warmUp: fc.constantFrom(1, 7),
    fallsAt: fc.constantFrom(0.3, 0.7),
    clip: fc.constantFrom(0.1, 5),
    batch: fc.integer({ min: 1, max: 20 }),
    labelNoise: fc.constantFrom(0.1, 1),
    frozen: fc.boolean(),
    weightNoise: fc.constantFrom(0.01, 0.1),
    decay: fc.constantFrom(0.01, 0.3),
    decayOf: fc.constantFrom('hidden', 'output'),
    dropout: fc.record({ q: fc.constantFrom(0, 0.25, 0.5), masks: fc.integer({ min: 1, max: 5 }) }),
    explicit: fc.constantFrom(0.1),
    residual: fc.constantFrom(1e-4, 0.5),
    steps: fc.integer({ min: 0, max: 40 }),
    averaged: fc.constantFrom(1, 3, 40),
  },
  { requiredKeys: ['rate', 'steps'] },
);

const rules = fc
  .tuple(
    fc.record(
      {
        width: fc.integer({ min: 1, max: 8 }).map((half) => 2 * half),
        activation: fc.constantFrom('relu', 'tanh', 'softplus', 'linear'),
        scale: fc.constantFrom(0.3, 1),
        signs: fc.boolean(),
        antisymmetric: fc.boolean(),
        trained: fc.record({ W: fc.boolean(), b: fc.boolean(), a: fc.boolean(), c: fc.boolean() }),
        centred: fc.boolean(),
        alpha: fc.constantFrom(0.5, 30),
        loss: fc.constantFrom('squared', 'logistic'),
      },
      { requiredKeys: ['width', 'activation'] },
    ),
    fc.boolean(),
    fc.array(phases, { minLength: 1, maxLength: 3 }),
  )
  .map(([start, odd, [first, ...then]]): TwoLayerRule => {
    const width = odd && !start.antisymmetric ? start.width - 1 : start.width;
    const loss = start.loss ? { loss: start.loss } : {};
    const whole = (phase: object) => ({ ...phase, ...loss }) as Phase;
    return {
      ...start,
      width,
      spread: { W: 1, a: 0.5, b: 0.3 },
      ...whole(first!),
      then: then.map(whole),
    } as TwoLayerRule;
  });

describe('the two-layer network', () => {
  test('every rule, on every shape', () => {
    fc.assert(
      fc.property(shapes, rules, (shape, rule) => {
        const small = (phase: Phase): Phase => ({
          ...phase,
          ...(phase.batch !== undefined && { batch: Math.min(phase.batch, shape.n) }),
          averaged: phase.batch === undefined && phase.averaged! <= phase.steps! ? phase.averaged : undefined,
        });
        agree(shape, { ...rule, ...small(rule), then: (rule.then ?? []).map(small) });
      }),
      { numRuns: 800 },
    );
  });

  test('memory that has to grow', () => {
    for (const n of [40, 160, 640])
      agree({ n, d: 30, seed: n }, { width: n, activation: 'relu', spread: { W: 1, a: 1 }, rate: 1e-3, steps: 2 });
  });

  test('divergence, entries that are not numbers, more steps than one call makes', () => {
    const shape = { n: 5, d: 3, seed: 4 };
    const start = { width: 7, activation: 'relu', spread: { W: 1, a: 1 } } as const;
    agree(shape, { ...start, rate: 30, budget: 500 });
    expect(both(shape, { ...start, rate: 30, budget: 500 })[1]!.stopped).toBe('diverged');
    agree(shape, { ...start, spread: { W: 1e308, a: 1e308 }, rate: 1, budget: 50 });
    agree(shape, { ...start, spread: { W: 1e200, a: 1 }, rate: 1, budget: 50 });
    for (const steps of [0, 1, 15, 16, 17, 100_020])
      agree({ n: 1, d: 1, seed: 1 }, { ...start, width: 1, rate: 1e-4, steps });
  });
});
