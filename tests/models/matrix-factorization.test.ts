import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import matrixFactorization, { type FactorRule, type Sensing } from '../../models/matrix-factorization.js';
import { matrix, multiply, norm2, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import {
  commutingSensing,
  conjugated,
  denseSensing,
  nuclearCounterexample,
  plantedSensing,
} from '../../tasks/matrix-sensing.js';
import { nuclear } from '../../oracles/minimum-nuclear.js';
import { factorRules } from './rules.js';

const { exponential, factored } = factorRules;

const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const run = (task: Sensing, rule: FactorRule) => matrixFactorization.train(task, rule, streams);
const M = (trained: { parameters: Readonly<Record<string, Float64Array>> }) => trained.parameters.M!;
const [commuting, dense, planted] = [commutingSensing, denseSensing, plantedSensing].map(
  ({ arbitrary }) => fc.sample<Sensing>(arbitrary as fc.Arbitrary<Sensing>, { numRuns: 1, seed: 5 })[0]!,
) as [Sensing, Sensing, Sensing];

describe('plain descent', () => {
  test.each([true, false])('takes the gradient of the loss (signed: %s), against finite differences', (signed) => {
    const { A, y } = dense;
    const d = Math.round(Math.sqrt(A.cols));
    const at = (rule: Partial<FactorRule>) =>
      run(dense, {
        optimizer: 'gradient',
        signed,
        alpha: 0.6,
        start: 'gaussian',
        within: 1e-4,
        stable: 1e-4,
        steps: 1,
        ...rule,
      });
    const before = at({ steps: 0 }).parameters;
    const after = at({}).parameters;
    const loss = (U: Float64Array, V: Float64Array) => {
      const product = new Float64Array(d * d).map((_, k) => {
        let sum = 0;
        for (let l = 0; l < d; l++) {
          const [i, j] = [Math.floor(k / d), k % d];
          sum += U[i * d + l]! * U[j * d + l]! - V[i * d + l]! * V[j * d + l]!;
        }
        return sum;
      });
      return norm2(subtract(times(A, product), y)) ** 2 / 2;
    };
    const [U, V] = [before.U!, before.V!];
    const shifted = (x: Float64Array, j: number, by: number) => x.map((entry, k) => (k === j ? entry + by : entry));
    const slopes = [...U.keys()].flatMap((j) => [
      (loss(shifted(U, j, 1e-5), V) - loss(shifted(U, j, -1e-5), V)) / 2e-5,
      signed ? (loss(U, shifted(V, j, 1e-5)) - loss(U, shifted(V, j, -1e-5))) / 2e-5 : 0,
    ]);
    const moves = [...U.keys()].flatMap((j) => [U[j]! - after.U![j]!, V[j]! - after.V![j]!]);
    const h =
      moves.reduce((sum, move, k) => sum + move * slopes[k]!, 0) /
      slopes.reduce((sum, slope) => sum + slope * slope, 0);
    expect(h).toBeGreaterThan(0);
    moves.forEach((move, k) => expect(move / h).toBeCloseTo(slopes[k]!, 5));
  });

  test('takes the step that the rule names', () => {
    const { A, y } = planted;
    const rule = factored({ alpha: 0.6, start: 'gaussian', rate: 0.01 });
    const [{ U, M: image }, after] = [0, 1].map((steps) => run(planted, { ...rule, steps }).parameters) as [
      { U: Float64Array; M: Float64Array },
      { U: Float64Array },
    ];
    const d = Math.round(Math.sqrt(A.cols));
    const G = matrix(d, d, timesTransposed(A, subtract(times(A, image), y)));
    const expected = subtract(
      U,
      multiply(G, matrix(d, d, U)).data.map((entry) => 0.02 * entry),
    );
    expect(norm2(subtract(after.U, expected))).toBeLessThan(1e-14);
    expect(norm2(subtract(after.U, U))).toBeGreaterThan(1e-3);
  });

  test('reaches the reference path of the written-out instance', () => {
    const task = nuclearCounterexample.list![0]!;
    for (const [alpha, ratio] of [
      [4, 1.021],
      [1, 1.021],
      [0.3, 1.051],
      [0.1, 1.129],
      [1e-2, 1.27],
    ] as const)
      expect(nuclear(M(run(task, factored({ alpha })))) / 3.096057555941719).toBeCloseTo(ratio, 2);
  });
});

describe('the exponential step on commuting measurements', () => {
  test('is the diagonal network on the spectra', () => {
    fc.assert(
      fc.property(
        commutingSensing.arbitrary,
        fc.constantFrom(1, 0.1, 1e-2),
        fc.boolean(),
        (task, alpha, gaussNewton) => {
          const trained = run(task, exponential({ alpha, gaussNewton, budget: 200_000 }));
          const { beta } = minimumQ.answer({ X: task.X, y: task.y, alpha }).value;
          expect(trained.stopped).toBe('residual');
          expect(norm2(subtract(M(trained), conjugated(task.W, beta)))).toBeLessThan(1e-7 * norm2(beta));
        },
      ),
      { numRuns: 12, seed: 1 },
    );
  });
});

describe('faults differ and harmless variants do not', () => {
  const cases: [Sensing, FactorRule][] = [
    [commuting, exponential({ alpha: 0.3, steps: 30 })],
    [dense, factored({ alpha: 0.3, steps: 30 })],
    [planted, factored({ alpha: 0.3, steps: 30 })],
  ];
  const moved = (by: typeof matrixFactorization.train) =>
    cases.map(([task, rule]) => norm2(subtract(M(by(task, rule, streams)), M(run(task, rule)))));
  test.each(Object.entries(matrixFactorization.faults!))('%s', (_, { by }) =>
    expect(Math.max(...moved(by))).toBeGreaterThan(1e-4),
  );
  test.each(Object.entries(matrixFactorization.harmless!))('%s', (_, { by }) =>
    expect(Math.max(...moved(by))).toBeLessThan(1e-10),
  );
});

test('the gradient from the right is the same step where measurements commute, and another elsewhere', () => {
  const { by } = matrixFactorization.faults!['gradient from the right']!;
  for (const [task, same] of [
    [commuting, true],
    [dense, false],
  ] as const) {
    const rule = factored({ alpha: 0.3, steps: 30 });
    const far = norm2(subtract(M(by(task, rule, streams)), M(run(task, rule))));
    expect(far < 1e-12).toBe(same);
  }
});

test('the ways to end', () => {
  expect(run(dense, factored({ alpha: 1e-3, budget: 3 })).stopped).toBe('budget');
  expect(run(dense, factored({ alpha: 1e-3, steps: 3 })).stopped).toBe('steps');
  expect(
    run(dense, { optimizer: 'gradient', alpha: 1, signed: true, within: 1e3, stable: 1e6, budget: 100 }).stopped,
  ).toBe('diverged');
  expect(() =>
    run({ A: { rows: 1, cols: 3, data: new Float64Array(3) }, y: new Float64Array(1) }, factored({ alpha: 1 })),
  ).toThrow(/square/);
});
