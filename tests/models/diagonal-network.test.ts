import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import diagonalNetwork, { type DiagonalRule } from '../../models/diagonal-network.js';
import { moved, mirrored } from '../../models/diagonal/moves.js';
import { log } from '../../src/numerics/elementary.js';
import { leastSquares } from '../../src/numerics/qr.js';
import { norm2, subtract, times, timesTransposed, transpose } from '../../src/numerics/matrix.js';
import { seededStream, streams as streamsOf } from '../../src/numerics/stream.js';
import { draw } from '../../src/engine/draw.js';
import { clearVertices } from '../../tasks/vertex.js';
import { denseTask } from '../oracles/instances.js';
import { diagonalRules } from './rules.js';

const { adam, descent, mirror } = diagonalRules;

const streams = (seed: number) => ({
  train: () => seededStream(2 * seed + 1),
  noise: () => seededStream(2 * seed + 2),
  eval: () => seededStream(3),
});
const run = (
  task: { X: { rows: number; cols: number; data: Float64Array }; y: Float64Array },
  rule: DiagonalRule,
  seed = 1,
) => diagonalNetwork.train(task, rule, streams(seed));
const seeds = fc.integer({ min: 0, max: 100_000 });
const beta = (trained: { parameters: Readonly<Record<string, Float64Array>> }) => trained.parameters.beta!;

describe('one step of plain descent is the gradient of the loss', () => {
  test.each([2, 3, 4])('depth %i, against finite differences', (depth) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const task = denseTask(seed);
        const stream = seededStream(seed);
        const d = task.X.cols;
        const u = Float64Array.from({ length: d }, () => 0.5 + stream.uniform());
        const v = Float64Array.from({ length: d }, () => 0.5 + stream.uniform());
        const power = (x: number) => Array.from({ length: depth }).reduce((p: number) => p * x, 1);
        const residual = (a: Float64Array, b: Float64Array) =>
          subtract(
            times(
              task.X,
              a.map((x, j) => power(x) - power(b[j]!)),
            ),
            task.y,
          );
        const loss = (a: Float64Array, b: Float64Array) => norm2(residual(a, b)) ** 2 / 2;
        const g = timesTransposed(task.X, residual(u, v));
        const [nextU, nextV] = [u.slice(), v.slice()];
        moved(depth, nextU, nextU, g, depth);
        moved(depth, nextV, nextV, g, -depth);
        const shifted = (x: Float64Array, j: number, by: number) => x.map((entry, k) => (k === j ? entry + by : entry));
        const e = 1e-5;
        for (let j = 0; j < d; j++) {
          const slopeU = (loss(shifted(u, j, e), v) - loss(shifted(u, j, -e), v)) / (2 * e);
          const slopeV = (loss(u, shifted(v, j, e)) - loss(u, shifted(v, j, -e))) / (2 * e);
          expect(u[j]! - nextU[j]!).toBeCloseTo(slopeU, 5);
          expect(v[j]! - nextV[j]!).toBeCloseTo(slopeV, 5);
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

describe('the exact dual step', () => {
  test.each([2, 3, 4])('keeps what gradient flow keeps at depth %i, and to first order is plain descent', (depth) => {
    const stream = seededStream(7);
    const u = Float64Array.from({ length: 9 }, () => 0.5 + stream.uniform());
    const v = Float64Array.from({ length: 9 }, () => 0.5 + stream.uniform());
    const g = Float64Array.from({ length: 9 }, () => stream.normal());
    const kept = (a: number, b: number) => (depth === 2 ? a * b : a ** (2 - depth) + b ** (2 - depth));
    const before = u.map((x, j) => kept(x, v[j]!));
    const [a, b, plain] = [u.slice(), v.slice(), u.slice()];
    mirrored(depth, a, g, 0.01);
    mirrored(depth, b, g, -0.01);
    a.forEach((x, j) => expect(kept(x, b[j]!) / before[j]! - 1).toBeCloseTo(0, 13));
    moved(depth, plain, plain, g, 0.01);
    a.forEach((x, j) => expect(Math.abs(x - plain[j]!)).toBeLessThan(3e-3));
    expect(norm2(subtract(a, u))).toBeGreaterThan(1e-3);
  });

  test.each([2, 3])('ends in the row space of X in the dual variable, depth %i', (depth) => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 0.1), (seed, alpha) => {
        const task = denseTask(seed);
        const { parameters, stopped } = run(task, mirror({ alpha, depth }));
        expect(stopped).toBe('residual');
        const { u, v } = parameters;
        const dual = u!.map((x, j) => (depth === 2 ? log(x / v![j]!) : 1 / v![j]! - 1 / x));
        const nu = leastSquares(transpose(task.X), dual);
        expect(norm2(subtract(timesTransposed(task.X, nu), dual))).toBeLessThan(1e-9 * Math.max(1, norm2(dual)));
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test('has the same limit in the Gauss-Newton metric, in other weights and from random signs', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(2, 0.3, 0.01), (seed, alpha) => {
        const task = denseTask(seed);
        const reference = beta(run(task, mirror({ alpha })));
        const variants: Partial<DiagonalRule>[] = [
          { gaussNewton: true },
          { weighted: true },
          { signs: true },
          { lossScale: 0.5 },
        ];
        for (const variant of variants)
          expect(norm2(subtract(beta(run(task, mirror({ alpha, ...variant }))), reference))).toBeLessThan(
            1e-8 * norm2(reference),
          );
      }),
      { numRuns: 12, seed: 3 },
    );
  });
});

describe('label noise', () => {
  const task = denseTask(5);
  const noisy = (rule: Partial<DiagonalRule>) => ({
    optimizer: 'gradient' as const,
    alpha: 0.7,
    rate: 0.02,
    steps: 300,
    labelNoise: 0.5,
    ...rule,
  });

  test('multiplies u v by its closed form at every step', () => {
    for (const rule of [{}, { frozen: true }, { single: true }, { noiseOfSigns: true }])
      expect(run(task, noisy(rule)).facts!.drift).toBeLessThan(1e-12);
  });

  test('is drawn from the stream `noise`, afresh for every trial', () => {
    const base = beta(run(task, noisy({})));
    expect(beta(run(task, noisy({})))).toEqual(base);
    expect(beta(run(task, noisy({}), 2))).not.toEqual(base);
  });

  test('a penalty of constant c shrinks u v by (1 - 2 h c)^2 per step', () => {
    const { u, v } = run(task, noisy({ labelNoise: 0, penalty: 0.1, rate: 1e-5, steps: 1000 })).parameters;
    for (let j = 0; j < u!.length; j++)
      expect(log((u![j]! * v![j]!) / 0.49) / (1000 * 4 * 1e-5 * 0.1)).toBeCloseTo(-1, 2);
  });
});

describe('faults differ and harmless variants do not', () => {
  const task = denseTask(11);
  const rules: DiagonalRule[] = [
    mirror({ alpha: 0.3 }),
    descent({ alpha: 0.3, within: 0.05, stable: 0.1 }),
    { optimizer: 'gradient', alpha: 0.7, rate: 0.02, steps: 200, labelNoise: 0.5 },
  ];
  const moves = (by: typeof diagonalNetwork.train) =>
    Math.max(...rules.map((rule) => norm2(subtract(beta(by(task, rule, streams(1))), beta(run(task, rule))))));

  test.each(Object.entries(diagonalNetwork.faults!))('%s', (_, { by }) => expect(moves(by)).toBeGreaterThan(1e-5));
  test.each(Object.entries(diagonalNetwork.harmless!))('%s', (name, { by }) => {
    const exact = norm2(subtract(beta(by(task, rules[0]!, streams(1))), beta(run(task, rules[0]!))));
    expect(exact, name).toBeLessThan(1e-9);
  });
});

test('single samples in the Gauss-Newton metric reach the interpolant where they would get lost on the way', () => {
  const name = { suiteSeed: '2', claim: 'depth-sharpens-l1', arm: 'claim', trial: 35 };
  const { task } = draw(clearVertices, name);
  const own = streamsOf({ ...name, arm: 'fault:diagonal-network: single samples' });
  const rule = mirror({ alpha: 3e-4, depth: 4, gaussNewton: true });
  const single = diagonalNetwork.harmless!['single samples']!.by(task, rule, own);
  expect(single.stopped).toBe('residual');
  expect(norm2(subtract(beta(single), beta(run(task, rule))))).toBeLessThan(1e-10);
  expect(diagonalNetwork.train(task, { ...rule, single: true, budget: 2000 }, own).stopped).toBe('budget');
});

test('the ways to end', () => {
  const task = denseTask(2);
  expect(run(task, mirror({ alpha: 0.1, budget: 3 })).stopped).toBe('budget');
  expect(run(task, mirror({ alpha: 0.1, steps: 3 })).stopped).toBe('steps');
  expect(run(task, { optimizer: 'gradient', alpha: 1, rate: 10, budget: 1000 }).stopped).toBe('diverged');
  expect(run(task, adam({ alpha: 0.1, steps: 50 })).steps).toBe(50);
  const two = run(task, mirror({ alpha: 0.1, then: [{ optimizer: 'gradient', rate: 0.01, steps: 7 }] }));
  expect(two.stopped).toBe('steps');
  expect(two.steps - run(task, mirror({ alpha: 0.1 })).steps).toBe(7);
  const centred = run(task, mirror({ alpha: 0.5, balance: 0.5, centred: true }));
  expect(norm2(subtract(times(task.X, beta(centred)), task.y))).toBeLessThan(1e-10);
});
