import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendall } from '../../oracles/measures/kendall.js';

describe('kendall', () => {
  it('counts pairs', () => {
    expect(kendall([1, 2, 3, 4], [1, 2, 3, 4])).toBe(1);
    expect(kendall([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(kendall([1, 2, 3], [1, 3, 2])).toBeCloseTo(1 / 3, 15);
    expect(kendall([1, 1, 1], [1, 2, 3])).toBe(0);
    expect(kendall([1, 1 + 1e-12, 2], [1, 2, 3])).toBeCloseTo(2 / 3, 15);
  });

  it('is symmetric and changes its sign with an argument', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 2, maxLength: 20 }), (pairs) => {
        const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        expect(kendall(x, y)).toBe(kendall(y, x));
        expect(
          kendall(
            x.map((a) => -a),
            y,
          ),
        ).toBeCloseTo(-kendall(x, y), 15);
      }),
    );
  });

  it('ranks infinities as what they are: beyond every number, and tied with themselves', () => {
    const inf = Infinity;
    expect(kendall([-inf, 0, inf], [1, 2, 3])).toBe(1);
    expect(kendall([inf, 0, -inf], [1, 2, 3])).toBe(-1);
    expect(kendall([inf, 1e308, -1e308, -inf], [4, 3, 2, 1])).toBe(1);
    expect(kendall([inf, inf, 0], [3, 2, 1])).toBeCloseTo(2 / 3, 15);
    expect(kendall([inf, -inf], [-inf, inf])).toBe(-1);
  });

  it('is that of the ranks, whatever number stands for the largest and the smallest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer()), { minLength: 2, maxLength: 20 }),
        (pairs) => {
          const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
          const [low, high] = [Math.min(...x), Math.max(...x)];
          const wide = x.map((a) => (a === high ? Infinity : a === low ? -Infinity : a));
          // Integers of this size are apart by more than a tie.
          if (high > low)
            expect(kendall(wide, y)).toBe(
              kendall(
                x.map((a) => [...new Set(x)].sort((p, q) => p - q).indexOf(a)),
                y,
              ),
            );
        },
      ),
    );
  });

  it('is not a number where an entry is none', () => {
    expect(kendall([1, NaN, 3], [1, 2, 3])).toBeNaN();
    expect(kendall([1, 2, 3], [1, 1, NaN])).toBeNaN();
  });

  it('refuses lists of different lengths', () => {
    expect(() => kendall([1, 2], [1])).toThrow(/2 and 1 values/);
  });
});
