import { describe, expect, test } from 'vitest';
import { dot, timesTransposed } from '../../src/numerics/matrix.js';
import { signalNoise, turned, type SignalNoise } from '../../tasks/signal-noise.js';

const [m, D] = [8, 50];
const task = signalNoise(m, D, {}, 3);
const row = ({ X }: Pick<SignalNoise, 'X'>, i: number) => X.data.subarray(i * X.cols, (i + 1) * X.cols);
const negated = (v: Float64Array) => v.map((entry) => -entry);

describe('the mirror', () => {
  test('of the noise keeps the signal and the labels', () => {
    const { mirrored } = task;
    expect(mirrored.y).toEqual(task.y);
    for (let i = 0; i < m; i++) {
      expect(row(mirrored, i)[0]).toBe(row(task, i)[0]);
      expect(row(mirrored, i).slice(1)).toEqual(negated(row(task, i).slice(1)));
    }
  });

  test('of the input negates the signal, too; of the example the label besides', () => {
    for (const mirror of ['input', 'example'] as const) {
      const { X, y, mirrored } = signalNoise(m, D, { mirror }, 3);
      expect(X).toEqual(task.X);
      expect(mirrored.X.data).toEqual(negated(X.data));
      expect(mirrored.y).toEqual(mirror === 'input' ? y : negated(y));
    }
  });
});

test('the signal has the length that is asked for, u or u sqrt(m)', () => {
  expect(Math.abs(row(signalNoise(m, D, { size: 1 }, 3), 0)[0]!)).toBe(2);
  expect(Math.abs(row(signalNoise(m, D, { length: 3 }, 3), 0)[0]!)).toBeCloseTo(6 / Math.sqrt(m), 14);
});

describe('turned samples', () => {
  const turns = Array.from({ length: m }, (_, k) => turned(k)(task));

  test('have the labels and the signal of S, and its noise up to signs', () => {
    expect(turns[0]!.X).toEqual(task.X);
    for (const turn of turns) {
      expect(turn.y).toEqual(task.y);
      for (let i = 0; i < m; i++) {
        expect(row(turn, i)[0]).toBe(row(task, i)[0]);
        const noise = row(task, i).slice(1);
        const is = row(turn, i).slice(1);
        expect([noise, negated(noise)]).toContainEqual(is);
      }
    }
  });

  test('on average over as many as there are inputs, the noise of two inputs is uncorrelated', () => {
    const squared = (X: typeof task.X) => {
      const w = timesTransposed(X, task.y).slice(1);
      return dot(w, w);
    };
    const mean = turns.reduce((sum, { X }) => sum + squared(X), 0) / m;
    let apart = 0;
    for (let i = 0; i < m; i++) apart += dot(row(task, i).slice(1), row(task, i).slice(1));
    expect(mean).toBeCloseTo(apart, 10);
    expect(Math.abs(squared(task.X) / apart - 1)).toBeGreaterThan(0.01);
  });
});
