/** Logistic descent is descent on w, on its way and at its end; small copies of what is said of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import logisticDescent, { type LogisticRule } from '../../models/logistic-descent.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { excess } from '../../oracles/measures/logistic-risk.js';
import { distance, norm2, times, timesTransposed } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { laws } from '../../src/vitest.js';
import { logisticPower } from '../../tasks/logistic-power.js';

const streams = { train: () => seededStream(5), noise: () => seededStream(6), eval: () => seededStream(7) };
const first = (n: number, d: number, ones: number) =>
  fc.sample(logisticPower(n, d, ones).arbitrary, { numRuns: 1, seed: 3 })[0]!;
const task = first(8, 12, 5);
const ended = (rule: LogisticRule, by = logisticDescent.train) => by(task, rule, streams).parameters['w']!;

laws(
  logisticDescent,
  [{ marks: [2, 30] }, { marks: [30], penalty: 0.1 }].map((rule) => ({
    ...{ name: JSON.stringify(rule), task, rule: { rate: 2, ...rule }, streams },
  })),
);

/** After so many steps of descent on w, with minus the slope of a loss at a margin. */
function byHand(steps: number, penalty: number, pull: (margin: number) => number): Float64Array {
  const { X, y } = task;
  const w = new Float64Array(12);
  for (let made = 0; made < steps; made++) {
    const g = timesTransposed(
      X,
      times(X, w).map((score, i) => (y[i]! * pull(y[i]! * score)) / 8),
    );
    for (let j = 0; j < 12; j++) w[j]! += 0.5 * (g[j]! - penalty * w[j]!);
  }
  return w;
}
const logistic = (margin: number) => 1 / (1 + Math.exp(margin));

describe('logistic descent', () => {
  test('takes the steps of descent on w, and shows w at every mark', () => {
    const w = ended({ rate: 0.5, penalty: 0.01, marks: [3, 40] });
    expect(w.length).toBe(24);
    for (const [k, mark] of [3, 40].entries()) {
      const hand = byHand(mark, 0.01, logistic);
      expect(distance(w.slice(12 * k, 12 * (k + 1)), hand)).toBeLessThan(1e-12 * norm2(hand));
    }
  });

  test('ends at the certified minimizer where there is a penalty', () => {
    const { value } = penalizedOptimum.answer({ ...task, loss: 'logistic', penalty: 0.1 });
    expect(distance(ended({ rate: 1, penalty: 0.1, marks: [1000] }), value)).toBeLessThan(1e-9 * norm2(value));
  });

  test.each([
    ['squared loss', 20, 0, (margin: number) => 1 - margin],
    ['steady pull', 20, 0, () => 1 / 2],
    ['summed gradient', 20, 0, (margin: number) => 8 * logistic(margin)],
    ['early stop', 2, 0, logistic],
    ['a penalty', 20, 0.003, logistic],
  ] as const)('%s does what it says', (fault, steps, penalty, pull) => {
    const hand = byHand(steps, penalty, pull);
    const w = ended({ rate: 0.5, marks: [20] }, logisticDescent.faults![fault]!.by);
    expect(distance(w, hand)).toBeLessThan(1e-12 * norm2(hand));
  });

  test('half the steps, twice as many, is nearly the same', () => {
    const rule = { rate: 0.5, marks: [20] };
    const [whole, half] = [ended(rule), ended(rule, logisticDescent.harmless!['half steps']!.by)];
    expect(distance(whole, half)).toBeLessThan(0.05 * norm2(whole));
    expect(distance(whole, half)).toBeGreaterThan(0);
  });

  test('going on is worse than stopping', () => {
    const wide = first(40, 80, 10);
    const marks = [2, 5, 10, 20, 50, 20_000];
    const { w } = logisticDescent.train(wide, { rate: 4, marks }, streams).parameters;
    const all = marks.map((_, k) => excess(wide, w!.subarray(80 * k, 80 * (k + 1))).loss);
    expect(all.at(-1)).toBeGreaterThan(3 * Math.min(...all));
  });
});
