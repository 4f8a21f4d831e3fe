import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slopes } from '../../src/statistics/slopes.js';

const curve = (sizes: readonly number[], y: (t: number) => number, error = 0) =>
  sizes.map((t) => ({ slack: y(t), error: error * y(t) }));

describe('slopes', () => {
  it('of a power law are its exponent and no curvature', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -4, max: 4, noNaN: true }),
        // Each in a quarter of an octave of its own: three sizes that differ by 1 in 10,000 have a slope to seven digits only.
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), {
          minLength: 5,
          maxLength: 9,
          selector: (size) => Math.floor(4 * Math.log2(size)),
        }),
        (exponent, drawn) => {
          const sizes = drawn.sort((a, b) => a - b);
          const { slope, curvature } = slopes(sizes)(curve(sizes, (t) => 3 * Math.pow(t, exponent)));
          expect(slope![0]).toBeCloseTo(exponent, 8);
          expect(slope![1]).toBeCloseTo(exponent, 8);
          expect(Math.abs(curvature![0])).toBeLessThan(1e-10);
        },
      ),
    );
  });
  it('of a kink in the middle of an odd grid differ by the kink', () => {
    const sizes = [1, 10, 100, 1000, 10_000];
    const kink = (t: number) => (t <= 100 ? Math.pow(t, -1) : Math.pow(100, -1) * Math.pow(t / 100, -0.5));
    expect(slopes(sizes)(curve(sizes, kink)).curvature![0]).toBeCloseTo(0.5, 10);
    // The middle belongs to both halves: a bump there bends the curve by -1/2 - 1/2 per decade.
    const bump = (t: number) => (t === 100 ? 10 : 1);
    expect(slopes(sizes)(curve(sizes, bump)).curvature![0]).toBeCloseTo(-1, 10);
  });
  it('contain what any values within the errors give', () => {
    const sizes = [1, 3, 9, 27, 81];
    const fit = slopes(sizes);
    const wide = fit(curve(sizes, (t) => 1 / t, 0.2));
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (noise) => {
          const { slope, curvature } = fit(sizes.map((t, k) => ({ slack: (1 + noise[k]!) / t, error: 0 })));
          expect(slope![0]).toBeGreaterThanOrEqual(wide.slope![0] - 1e-12);
          expect(slope![0]).toBeLessThanOrEqual(wide.slope![1] + 1e-12);
          expect(curvature![0]).toBeGreaterThanOrEqual(wide.curvature![0] - 1e-12);
          expect(curvature![0]).toBeLessThanOrEqual(wide.curvature![1] + 1e-12);
        },
      ),
    );
  });
  it('are unbounded where an error reaches the size, and absent where a size is none', () => {
    const sizes = [1, 3, 9, 27, 81];
    const of = (slack: number, error: number) =>
      slopes(sizes)(sizes.map((_, k) => (k === 2 ? { slack, error } : { slack: 1, error: 0 })));
    for (const error of [1, 2, Infinity, NaN, -1])
      expect(of(1, error)).toEqual({ slope: [-Infinity, Infinity], curvature: [-Infinity, Infinity] });
    for (const slack of [0, -1, NaN, Infinity]) expect(of(slack, 0)).toEqual({ slope: null, curvature: null });
  });
});
