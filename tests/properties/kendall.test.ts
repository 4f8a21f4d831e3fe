import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kendall } from '../../src/properties/kendall.js';

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

  it('refuses lists of different lengths', () => {
    expect(() => kendall([1, 2], [1])).toThrow(/2 and 1 values/);
  });
});
