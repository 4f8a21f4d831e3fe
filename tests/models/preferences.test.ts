/** The models of the claims about preferences: laws, gradients, limits in closed form, faults and harmless variants. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import linearClassifier from '../../models/linear-classifier.js';
import linearModel from '../../models/linear-model.js';
import productNetwork from '../../models/product-network.js';
import { asinh, pow } from '../../src/numerics/elementary.js';
import { mirrorInto, type Geometry } from '../../src/numerics/geometry.js';
import { dot, identity, norm2, normInf, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { leastSquares } from '../../src/numerics/qr.js';
import { seededStream, streams } from '../../src/numerics/stream.js';
import { transpose } from '../../src/numerics/matrix.js';
import { lassoObjective } from '../../oracles/lasso.js';
import { marginOf } from '../../oracles/max-margin.js';
import { denseMetric } from '../../tasks/preferences.js';
import { denseTask } from '../oracles/instances.js';
import { linearRules, productRules, classifierRules } from './rules.js';

const { steepest } = classifierRules;
const { adagrad, adam, descent, greedy } = linearRules;
const { decayed } = productRules;

const named = (trial: number) => streams({ suiteSeed: '1', claim: 'test', arm: 'claim', trial });
const seeds = fc.integer({ min: 0, max: 2 ** 30 });
const geometries = (seed: number, d: number): Geometry[] => [
  { kind: 'euclidean' },
  { kind: 'preconditioned', P: denseMetric(seededStream(seed), d, 1.5) },
  { kind: 'p-norm', p: 1.4 },
  { kind: 'hypentropy', alpha: 0.2 },
];

/** grad psi(b), written out again. */
function dualOf(geometry: Geometry, b: Float64Array): Float64Array {
  switch (geometry.kind) {
    case 'euclidean':
      return b;
    case 'preconditioned':
      return leastSquares(geometry.P, b);
    case 'p-norm':
      return b.map((entry) => Math.sign(entry) * pow(Math.abs(entry), geometry.p - 1));
    case 'hypentropy':
      return b.map((entry) => asinh(entry / (2 * geometry.alpha * geometry.alpha)));
  }
}

describe('linear-model', () => {
  it('ends at an interpolant whose dual is in the row space, in every geometry', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const task = denseTask(seed);
        for (const geometry of geometries(seed, task.X.cols)) {
          const { parameters, stopped, facts } = linearModel.train(task, descent(geometry), named(0));
          expect(stopped).toBe('residual');
          expect(facts!.residual).toBeLessThan(1e-11);
          const theta = dualOf(geometry, parameters.beta!);
          const rows = transpose(task.X);
          const off = subtract(theta, times(rows, leastSquares(rows, theta)));
          expect(norm2(off)).toBeLessThan(1e-9 * norm2(theta));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('inverts the gradient of the potential', () => {
    for (const geometry of geometries(3, 6)) {
      const b = Float64Array.of(0.5, -1, 2, -0.1, 0.03, 1.5);
      const back = new Float64Array(6);
      mirrorInto(geometry, dualOf(geometry, b), back);
      expect(norm2(subtract(back, b))).toBeLessThan(1e-12);
    }
    expect(() => mirrorInto({ kind: 'p-norm', p: 1 }, new Float64Array(1), new Float64Array(1))).toThrow(/p is 1/);
    expect(() => mirrorInto({ kind: 'hypentropy', alpha: 0 }, new Float64Array(1), new Float64Array(1))).toThrow(
      /alpha/,
    );
  });

  it('says why it ended', () => {
    const task = denseTask(4);
    const plain = { kind: 'euclidean' } as const;
    expect(linearModel.train(task, descent(plain, { budget: 3 }), named(0)).stopped).toBe('budget');
    expect(linearModel.train(task, descent(plain, { steps: 3, residual: undefined }), named(0)).steps).toBe(3);
    expect(linearModel.train(task, adam(), named(0)).facts!.residual).toBeLessThan(1e-6);
    expect(linearModel.train(task, adagrad(), named(0)).stopped).toBe('residual');
    expect(linearModel.train(task, greedy(), named(0)).stopped).toBe('residual');
  });

  it('keeps the part of a random start that the data leave open', () => {
    const task = denseTask(8);
    const { beta } = linearModel.train(task, descent({ kind: 'euclidean' }, { start: 0.5 }), named(0)).parameters;
    const stream = named(0).train();
    const start = Float64Array.from(beta!, () => 0.5 * stream.normal());
    const rows = transpose(task.X);
    const moved = subtract(beta!, start);
    expect(norm2(subtract(moved, times(rows, leastSquares(rows, moved))))).toBeLessThan(1e-10);
  });

  it.each(Object.entries(linearModel.faults!))('fault %s changes some limit', (_, fault) => {
    const task = denseTask(2);
    const changes = geometries(2, task.X.cols).map((geometry) => {
      const [right, wrong] = [linearModel.train, fault.by].map((train) => train(task, descent(geometry), named(0)));
      return norm2(subtract(right!.parameters.beta!, wrong!.parameters.beta!));
    });
    expect(Math.max(...changes)).toBeGreaterThan(1e-4);
  });

  it.each(Object.entries(linearModel.harmless!))('%s keeps every limit', (_, variant) => {
    const task = denseTask(2);
    for (const geometry of geometries(2, task.X.cols)) {
      const [right, other] = [linearModel.train, variant.by].map((train) => train(task, descent(geometry), named(0)));
      expect(norm2(subtract(right!.parameters.beta!, other!.parameters.beta!))).toBeLessThan(1e-9);
    }
  });
});

describe('linear-classifier', () => {
  const task = (() => {
    const { X } = denseTask(11);
    return { X, y: Float64Array.from({ length: X.rows }, (_, i) => (i % 2 ? 1 : -1)) };
  })();

  it.each([['L1'], ['L2'], ['Linf']] as const)('the first step in %s is the steepest of norm 1', (norm) => {
    const { w } = linearClassifier.train(task, steepest(norm, { steps: 1, rate: 1 }), named(0)).parameters;
    // The loss is the same for all points at 0: minus its gradient is Z'1.
    const g = timesTransposed(task.X, task.y);
    const dual = { L1: normInf(g), L2: norm2(g), Linf: g.reduce((sum, entry) => sum + Math.abs(entry), 0) }[norm];
    expect(dot(g, w!)).toBeCloseTo(dual, 12);
  });

  it('has a larger margin after more steps, and w grows by no more than the steps', () => {
    for (const norm of ['L1', 'L2', 'Linf'] as const) {
      const few = linearClassifier.train(task, steepest(norm, { steps: 50 }), named(0));
      const many = linearClassifier.train(task, steepest(norm, { steps: 5000 }), named(0));
      expect(marginOf(task, many.parameters.w!, norm)).toBeGreaterThan(marginOf(task, few.parameters.w!, norm));
      expect(many.stopped).toBe('steps');
    }
  });

  it.each(Object.entries(linearClassifier.faults!))('fault %s changes the direction', (_, fault) => {
    const changed = (['L1', 'L2', 'Linf'] as const).map((norm) => {
      const [right, wrong] = [linearClassifier.train, fault.by].map((train) => {
        const { w } = train(task, steepest(norm), named(0)).parameters;
        return w!.map((entry) => entry / norm2(w!));
      });
      return norm2(subtract(right!, wrong!));
    });
    expect(Math.max(...changed)).toBeGreaterThan(1e-2);
  });
});

describe('product-network', () => {
  const question = (seed: number) => {
    const { X, y } = denseTask(seed);
    return { X, y, lambda: 0.2 * normInf(timesTransposed(X, y)) };
  };

  it('stands still: the gradient at the end is that of the decayed loss, by finite differences', () => {
    const task = question(6);
    const { u, v } = productNetwork.train(task, decayed(task.lambda), named(0)).parameters;
    const loss = (a: Float64Array, b: Float64Array) => {
      const r = subtract(
        times(
          task.X,
          a.map((entry, j) => entry * b[j]!),
        ),
        task.y,
      );
      return dot(r, r) / 2 + (task.lambda / 2) * (dot(a, a) + dot(b, b));
    };
    for (let j = 0; j < u!.length; j++) {
      const [up, down] = [1e-5, -1e-5].map((h) =>
        loss(
          u!.map((entry, k) => (k === j ? entry + h : entry)),
          v!,
        ),
      );
      expect(Math.abs(up! - down!) / 2e-5).toBeLessThan(1e-5);
    }
  });

  it('reaches the same objective by alternating ridge regressions', () => {
    for (let seed = 0; seed < 10; seed++) {
      const task = question(seed);
      const [descended, solved] = (['gradient', 'alternating'] as const).map(
        (optimizer) => productNetwork.train(task, decayed(task.lambda, { optimizer }), named(seed)).parameters.beta!,
      );
      expect(lassoObjective(task, descended!)).toBeCloseTo(lassoObjective(task, solved!), 6);
    }
  });

  it.each(Object.entries(productNetwork.faults!))('fault %s changes the limit', (_, fault) => {
    const task = question(2);
    const [right, wrong] = [productNetwork.train, fault.by].map(
      (train) => train(task, decayed(task.lambda), named(0)).parameters.beta!,
    );
    expect(norm2(subtract(right!, wrong!))).toBeGreaterThan(1e-4);
  });

  it.each(Object.entries(productNetwork.harmless!))('%s keeps the limit', (_, variant) => {
    const task = question(2);
    const [right, other] = [productNetwork.train, variant.by].map(
      (train) => train(task, decayed(task.lambda), named(0)).parameters.beta!,
    );
    expect(norm2(subtract(right!, other!))).toBeLessThan(1e-4);
  });
});

it('a metric drawn is symmetric and positive definite', () => {
  const P = denseMetric(seededStream(1), 7, 1.5);
  for (let i = 0; i < 7; i++) for (let j = 0; j < 7; j++) expect(P.data[i * 7 + j]).toBe(P.data[j * 7 + i]);
  expect(norm2(subtract(P.data, identity(7).data))).toBeGreaterThan(0.1);
});
