/** L-BFGS, compiled with the objectives that the kernels know, is the plain loop on the plain objectives, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import decayed from '../../models/decayed-network.js';
import type { Model } from '../../src/claim.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';

afterEach(() => useKernels('wasm'));

const draws = (index: number) => streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: index });
const shapes = fc.record({
  n: fc.integer({ min: 1, max: 21 }),
  d: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});
const penalties = fc.constantFrom(0, 1e-4, 0.1, 10);

const samples = ({ n, d, seed }: { n: number; d: number; seed: number }) => {
  const from = seededStream(seed);
  return { X: matrix(n, d, normals(from, n * d)), y: normals(from, n) };
};

function agree<T>(model: Model<T>, task: T, rule: unknown, seed: number, fault?: string): string {
  const train = fault === undefined ? model.train : model.faults![fault]!.by;
  const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
    useKernels(kind);
    const { parameters, steps, stopped, facts } = train(task, rule as never, draws(seed));
    return { parameters, steps, stopped, facts };
  });
  expect(compiled).toEqual(plain);
  return compiled!.stopped;
}

describe('L-BFGS', () => {
  test('networks with weight decay, to the end or to a number of steps', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(
        shapes,
        fc.record({
          width: fc.integer({ min: 1, max: 13 }),
          penalty: penalties,
          steps: fc.integer({ min: 0, max: 60 }),
          start: fc.constantFrom(0, 0.3, 1, 1e150),
        }),
        fc.constantFrom(undefined, 'linear units', 'every other label 0', 'penalty of the output layer alone'),
        (shape, rule, fault) => {
          ends.add(agree(decayed, samples(shape), rule, shape.seed, fault));
        },
      ),
      { numRuns: 200 },
    );
    expect(ends).toEqual(new Set(['steps', 'gradient']));
  });

  test('entries that are not numbers, and more steps than one call makes', () => {
    const task = samples({ n: 6, d: 2, seed: 1 });
    const rule = { width: 3, penalty: 0.1, steps: 40 };
    for (const bad of [NaN, Infinity, 1e200]) agree(decayed, { ...task, y: task.y.map(() => bad) }, rule, 1);
    for (const steps of [0, 1, 15, 16, 17]) agree(decayed, task, { ...rule, penalty: 0, steps }, 2);
  });
});
