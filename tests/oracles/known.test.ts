/**
 * Questions on which an oracle once was wrong, and the right value with how it is known: sums that underflowed or overflowed,
 * an integral whose error was an estimate, differences that cancelled, rows that nearly depend on each other, 0 / 0.
 */
import { describe, expect, it } from 'vitest';
import { fromRows } from '../../src/numerics/matrix.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import { labelNoiseDecay } from '../../oracles/label-noise-decay.js';
import { occamBound } from '../../oracles/occam-bound.js';
import { oneLayerMargin } from '../../oracles/one-layer-margin.js';
import { ridgeLimit } from '../../oracles/ridge-limit.js';
import { ridgeShift } from '../../oracles/ridge-shift.js';
import { spikes } from '../../oracles/spikes.js';
import { tangentLimit } from '../../oracles/tangent-limit.js';
import { twoAtomsRidge } from '../../oracles/two-atoms-ridge.js';
import { dec } from './decimal.js';

/** Within its error of the right value, and the error is small beside it. */
function near(value: number, right: string, error: number, relative: number): void {
  expect(dec(value).minus(dec(right)).abs().lte(dec(error)), `${value} against ${right}, error ${error}`).toBe(true);
  expect(error).toBeLessThanOrEqual(relative * Math.abs(Number(right)));
}

it('spikes among 1,000 points at the rate 800: the same sums in 60 digits', () => {
  const { value, error } = spikes.answer({ m: 1000, rate: 800 });
  near(value.complexity, '0.022566878777214644', error, 1e-10);
  near(value.supremum, '0.010088115575442432', error, 1e-10);
});

it('spikes among a million points: E |N - E N| is that of the normal law but for a share of 1e-6', () => {
  const { value, error } = spikes.answer({ m: 1_000_000, rate: 500_000 });
  expect(Math.abs(value.supremum / (Math.sqrt(2 / Math.PI) * 500e-6) - 1)).toBeLessThan(1e-6);
  expect(error / value.supremum).toBeLessThan(1e-8);
});

it('two kinds of 400 points, most of them noisy: exact weights, golden section in log lambda in 30 digits', () => {
  const { value, error } = twoAtomsRidge.answer({ n: 400, q: 0.9, noise: 1, quiet: 0.5, s: 1, b: 1 });
  near(value.excess, '0.003132106207490720', error, 1e-8);
  expect(value.penalty).toBeCloseTo(0.35623, 4);
});

it('fair coins on 1,024 points: the same sum in 60 digits', () => {
  const { value, error } = occamBound.answer({ m: 1024, delta: 0.05, levels: [10, 100], lengths: [0, 0], mistakes: new Float64Array(0) }); // prettier-ignore
  near(value.expected[0]!, '0.024038207309438933', error, 1e-8);
  near(value.expected[1]!, '0.03916244400054534', error, 1e-8);
});

it.each([
  [10, 1e-14, 0, '0.11111111111111084'],
  [100, 1e-14, 0, '0.010101010101010099'],
  [10, 1e-6, 0, '0.11111108367627445'],
  [2, 1e-6, 1, '1.4999960000189999'],
  [2, 1e-300, 0, '1.0'],
  [10, 0.01, 0, '0.11083732045309784'],
] as const)(
  'the limit of ridge at gamma = %s, lambda = %s, r2 = %s: the formula in 400 digits',
  (gamma, lambda, r2, right) => {
    const { value, error } = ridgeLimit.answer({ gamma, lambda, r2, sigma2: 1 });
    // The right value is known to 17 digits.
    near(value, right, error + 1e-17, 1e-13);
  },
);

it('1,002 parameters for 1,000 points: the fraction (p - n) / p', () => {
  const { value, error } = finiteSampleRisk.answer({ n: 1000, p: 1002, r2: 1, sigma2: 0 });
  near(value.excess, '0.0019960079840319361', error, 1e-12);
  expect(finiteSampleRisk.answer({ n: 1000, p: 1002, r2: 1, sigma2: 2 }).value.optimism).toBeCloseTo(2002.002, 3);
});

describe('ridge on rows that nearly depend on each other', () => {
  const y = [1, 2];
  it.each([1e-6, 3e-8, 1e-12, 0])('refuses %s apart: K^-1 in 60 digits says distances of 1e6 and more', (apart) => {
    const X = fromRows([[1, 0], [1, apart]]); // prettier-ignore
    expect(() => ridgeShift.answer({ X, y: Float64Array.from(y), penalty: 0.5 })).toThrow(/conditioned|depend/);
  });
  it('answers 1e-3 apart, and of no labels', () => {
    const X = fromRows([[1, 0], [1, 1e-3]]); // prettier-ignore
    const { value, error } = ridgeShift.answer({ X, y: Float64Array.from(y), penalty: 0.5 });
    near(value.distance, '999.99842000182377705', error, 1e-6);
    expect(ridgeShift.answer({ X, y: new Float64Array(2), penalty: 0.5 }).value.distance).toBe(0);
  });
});

describe('label noise', () => {
  const task = {
    X: fromRows([[0, -2.2, 0.5], [0, 1.1, 1.6]]), // prettier-ignore
    u: Float64Array.of(0.8, 1.9, 0.5),
    v: Float64Array.of(-0.9, -1.6, 1.3),
    sigma: 1,
  };
  it('leaves a dead input alone', () => {
    const { value, error } = labelNoiseDecay.answer({ ...task, rate: 0.001 });
    expect(value.corrected[0]).toBe(0);
    expect(value.leading[0]).toBe(0);
    expect(error).toBeLessThan(1e-15);
  });
  it('is refused where rounding cannot tell whether the step is stable', () => {
    const stable = (rate: number) => {
      try {
        return labelNoiseDecay.answer({ ...task, rate }).error >= 0;
      } catch (error) {
        expect((error as Error).message).toMatch(/^labelNoiseDecay: .*expected/);
        return false;
      }
    };
    // Between a stable step and one that is not, bisected to neighbours: a refusal well before the pole.
    let [low, high] = [0.001, 1];
    for (let k = 0; k < 60; k++) {
      const middle = (low + high) / 2;
      if (stable(middle)) low = middle;
      else high = middle;
    }
    expect(labelNoiseDecay.answer({ ...task, rate: low }).error).toBeGreaterThan(0);
    expect(low).toBeGreaterThan(0.001);
  });
});

it('a linear network in one dimension predicts z y / x, also of large inputs', () => {
  const network = { width: 1, activation: 'linear' as const, theta: Float64Array.of(0.7, 0, 1.1, 0) };
  const at = (x: number) => fromRows([[x]]);
  const { value, error } = tangentLimit.answer({
    network,
    alpha: 1,
    X: at(1e5),
    y: Float64Array.of(1.3),
    points: at(3.3e5),
  });
  near(value.predictions[0]!, dec(1.3).times(dec(3.3e5)).div(dec(1e5)).toString(), error, 1e-12);
});

it('the margin at x = 0 is 0; a label that is none is named', () => {
  const X = fromRows([[0, 0], [1, 1]]); // prettier-ignore
  const w = Float64Array.of(1, 2);
  const { value, error } = oneLayerMargin.answer({ w, X, y: Float64Array.of(1, 1) });
  expect(value[0]).toBe(0);
  near(value[1]!, '2.1213203435596426', error, 1e-14);
  expect(() => oneLayerMargin.answer({ w, X, y: Float64Array.of(0, 1) })).toThrow(/a label is 0; expected 1 or -1/);
});

it('sizes that are no sizes are refused with a sentence', () => {
  expect(() => spikes.answer({ m: 2.5, rate: 1 })).toThrow(/m is 2.5; expected a whole number/);
  expect(() => spikes.answer({ m: 10, rate: 10 })).toThrow(/rate is 10/);
  expect(() => occamBound.answer({ m: 5, delta: 0.1, levels: [2, 3], lengths: [0], mistakes: new Float64Array(0) })).toThrow(/lengths has length 1; expected 2/); // prettier-ignore
  expect(() => ridgeLimit.answer({ gamma: 1e200, lambda: 1e200, r2: 1, sigma2: 1 })).toThrow(
    /ridgeLimit: .*nearer to 1/,
  );
  expect(() => finiteSampleRisk.answer({ n: 5, p: 2, r2: NaN, sigma2: 1 })).toThrow(/r2 is NaN/);
});
