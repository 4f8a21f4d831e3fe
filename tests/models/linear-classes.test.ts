import { describe, expect, it, test } from 'vitest';
import finiteClass from '../../models/finite-class.js';
import leastSquares from '../../models/least-squares.js';
import linearBall from '../../models/linear-ball.js';
import { trainRidge } from '../../models/ridge.js';
import { dot, norm1, norm2, normInf, subtract, times } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { fairCoins, WORD } from '../../tasks/finite-class.js';
import { gaussianSample } from '../../tasks/gaussian-regression.js';
import { correlation, deviation } from '../../tasks/labelled-sample.js';
import { orthogonalRows, unitLabels } from '../../tasks/regression.js';
import { leastSquaresRules, ridgeRules } from './rules.js';

const { descend } = leastSquaresRules;
const { leastNorm, ridge } = ridgeRules;

const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };

describe('least-squares', () => {
  const stream = seededStream(4);
  const wide = { X: orthogonalRows(stream, 6, 10), y: unitLabels(stream, 6) };
  const tall = gaussianSample(seededStream(5), 15, 4, 0.5, 1);
  test.each(['gradient', 'momentum', 'nesterov'] as const)(
    '%s ends at the ridge solution from every start',
    (optimizer) => {
      for (const task of [wide, tall])
        for (const penalty of [0.01, 1])
          for (const start of [0, 5]) {
            const run = leastSquares.train(task, descend({ optimizer, penalty, start }), streams);
            expect(run.stopped).toBe('gradient');
            const off = subtract(run.parameters['beta']!, trainRidge(task, ridge(penalty)).parameters['beta']!);
            expect(norm2(off)).toBeLessThanOrEqual(run.facts!['gradient']! / penalty + 1e-12);
          }
    },
  );
  it('without a penalty ends at the interpolant closest to its start', () => {
    const start = 3;
    const drawn = normals(streams.train(), 10);
    const b0 = drawn.map((entry) => (start * entry) / norm2(drawn));
    const run = leastSquares.train(wide, descend({ start }), streams);
    const shifted = { X: wide.X, y: subtract(wide.y, trainRidge({ ...wide, y: wide.y }, leastNorm).predict(wide.X)) };
    expect(normInf(shifted.y)).toBeLessThan(1e-12);
    // b - b0 is in the row space: it is the least-norm solution for the residual of the start.
    const left = wide.y.map((label, i) => label - dot(wide.X.data.subarray(i * 10, (i + 1) * 10), b0));
    const expected = trainRidge({ X: wide.X, y: left }, leastNorm).parameters['beta']!;
    expect(norm2(subtract(subtract(run.parameters['beta']!, b0), expected))).toBeLessThan(1e-8);
  });
  it('reports the gradient of its objective', () => {
    const run = leastSquares.train(wide, descend({ penalty: 0.3, gradient: 1e-2 }), streams);
    const b = run.parameters['beta']!;
    const objective = (at: Float64Array) => {
      const r = subtract(run.predict(wide.X), run.predict(wide.X)).map((_, i) => {
        return dot(wide.X.data.subarray(i * 10, (i + 1) * 10), at) - wide.y[i]!;
      });
      return dot(r, r) / 2 + 0.15 * dot(at, at);
    };
    const h = 1e-5;
    const slopes = b.map((_, j) => {
      const [up, down] = [b.slice(), b.slice()];
      up[j]! += h;
      down[j]! -= h;
      return (objective(up) - objective(down)) / (2 * h);
    });
    expect(Math.abs(norm2(slopes) - run.facts!['gradient']!)).toBeLessThan(1e-8);
    expect(norm2(slopes)).toBeLessThanOrEqual(1e-2);
  });
  it.each(Object.keys(leastSquares.faults!))('differs with the fault "%s"', (name) => {
    const rule = descend({ penalty: name.includes('start') || name.includes('afar') ? 0 : 0.3, start: 2 });
    const wrong = leastSquares.faults![name]!.by(wide, rule, streams).parameters['beta']!;
    expect(normInf(subtract(wrong, leastSquares.train(wide, rule, streams).parameters['beta']!))).toBeGreaterThan(1e-6);
  });
  it('says when its budget ends', () => {
    expect(leastSquares.train(wide, descend({ budget: 2 }), streams).stopped).toBe('budget');
  });
});

describe('finite-class', () => {
  const task = { m: 50, delta: 0.01, levels: [4, 16], lengths: [0, 0], mistakes: fairCoins(3, 50, [4, 16]) };
  const errors = (h: number) => {
    let sum = 0;
    for (let i = 0; i < 50; i++) sum += Math.floor(task.mistakes[2 * h + Math.floor(i / WORD)]! / 2 ** (i % WORD)) % 2;
    return sum / 50;
  };
  it('takes the hypothesis of the level with the fewest mistakes', () => {
    for (const [level, from, to] of [
      [0, 0, 4],
      [1, 4, 20],
    ] as const) {
      const run = finiteClass.train(task, { level }, streams);
      const all = Array.from({ length: to - from }, (_, k) => errors(from + k));
      expect(run.facts!['error']).toBe(Math.min(...all));
      expect(run.parameters['chosen']![0]).toBe(from + all.indexOf(Math.min(...all)));
    }
  });
  it('draws fair coins that fill the points and no more', () => {
    const mistakes = fairCoins(1, 50, [4000]);
    let ones = 0;
    for (let h = 0; h < 4000; h++) {
      expect(mistakes[2 * h + 1]!).toBeLessThan(2 ** 18);
      for (let i = 0; i < 50; i++) ones += Math.floor(mistakes[2 * h + Math.floor(i / 32)]! / 2 ** (i % 32)) % 2;
    }
    // 200,000 coins: a standard deviation of 224.
    expect(Math.abs(ones - 100_000)).toBeLessThan(1000);
  });
  it.each(Object.keys(finiteClass.faults!))('differs with the fault "%s"', (name) => {
    const task = { m: 50, delta: 0.01, levels: [64, 256], lengths: [0, 0], mistakes: fairCoins(5, 50, [64, 256]) };
    const runs = [0, 1].map((level) => finiteClass.train(task, { level }, streams).parameters['chosen']![0]);
    const wrong = [0, 1].map(
      (level) => finiteClass.faults![name]!.by(task, { level }, streams).parameters['chosen']![0],
    );
    expect(wrong).not.toEqual(runs);
  });
});

describe('linear-ball', () => {
  const sample = gaussianSample(seededStream(8), 7, 5, 1, 1);
  const task = { ...sample, mean: Float64Array.of(0.3, -0.2, 0, 0.1, 0) };
  const norms = { l1: norm1, l2: norm2 };
  test.each(['l1', 'l2'] as const)('%s: nothing in the ball beats the adversary or the fit', (ball) => {
    const at = (aim: 'deviate' | 'fit') => linearBall.train(task, { ball, radius: 2, aim }, streams).parameters['w']!;
    const delta = subtract(correlation(task), task.mean);
    const stream = seededStream(9);
    for (let k = 0; k < 2000; k++) {
      const direction = normals(stream, 5);
      const w = direction.map((entry) => (2 * entry) / norms[ball](direction));
      expect(dot(w, delta)).toBeLessThanOrEqual(dot(at('deviate'), delta));
      expect(dot(w, correlation(task))).toBeLessThanOrEqual(dot(at('fit'), correlation(task)));
    }
    for (const aim of ['deviate', 'fit', 'random', 'least squares'] as const)
      expect(norms[ball](linearBall.train(task, { ball, radius: 2, aim }, streams).parameters['w']!)).toBeCloseTo(
        2,
        12,
      );
  });
  it('the deviation is the mean of y w.x over the points less its expectation', () => {
    const w = normals(seededStream(9), 5);
    const onPoints = dot(times(task.X, w), task.y) / 7;
    expect(deviation(task, { w })).toBeCloseTo(onPoints - dot(w, task.mean), 12);
  });
  it.each(Object.keys(linearBall.faults!))('differs with the fault "%s"', (name) => {
    const rule = { ball: 'l2', radius: 2, aim: 'deviate' };
    const wrong = linearBall.faults![name]!.by(task, rule, streams).parameters['w']!;
    expect(normInf(subtract(wrong, linearBall.train(task, rule, streams).parameters['w']!))).toBeGreaterThan(1e-6);
  });
});
