/** The risks of a linear classifier of Gaussian inputs: by simulation, by hand, and at the ends. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { error, excess, excessError, excessLoss, logLoss, risks } from '../../oracles/measures/logistic-risk.js';
import { atan } from '../../src/numerics/elementary.js';
import { matrix } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { logisticPower } from '../../tasks/logistic-power.js';

const task = fc.sample(logisticPower(8, 12, 5).arbitrary, { numRuns: 1, seed: 3 })[0]!;

test('are those of simulated points', () => {
  const w = Float64Array.from({ length: 12 }, (_, j) => 2 / (j + 1) - 0.5);
  const stream = seededStream(11);
  const N = 100_000;
  let [loss, wrong] = [0, 0];
  for (let k = 0; k < N; k++) {
    let [t, f] = [0, 0];
    for (let j = 0; j < 12; j++) {
      const x = stream.normal() / (j + 1);
      t += x * task.truth[j]!;
      f += x * w[j]!;
    }
    const p = 1 / (1 + Math.exp(-t));
    loss += (p * Math.log1p(Math.exp(-f)) + (1 - p) * Math.log1p(Math.exp(f))) / N;
    wrong += (f < 0 ? p : 1 - p) / N;
  }
  expect(Math.abs(logLoss(task, w) - loss)).toBeLessThan(0.01);
  expect(Math.abs(error(task, w) - wrong)).toBeLessThan(0.01);
  expect(risks(task, w)).toEqual({ loss: logLoss(task, w), error: error(task, w) });
});

test('nothing is risked less than by the truth, and 0 guesses', () => {
  const none = risks(task, new Float64Array(12));
  expect(none.loss).toBeCloseTo(Math.log(2), 12);
  expect(none.error).toBeCloseTo(0.5, 12);
  expect(excess(task, task.truth)).toEqual({ loss: 0, error: 0 });
  for (const c of [0.5, 0.9, 1.1, 2]) {
    const w = task.truth.map((entry) => c * entry);
    expect(excessLoss(task, w)).toBeGreaterThan(0);
    expect(excessError(task, w)).toBeCloseTo(0, 12);
  }
});

test('the loss of w and of -w together is E |f| + 2 E log(1 + exp(-|f|)), whatever the truth', () => {
  const far = (size: number) => Float64Array.from({ length: 12 }, (_, j) => (j === 1 ? size : 0));
  // f = 50 x_2 is N(0, 25^2), of density sqrt(2 / pi) / 25 for |f| at 0; the integral of log(1 + exp(-f)) is pi^2 / 12.
  const density = Math.sqrt(2 / Math.PI) / 25;
  const together = logLoss(task, far(50)) + logLoss(task, far(-50));
  expect(together).toBeCloseTo(25 * 25 * density + (density * Math.PI * Math.PI) / 6, 3);
});

test('a large truth labels by its sign, and the error of a direction is its angle over pi', () => {
  const sharp = {
    X: matrix(0, 2),
    y: new Float64Array(0),
    variances: Float64Array.of(1, 1),
    truth: Float64Array.of(1e9, 0),
  };
  // Not exactly: the grid is one of 1/64, and P(f < 0 | t) bends within it.
  for (const tan of [0.5, 1, 2]) expect(error(sharp, Float64Array.of(1, tan))).toBeCloseTo(atan(tan) / Math.PI, 4);
});

test('what is no number has no risk', () => {
  for (const w of [NaN, Infinity]) {
    const none = new Float64Array(12).fill(w);
    expect(logLoss(task, none)).not.toBeLessThan(Infinity);
    expect(error(task, none)).not.toBeLessThan(0.5);
  }
});
