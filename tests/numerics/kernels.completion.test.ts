/** The compiled loops of matrices with missing entries are the plain loops of the models, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import completion, { type CompletionRule } from '../../models/completion-methods.js';
import factorization from '../../models/penalized-factorization.js';
import { nuclearSteps, type NuclearRule } from '../../models/penalized/nuclear.js';
import { factorDescent, nuclearDescent, useKernels } from '../../src/numerics/kernels.js';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';

afterEach(() => useKernels('wasm'));

const draws = (index: number) => streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: index });

interface Shape {
  readonly d: number;
  readonly seed: number;
  /** Every how many entries are seen, in a hundred. */
  readonly percent: number;
}
const shapes = fc.record({
  d: fc.integer({ min: 1, max: 13 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
  percent: fc.constantFrom(30, 60, 100),
});

/** At least one entry is seen. */
function task({ d, seed, percent }: Shape) {
  const from = seededStream(seed);
  const observed = matrix(d, d, normals(from, d * d));
  const seen = normals(from, d * d).map((entry, k) => +(k === 0 || entry * entry < 0.0123 * percent));
  return { observed, seen, heldOut: seen.map((entry) => 1 - entry) };
}

/** What both kinds give: a value, or the message of an error. */
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

describe('descent on two factors', () => {
  const trained = (shape: Shape, rule: CompletionRule, fault?: string) =>
    agree(() => {
      const train = fault === undefined ? completion.train : completion.faults![fault]!.by;
      const { parameters, steps, facts } = train(task(shape), rule, draws(shape.seed));
      return { parameters, steps, facts };
    });

  test('every start, on every shape; one column, and V held fixed', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom(1e-3, 0.1, 1),
        fc.constantFrom(undefined, 'one column', 'only U', 'missing as zeros'),
        (shape, alpha, fault) => {
          expect(trained(shape, { method: 'factors', alpha }, fault).steps).toBeGreaterThanOrEqual(16);
        },
      ),
      { numRuns: 16 },
    );
  });

  const descent = (until: number, enough = until) => {
    const { observed, seen } = task({ d: 3, seed: 5, percent: 60 });
    const [U, V] = [1, 2].map((seed) => matrix(3, 2, normals(seededStream(seed), 6))) as [
      typeof observed,
      typeof observed,
    ];
    const made = factorDescent({ observed, seen }, { U, V, both: true, spent: 0, until, enough, most: 5 });
    return { U: U.data, made };
  };
  test('ends where the time is over: after 0, 1, 16 and 17 steps, and more than one call makes', () => {
    expect(descent(0).made).toEqual({ steps: 0, spent: 0 });
    expect(descent(1e-3).made).toEqual({ steps: 1, spent: 1e-3 });
    for (const steps of [16, 17, 100_100]) {
      const { made } = descent(steps * 0.1);
      expect(Math.abs(made!.steps - steps)).toBeLessThan(steps / 2);
      // A step shorter than the rest of the time, and one as long, end it.
      expect(made!.spent).toBe(steps * 0.1);
    }
    expect(descent(2, 1).made!.spent).toBeLessThan(1.2);
    useKernels('reference');
    expect(descent(1).made).toBe(undefined);
  });
});

describe('proximal steps of the nuclear norm', () => {
  const ends = (shape: Shape, rule: NuclearRule, scale = 0) =>
    agree(() => {
      const given = task(shape);
      const start = matrix(
        shape.d,
        shape.d,
        normals(seededStream(7), shape.d * shape.d).map((entry) => scale * entry),
      );
      const before = start.data.slice();
      const reached = nuclearSteps(given, start, rule);
      expect(start.data).toEqual(before);
      return reached;
    });

  test('every penalty and end, on every shape, from 0 and from elsewhere', () => {
    const ways = new Set<boolean>();
    fc.assert(
      fc.property(
        shapes,
        fc.record({
          penalty: fc.constantFrom(0, 1e-3, 0.5, 100),
          tolerance: fc.constantFrom(0, 1e-8, 1e-2, 10),
          limit: fc.integer({ min: 0, max: 90 }),
        }),
        fc.constantFrom(0, 0.3, 1e160),
        (shape, rule, scale) => {
          ways.add(ends(shape, rule, scale).ended);
        },
      ),
      { numRuns: 400 },
    );
    expect(ways).toEqual(new Set([true, false]));
  });

  test('a step as long as the tolerance is the last one', () => {
    const shape = { d: 5, seed: 3, percent: 60 };
    for (const limit of [0, 1, 15, 16, 17, 18])
      expect(ends(shape, { penalty: 0.1, tolerance: 0, limit }).steps).toBe(limit);
    expect(ends(shape, { penalty: 0.1, tolerance: 1e-9, limit: 5000 }).ended).toBe(true);
    // At this penalty the first step, from 0 to 0, has no length.
    expect(ends(shape, { penalty: 100, tolerance: 0, limit: 9 })).toMatchObject({ steps: 1, ended: true });
  });

  test('what has no full rank, is not finite or must be rescaled is left to the plain code', () => {
    const { observed, seen } = task({ d: 6, seed: 2, percent: 100 });
    const rule = { penalty: 0.1, tolerance: 1e-3, limit: 40 };
    for (const change of [
      (k: number) => (k < 6 ? 0 : 1),
      () => 1e-170,
      () => 1e170,
      (k: number) => (k === 0 ? NaN : 1),
    ]) {
      const given = { seen, observed: { ...observed, data: observed.data.map((entry, k) => entry * change(k)) } };
      const W = matrix(6, 6);
      expect(nuclearDescent(given, { W, ...rule })).toBe(undefined);
      expect(W.data).toEqual(new Float64Array(36));
      agree(() => nuclearSteps(given, W, rule));
    }
  });

  test('as the models call them', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const given = task(shape);
        for (const by of [completion.train, completion.faults!['hard threshold']!.by])
          agree(() => by(given, { method: 'nuclear' }, draws(1)).parameters);
        agree(() => factorization.train(given, { optimizer: 'proximal', penalty: 0.3 }, draws(1)).parameters);
      }),
      { numRuns: 10 },
    );
  });
});
