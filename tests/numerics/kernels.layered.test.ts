/** The compiled training of layered networks is the plain loop of the model, bit for bit. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import model, { type LayeredRule } from '../../models/layered-network.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';

afterEach(() => useKernels('wasm'));

interface Shape {
  readonly n: number;
  readonly d: number;
  readonly seed: number;
  readonly size: number;
}
const shapes = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  d: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  size: fc.constantFrom(0, 1, 1e155),
});
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

function agree({ n, d, seed, size }: Shape, rule: LayeredRule, fault?: string): string {
  const from = seededStream(seed);
  const X = matrix(
    n,
    d,
    normals(from, n * d).map((entry) => size * entry),
  );
  const y = normals(from, n).map((entry) => (entry < 0 ? -1 : 1));
  const name = { suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: seed } as const;
  const train = fault === undefined ? model.train : model.faults![fault]!.by;
  const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const { parameters, steps, stopped } = train({ X, y }, rule, streams(name));
    return { parameters, steps, stopped };
  });
  expect(compiled).toEqual(plain);
  return compiled!.stopped;
}

test('every rule, on every shape; each way to end is among them', () => {
  const ends = new Set<string>();
  fc.assert(
    fc.property(
      shapes,
      rules,
      fc.constantFrom(undefined, 'ascent downhill', 'labels forgotten', 'slope forgotten'),
      (shape, rule, fault) => {
        ends.add(agree(shape, rule, fault));
      },
    ),
    { numRuns: 300 },
  );
  expect(ends).toEqual(new Set(['steps', 'diverged']));
});
