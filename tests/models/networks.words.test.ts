/** Networks train to the same bits by the compiled words and by the plain loops that define them. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import idealized, { type IdealizedPhase } from '../../models/idealized-noise-network.js';
import layered, { type LayeredRule } from '../../models/layered-network.js';
import twoLayer, { type Phase, type TwoLayerRule } from '../../models/two-layer-network.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import type { Model } from '../../src/claim.js';

afterEach(() => useKernels('wasm'));

interface Shape {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
  /** What the inputs are multiplied by. */
  readonly size?: number;
  readonly signs?: boolean;
}

/** Trains by both, and leaves both streams where the other does. @returns how training ended */
function agree<R>(
  { n, d, seed, size = 1, signs }: Shape,
  model: Pick<Model, 'train' | 'faults'>,
  rule: R,
  fault?: string,
) {
  const from = seededStream(seed);
  const X = matrix(
    n,
    d,
    normals(from, n * d).map((entry) => size * entry),
  );
  const y = normals(from, n).map((entry) => (signs ? Math.sign(entry) : entry));
  const { train } = fault === undefined ? model : { train: model.faults![fault]!.by };
  const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const [starts, noise] = [seededStream(seed + 1), seededStream(seed + 2)];
    const streams = { train: () => starts, noise: () => noise, eval: () => seededStream(seed + 3) };
    const { parameters, steps, stopped, facts, predict } = train({ X, y }, rule as never, streams);
    return { parameters, steps, stopped, facts, predicted: predict!(X), next: [starts.normal(), noise.normal()] };
  });
  expect(compiled).toEqual(plain);
  return compiled!.stopped;
}

const shapes = (n: number, ...sizes: number[]) =>
  fc.record({
    n: fc.integer({ min: 1, max: n }),
    d: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    size: fc.constantFrom(1, ...sizes),
  });

describe('the two-layer network', () => {
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
    .map(([{ loss, ...start }, odd, trained]) => {
      const width = odd && !start.antisymmetric ? start.width - 1 : start.width;
      const [first, ...then] = trained.map(({ averaged, ...phase }) => {
        const whole = phase.batch === undefined && averaged !== undefined && averaged <= phase.steps;
        return { ...phase, ...(loss && { loss }), ...(whole && { averaged }) } as Phase;
      });
      return { ...start, width, spread: { W: 1, a: 0.5, b: 0.3 }, ...first, then } as TwoLayerRule;
    });

  test('every rule, on every shape', () => {
    fc.assert(
      fc.property(
        shapes(17),
        rules,
        fc.constantFrom(undefined, 'slope forgotten', 'masks not inverted'),
        (shape, rule, fault) => {
          agree({ ...shape, signs: rule.loss === 'logistic' }, twoLayer, rule, fault);
        },
      ),
      { numRuns: 800 },
    );
  });

  const start = { width: 7, activation: 'relu', spread: { W: 1, a: 1 } } as const;
  test('many units', () => {
    for (const n of [40, 160, 641])
      agree({ n, d: 30, seed: n }, twoLayer, { ...start, width: n, rate: 1e-3, steps: 2 });
  });

  test('divergence, and entries that are not numbers', () => {
    const shape = { n: 5, d: 3, seed: 4 };
    expect(agree(shape, twoLayer, { ...start, rate: 30, budget: 500 })).toBe('diverged');
    for (const W of [1e200, 1e308]) agree(shape, twoLayer, { ...start, spread: { W, a: W }, rate: 1, budget: 50 });
    for (const size of [NaN, 1e200, Infinity]) agree({ ...shape, size }, twoLayer, { ...start, rate: 1, budget: 5 });
  });
});

describe('the network of noisy units', () => {
  const phase = fc.record(
    {
      rate: fc.constantFrom(0.05, 0.4, 30, 1e13),
      decay: fc.constantFrom(0, 0.015, 0.3),
      refresh: fc.constantFrom(1, 4, 7),
      loss: fc.constantFrom(1e-9, 0.3, 0.69),
      steps: fc.integer({ min: 0, max: 40 }),
      budget: fc.integer({ min: 0, max: 40 }),
    },
    { requiredKeys: ['rate'] },
  ) as fc.Arbitrary<IdealizedPhase>;

  test('every phase, on every shape, one after another; each way to end is among them', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(
        shapes(23, 0, 12),
        fc.integer({ min: 1, max: 140 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
        fc.array(phase, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(undefined, 'every unit on', 'summed gradient'),
        (shape, width, blocks, phases, fault) => {
          const d = blocks.reduce((a, b) => a + b, 0);
          ends.add(agree({ ...shape, d, signs: true }, idealized, { width, blocks, phases }, fault));
        },
      ),
      { numRuns: 200 },
    );
    expect(ends).toEqual(new Set(['steps', 'budget', 'residual', 'diverged']));
  });

  test('entries that are not numbers', () => {
    for (const size of [NaN, 1e200])
      agree({ n: 5, d: 5, seed: 3, size, signs: true }, idealized, {
        width: 65,
        blocks: [3, 2],
        phases: [{ rate: 0.1, refresh: 2, steps: 9 }],
      });
  });
});

test('layered networks: every rule, on every shape; each way to end is among them', () => {
  const rules = fc.record(
    {
      hidden: fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 3 }),
      gain: fc.constantFrom(0, 1.4, 30),
      optimizer: fc.constantFrom('gradient', 'adam'),
      rate: fc.constantFrom(0.01, 0.3, 1e9),
      steps: fc.integer({ min: 0, max: 40 }),
      ascent: fc.constantFrom(-0.1, 0.1, 2),
      decay: fc.constantFrom(0.01, 0.3),
      then: fc.constant({ only: 0, rate: 1 }),
    },
    { requiredKeys: ['hidden', 'rate', 'steps'] },
  ) as fc.Arbitrary<LayeredRule>;
  const ends = new Set<string>();
  fc.assert(
    fc.property(
      shapes(9, 0, 1e155),
      rules,
      fc.constantFrom(undefined, 'ascent downhill', 'slope forgotten'),
      (shape, rule, fault) => {
        ends.add(agree({ ...shape, signs: true }, layered, rule, fault));
      },
    ),
    { numRuns: 300 },
  );
  expect(ends).toEqual(new Set(['steps', 'diverged']));
});
