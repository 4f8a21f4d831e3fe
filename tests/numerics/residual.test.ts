import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrix, times } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { residual } from '../../src/numerics/residual.js';
import { big, bigDot, bigRows, bits, fixed, gaussian, gaussianVector } from './dense.js';

const trueResidual = (A: Matrix, x: Float64Array, b: Float64Array) =>
  bigRows(A).map((row, i) => big(b[i]!).minus(bigDot(row, Array.from(x, big))));

const cases = fc.record({
  m: fc.integer({ min: 1, max: 8 }),
  n: fc.integer({ min: 0, max: 12 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
  spread: fc.integer({ min: 0, max: 30 }),
});

test('the bound holds and is sharp where b is A x up to rounding', () => {
  fc.assert(
    fc.property(cases, ({ m, n, seed, spread }) => {
      const A = gaussian(m, n, seed);
      const scale = gaussianVector(n, seed + 1);
      const x = gaussianVector(n, seed + 2).map((entry, k) => entry * 10 ** ((spread * scale[k]!) / 3));
      const b = times(A, x);
      const { values, bound } = residual(A, x, b);
      const truth = trueResidual(A, x, b);
      const size = truth.reduce((most, entry) => Math.max(most, entry.abs().toNumber()), 0);
      expect(bound).toBeGreaterThanOrEqual(size);
      const total = A.data.reduce((sum, entry, k) => sum + Math.abs(entry * x[k % n]!), 0);
      expect(bound).toBeLessThanOrEqual(size * (1 + 1e-14) + 1e-27 * total + 1e-300);
      truth.forEach((entry, i) => expect(entry.minus(big(values[i]!)).abs().toNumber()).toBeLessThanOrEqual(bound));
    }),
  );
});

test('cancellation of all sixteen digits is seen', () => {
  const third = 1 / 3;
  const A = matrix(1, 1, Float64Array.of(third));
  const { values } = residual(A, Float64Array.of(third), Float64Array.of(third * third));
  expect(values[0]).toBe(trueResidual(A, Float64Array.of(third), Float64Array.of(third * third))[0]!.toNumber());
  expect(values[0]).not.toBe(0);
});

test('products that underflow are within the bound', () => {
  for (const [p, q] of [
    [1.3e-170, 1.1e-154],
    [1e-170, 1e-160],
    [1.7e-160, 1.9e-163],
  ] as const) {
    const A = matrix(1, 1, Float64Array.of(p));
    const [x, b] = [Float64Array.of(q), Float64Array.of(0)];
    expect(big(residual(A, x, b).bound).greaterThanOrEqualTo(trueResidual(A, x, b)[0]!.abs())).toBe(true);
  }
});

test('overflow gives an infinite bound', () => {
  expect(residual(matrix(1, 1, Float64Array.of(1e308)), Float64Array.of(10), Float64Array.of(1)).bound).toBe(Infinity);
  expect(residual(matrix(1, 1, Float64Array.of(NaN)), Float64Array.of(10), Float64Array.of(1)).bound).toBe(Infinity);
});

test('errors name the shapes', () => {
  const message = 'residual: A is 2 x 3, x has length 2 and b has length 2; expected 3 and 2';
  expect(() => residual(matrix(2, 3), new Float64Array(2), new Float64Array(2))).toThrow(new RangeError(message));
});

test('frozen bits', () => {
  const { values, bound } = residual(fixed(7, 9), fixed(1, 9).data, fixed(1, 7).data);
  expect(bits(values, Float64Array.of(bound))).toBe('3c277228a1b6807b4d9a36f70998d4351f9725818b28afbbae46d911ffd1973e');
});
