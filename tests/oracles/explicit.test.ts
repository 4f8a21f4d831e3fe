import { expect, test } from 'vitest';
import { dropoutNoise } from '../../oracles/dropout-noise.js';
import { dropoutObjective, dropoutRidge } from '../../oracles/dropout-ridge.js';
import { nuclearBound, nuclearObjective } from '../../oracles/nuclear-bound.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { sparseMargin } from '../../oracles/sparse-margin.js';
import { noiseGram } from '../../oracles/noise-gram.js';
import { ballDeviation } from '../../oracles/ball-deviation.js';
import { dot, matrix, norm1, norm2, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { signalNoise } from '../../tasks/signal-noise.js';

const sample = (seed: number, n: number, d: number) => {
  const stream = seededStream(seed);
  return { X: matrix(n, d, normals(stream, n * d)), y: normals(stream, n) };
};

test('the minimizer of the dropout objective is stationary', () => {
  for (const q of [0.1, 0.25, 0.5]) {
    const task = { ...sample(21, 3, 3), q };
    const { value, error } = dropoutRidge.answer(task);
    const least = dropoutObjective(task, value);
    for (let j = 0; j < value.length; j++)
      for (const h of [1e-4, -1e-4]) {
        const moved = value.slice();
        moved[j]! += h;
        expect(dropoutObjective(task, moved)).toBeGreaterThan(least);
      }
    expect(error).toBeLessThan(1e-10);
  }
});

test('the noise of dropout is that of all masks', () => {
  const { X, y } = sample(22, 3, 3);
  const d = X.cols;
  for (const q of [0.1, 0.25, 0.5]) {
    let expected = 0;
    for (let i = 0; i < X.rows; i++) {
      const mean = new Float64Array(d);
      for (let code = 0; code < 1 << d; code++) {
        const c = Array.from({ length: d }, (_, j) => (((code >> j) & 1) * X.data[i * d + j]!) / (1 - q));
        const chance = c.reduce((product, _, j) => product * ((code >> j) & 1 ? 1 - q : q), 1);
        const off = c.reduce((sum, entry) => sum + entry, -y[i]!);
        c.forEach((entry, j) => {
          mean[j]! += chance * entry * off;
          expected += chance * entry * entry * off * off;
        });
      }
      mean.forEach((entry) => (expected -= entry * entry));
    }
    const { value, error } = dropoutNoise.answer({ X, y, q });
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-12);
    expect(error / value).toBeLessThan(1e-11);
    for (const [name, { by }] of Object.entries(dropoutNoise.faults!))
      expect(Math.abs(by({ X, y, q }).value / value - 1), name).toBeGreaterThan(1e-3);
  }
  expect(() => dropoutNoise.answer({ X, y, q: 1 })).toThrow(RangeError);
});

test('the penalized optimum: gradient zero, subgradient of the lasso, faults differ', () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { X, y } = sample(seed, 8, 14);
    const ridge = penalizedOptimum.answer({ X, y, loss: 'squared', penalty: 0.1 });
    const r = subtract(times(X, ridge.value), y);
    const g = timesTransposed(X, r).map((entry, j) => entry / 8 + 0.1 * ridge.value[j]!);
    expect(norm2(g)).toBeLessThan(1e-12);
    expect(ridge.error).toBeLessThan(1e-8);
    const lasso = penalizedOptimum.answer({ X, y, loss: 'lasso', penalty: 0.1 });
    const objective = (w: Float64Array) => {
      const off = subtract(times(X, w), y);
      return dot(off, off) / 16 + 0.1 * norm1(w);
    };
    // Duality: u with |X'u|_inf <= 8 * 0.1 gives the bound (u.y - |u|^2 / 2) / 8.
    const u = subtract(y, times(X, lasso.value));
    const bound = (dot(u, y) - dot(u, u) / 2) / 8;
    expect(Math.abs(objective(lasso.value) - bound)).toBeLessThan(1e-12);
    for (const fault of Object.values(penalizedOptimum.faults!))
      expect(norm2(subtract(fault.by({ X, y, loss: 'squared', penalty: 0.1 }).value, ridge.value))).toBeGreaterThan(
        1e-5,
      );
  }
  expect(() => penalizedOptimum.answer({ ...sample(1, 3, 4), loss: 'squared', penalty: 0 })).toThrow(RangeError);
});

test('the logistic optimum is stationary in differences of the objective', () => {
  const { X, y } = sample(7, 8, 14);
  const signs = y.map((label) => (label < 0 ? -1 : 1));
  const { value } = penalizedOptimum.answer({ X, y: signs, loss: 'logistic', penalty: 0.1 });
  const objective = (w: Float64Array) =>
    times(X, w).reduce((sum, a, i) => sum + Math.log1p(Math.exp(-signs[i]! * a)), 0) / 8 + 0.05 * dot(w, w);
  const least = objective(value);
  for (let j = 0; j < 14; j++)
    for (const h of [1e-4, -1e-4]) {
      const moved = value.slice();
      moved[j]! += h;
      expect(objective(moved)).toBeGreaterThan(least);
    }
});

test('the nuclear bound is below every objective', () => {
  const stream = seededStream(3);
  const observed = matrix(5, 5, normals(stream, 25));
  const seen = new Float64Array(25).map(() => (stream.uniform() < 0.7 ? 1 : 0));
  const completion = {
    truth: observed,
    seen,
    observed: { ...observed, data: observed.data.map((y, k) => y * seen[k]!) },
  };
  let highest = -Infinity;
  let lowest = Infinity;
  for (let k = 0; k < 200; k++) {
    const scale = 2 * stream.uniform();
    const W = completion.observed.data.map((y) => scale * y + 0.3 * stream.normal());
    highest = Math.max(highest, nuclearBound.answer({ completion, penalty: 0.5, W }).value);
    lowest = Math.min(lowest, nuclearObjective({ completion, penalty: 0.5, W }));
  }
  expect(highest).toBeLessThanOrEqual(lowest);
  const high = nuclearBound.faults!['bound above the minimum']!.by({
    completion,
    penalty: 100,
    W: new Float64Array(25),
  }).value;
  expect(high).toBeGreaterThan(nuclearObjective({ completion, penalty: 100, W: new Float64Array(25) }));
});

test('certificates of signal and noise', () => {
  const task = signalNoise(10, 600, {}, 5);
  const { rho, margin, start } = sparseMargin.answer(task).value;
  expect(margin).toBeCloseTo(2 / Math.sqrt(10), 14);
  expect(start).toBeCloseTo(Math.sqrt(10) / 2, 12);
  const sums = timesTransposed(task.X, task.y);
  expect(rho).toBeCloseTo(Math.max(...sums.slice(1).map(Math.abs)) / Math.abs(sums[0]!), 12);
  expect(sparseMargin.answer(signalNoise(10, 600, { spread: Infinity }, 5)).value.rho).toBeGreaterThanOrEqual(1);
  const { L1, L2 } = ballDeviation.answer({ task, radius: Math.sqrt(10) / 2 }).value;
  expect(L1).toBeLessThan(L2);
  expect(L2).toBeGreaterThan(2.5);
  // For any prices >= 0 the weighted margins on the mirror are at most (budget - mu) |prices|^2.
  const ratio = noiseGram.answer(task).value;
  expect(ratio).toBeGreaterThan(1);
  const stream = seededStream(9);
  for (let k = 0; k < 50; k++) {
    const alpha = new Float64Array(10).map(() => stream.uniform());
    const w = timesTransposed(
      task.X,
      alpha.map((a, i) => a * task.y[i]!),
    );
    const margins = times(task.mirrored.X, w).map((f, i) => f * task.y[i]!);
    expect(dot(alpha, margins)).toBeLessThanOrEqual(4 * (1 - ratio) * dot(alpha, alpha) * (1 - 1e-9));
  }
});
