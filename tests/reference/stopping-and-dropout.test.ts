/** The blocks of the reference on early stopping in the place of ridge, and on dropout in the place of its penalty. */
import { expect, it, test } from 'vitest';
import filtered, { type FilterRule } from '../../models/filtered-descent.js';
import { fromRows, matrix } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { dropoutObjective } from '../../oracles/dropout-ridge.js';
import { earlyStopping } from '../../oracles/early-stopping.js';
import { operatorRisk } from '../../oracles/measures/operator-risk.js';
import { reading } from './reading.js';

const { reference, unread } = reading('explicit', 'G_early_stopping', 'G_dropout');
const stopping = reference.G_early_stopping;
const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);

/** One direction with eigenvalue 1 and noise of variance sigma2: the risk of a rule by that of ridge. */
function ratio(rule: FilterRule, penalty: number, truth: number, sigma2: number): number {
  const task = { X: matrix(1, 1, Float64Array.of(1)), truth: Float64Array.of(truth), sigma2, time: 0 };
  const risk = (each: FilterRule) => operatorRisk(filtered.train(task, each, streams).parameters['operator']!, task);
  return risk(rule) / risk({ kind: 'ridge', penalty });
}

/** The largest value on [low, high] of a function with one local maximum. */
function largest(f: (x: number) => number, low: number, high: number): { value: number; at: number } {
  let [from, to] = [low, high];
  for (let k = 0; k < 120; k++) {
    const third = (to - from) / 3;
    if (f(from + third) < f(to - third)) from += third;
    else to -= third;
  }
  return { value: f((from + to) / 2), at: (from + to) / 2 };
}

test('without a truth, flow costs at most the constant, at the time where it attains it', () => {
  const flow = (x: number) => ratio({ kind: 'flow', time: x }, 1 / x, 0, 1);
  const { constant, at } = earlyStopping.answer(1).value;
  for (const value of [constant, largest(flow, 0.1, 10).value]) close(value, stopping.c_star_sup_variance_ratio);
  close(at, stopping.x_star);
  // The published constant is a bound from above, not the least one to its digits.
  expect(stopping.paper_constant).toBeGreaterThan(constant);
  expect(stopping.paper_constant).toBeLessThan(constant + 3e-4);
});

test('tuned against tuned, flow costs at most the factor, at the time where it attains it', () => {
  // A truth of length 1 and noise of variance 1/x a sample: both are best at x.
  const tuned = (x: number) => ratio({ kind: 'flow', time: x }, 1 / x, 1, 1 / x);
  const { value, at } = largest(tuned, 0.1, 30);
  close(value, stopping.c2_bayes_at_optimal_calibration);
  close(tuned(stopping.c2_x), value);
  // A maximum is flat: its place is known to the root of the rounding.
  expect(Math.abs(at - stopping.c2_x)).toBeLessThan(1e-6);
  expect(Math.ceil(1e4 * value) / 1e4).toBe(stopping.paper_c2);
});

test('k steps of descent cost at most the ratios of the reference', () => {
  const ratios = stopping.discrete_gd_sup_ratio_eta_s_le_1 as Record<string, number>;
  for (const [name, expected] of Object.entries(ratios)) {
    const steps = Number(name);
    const descent = (z: number) => ratio({ kind: 'descent', rate: z, steps }, 1 / (z * steps), 0, 1);
    close(largest(descent, 1e-3, 1).value, expected);
  }
  close(stopping.k1_exact, ratios['1']!);
  close(stopping.k2_exact, ratios['2']!);
  close(earlyStopping.answer(1).value.descent, stopping.k1_exact);
});

test('the oracle of descent at one size of step has the worst number of steps', () => {
  for (const step of [1, 0.5, 1 / 16]) {
    const ratios = Array.from({ length: 5 / step }, (_, k) =>
      ratio({ kind: 'descent', rate: step, steps: k + 1 }, 1 / (step * (k + 1)), 0, 1),
    );
    const { constant, descent } = earlyStopping.answer(step).value;
    close(Math.max(...ratios), descent);
    expect(descent).toBeGreaterThan(constant);
  }
});

test('the dropout objective is the enumerated one', () => {
  const { X, y, w, rows } = reference.G_dropout;
  const task = { X: fromRows(X), y: Float64Array.from(y as number[]) };
  for (const { q, enumerated, formula } of rows)
    for (const expected of [enumerated, formula])
      close(dropoutObjective({ ...task, q }, Float64Array.from(w as number[])), expected);
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
