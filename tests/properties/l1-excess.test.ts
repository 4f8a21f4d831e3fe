/** The excess of an L1 norm, by hand. */
import { expect, it } from 'vitest';
import { matrix } from '../../src/numerics/matrix.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { excessL1, leadingExcess } from '../../oracles/measures/l1-excess.js';

// b_1 + b_2 / 2 = 1: the least L1 norm is that of (1, 0), with the dual 1 and 1/2 off the support.
const task = { X: matrix(1, 2, Float64Array.of(1, 0.5)), y: Float64Array.of(1) };
const least = minimumL1.answer(task).value;

it('is what an interpolant spends beyond the least norm', () => {
  for (const b of [Float64Array.of(0.5, 1), Float64Array.of(2, -2), Float64Array.of(1, 0)])
    expect(excessL1(task, b, least)).toBeCloseTo(Math.abs(b[0]!) + Math.abs(b[1]!) - 1, 12);
});

it('to leading order at depth 3: alpha^3 ((1 - z)^-3 - (1 + z)^-3) (1 - z)', () => {
  expect(leadingExcess(task, 0.1, least)).toBeCloseTo((1e-3 * (8 - (2 / 3) ** 3)) / 2, 12);
});
