/** What is measured of a network or a classifier that is not a number is not a number either: never a success, never a zero. */
import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/numerics/matrix.js';
import { clearance } from '../../oracles/measures/clearance.js';
import { risk } from '../../oracles/measures/risk.js';
import { firstOrderMargin } from '../../oracles/measures/first-order-margin.js';
import { leastFrobenius } from '../../oracles/measures/nuclear-norms.js';
import { countedError, freshError } from '../../oracles/measures/signal-noise.js';
import type { Curved } from '../../oracles/curvature.js';
import type { SignalNoise } from '../../tasks/signal-noise.js';

const vector = (...entries: number[]) => Float64Array.from(entries);

describe('errors of a classifier of signal and noise', () => {
  const task = { signal: vector(1, 0), size: 0.5, energy: 4, D: 1 } as SignalNoise;

  it('fresh: exact where the normal law is known, at the ends without noise, nowhere else', () => {
    // P(N(1, 4) <= 0) = Phi(-1/2).
    expect(freshError(vector(1, 1), task)).toBeCloseTo(0.3085375387259869, 15);
    expect(freshError(vector(3, 0), task)).toBe(0);
    expect(freshError(vector(-3, 0), task)).toBe(1);
    expect(freshError(vector(0, 0), task)).toBe(1);
    for (const w of [vector(NaN, 1), vector(1, NaN), vector(Infinity, 1), vector(1, Infinity)])
      expect(freshError(w, task)).toBeNaN();
  });

  it('counted: a prediction that is no number is neither right nor wrong', () => {
    const sample = { X: matrix(4, 0), y: vector(1, -1, 1, -1) };
    const counted = (...predicted: number[]) => countedError({ predict: () => vector(...predicted) }, sample);
    expect(counted(2, -2, -1, 0)).toBe(0.5);
    expect(counted(Infinity, -Infinity, 1e-320, -1e-320)).toBe(0);
    expect(counted(1, -1, NaN, -1)).toBeNaN();
    expect(counted(1, -1, 1)).toBeNaN();
    expect(countedError({ predict: () => vector() }, { X: matrix(0, 0), y: vector() })).toBeNaN();
  });
});

describe('the first-order margin', () => {
  const data = { X: matrix(1, 1, vector(2)), y: vector(1) };
  const of = (...theta: number[]) => firstOrderMargin({ widths: [1, 2, 1], theta: vector(...theta) }, data);

  it('is |f| over what the layers can move it by', () => {
    // h = (2, 4), f = 6; |x| |df/dh_1| = 2 sqrt 2, |relu h| = sqrt 20: 6 / sqrt(8 + 20).
    expect(of(1, 2, 1, 1)).toBeCloseTo(6 / Math.sqrt(28), 15);
    expect(of(-1, -2, 1, 1)).toBe(0);
  });
  it('does not take what a ReLU hides for nothing', () => {
    expect(of(NaN, 2, 1, 1)).toBeNaN();
    expect(of(1, 2, 1, NaN)).toBeNaN();
  });
});

it('the nuclear norm of the fit of least Frobenius norm is that of its symmetric part, with the error in its own units', () => {
  const known = (value: number, factor = 1) => ({ value, error: 1e-3 * factor });
  const of = (...beta: number[]) =>
    leastFrobenius({ beta: vector(...beta), known } as Parameters<typeof leastFrobenius>[0]);
  // The symmetric part of (1 2; 0 1) has the eigenvalues 2 and 0, that of (1 2; 2 1) has 3 and -1.
  expect(of(1, 2, 0, 1)).toEqual({ value: expect.closeTo(2, 14) as number, error: Math.SQRT2 * 1e-3 });
  expect(of(1, 2, 2, 1)).toEqual({ value: expect.closeTo(4, 14) as number, error: Math.SQRT2 * 1e-3 });
});

it('clearance is the least distance to a kink, and NaN where a sum is', () => {
  const of = (width: number, ...theta: number[]) =>
    clearance({ network: { width, theta: vector(...theta) }, X: matrix(2, 1, vector(1, -2)) } as unknown as Curved);
  expect(of(2, 1, -3, 0.5, 2)).toBe(1);
  expect(of(2, 1, NaN, 0.5, 2)).toBeNaN();
  expect(of(2, 1, -3, 0.5)).toBeNaN();
  expect(of(0)).toBe(Infinity);
});

it('risk carries NaN, and refuses another length', () => {
  expect(risk(vector(1, 5), vector(1, 1))).toBe(16);
  expect(risk(vector(NaN, 5), vector(1, 1))).toBeNaN();
  expect(() => risk(vector(1), vector(1, 1))).toThrow(RangeError);
});
