/** The compiled phase of the network of noisy units is the plain one of the model, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import model, { type IdealizedPhase } from '../../models/idealized-noise-network.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';

afterEach(() => useKernels('wasm'));

const draws = (index: number) => streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: index });

interface Shape {
  readonly n: number;
  readonly width: number;
  readonly blocks: readonly number[];
  readonly seed: number;
  readonly size: number;
}
const shapes = fc.record({
  n: fc.integer({ min: 1, max: 23 }),
  width: fc.integer({ min: 1, max: 140 }),
  blocks: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  size: fc.constantFrom(0, 1, 12),
});

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

function agree({ n, width, blocks, seed, size }: Shape, ...phases: IdealizedPhase[]): string {
  const d = blocks.reduce((a, b) => a + b, 0);
  const from = seededStream(seed);
  const X = matrix(
    n,
    d,
    normals(from, n * d).map((entry) => size * entry),
  );
  const y = normals(from, n).map((entry) => (entry < 0 ? -1 : 1));
  const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const noise = seededStream(seed + 1);
    const trained = model.train({ X, y }, { width, blocks, phases }, { ...draws(seed), noise: () => noise });
    const { parameters, steps, stopped, facts, predict } = trained;
    return { parameters, steps, stopped, facts, predicted: predict(X), next: noise.normal() };
  });
  expect(compiled).toEqual(plain);
  return compiled!.stopped;
}

describe('the network of noisy units', () => {
  test('every phase, on every shape, one after another; each way to end is among them', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(shapes, fc.array(phase, { minLength: 1, maxLength: 3 }), (shape, phases) => {
        ends.add(agree(shape, ...phases));
      }),
      { numRuns: 300 },
    );
    expect(ends).toEqual(new Set(['steps', 'budget', 'residual', 'diverged']));
  });

  const shape = { n: 5, width: 65, blocks: [3, 2], seed: 3, size: 1 };
  test('more steps than one call makes, and calls that end where the noise moves', () => {
    for (const steps of [15, 16, 17, 32, 33]) agree(shape, { rate: 0.1, decay: 0.1, refresh: 16, steps });
    agree({ ...shape, width: 3 }, { rate: 1e-3, steps: 100_100 });
  });

  test('entries that are not numbers', () => {
    for (const size of [NaN, 1e200]) agree({ ...shape, size }, { rate: 0.1, refresh: 2, steps: 9 });
  });
});
