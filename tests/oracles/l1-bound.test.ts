import { describe, expect, it } from 'vitest';
import { l1Bound, l1Certificate } from '../../src/oracles/l1-bound.js';

describe('l1Bound', () => {
  it('is q / (norm (log(norm / (d alpha^2)) - 1))', () => {
    const bound = l1Bound({ norm: 2, d: 4, alpha: 0.01, q: 30 });
    expect(bound).toBeCloseTo(30 / (2 * (Math.log(2 / 4e-4) - 1)), 13);
  });

  it('says nothing where the bracket is not positive', () => {
    expect(l1Bound({ norm: 1, d: 10, alpha: 0.5, q: 1 })).toBe(Infinity);
    expect(l1Bound({ norm: Math.E * 10, d: 10, alpha: 1.0001, q: 1 })).toBe(Infinity);
  });

  it('refuses what is not positive', () => {
    expect(() => l1Bound({ norm: 0, d: 1, alpha: 1, q: 1 })).toThrow(/norm is 0/);
    expect(() => l1Bound({ norm: 1, d: 1, alpha: NaN, q: 1 })).toThrow(/alpha is NaN/);
  });
});

describe('l1Certificate', () => {
  it('is 1 at an optimal pair and above 1 elsewhere', () => {
    const beta = Float64Array.of(3, 0, -1);
    expect(l1Certificate(beta, Float64Array.of(2, -1, -2), 8)).toBe(1);
    expect(l1Certificate(beta, Float64Array.of(2, -4, -2), 8)).toBe(2);
    expect(l1Certificate(beta, Float64Array.of(2, -1, -2), -1)).toBe(Infinity);
  });
});
