/** Leave-one-out in closed form is what n trainings without an example each give. */
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { leaveOneOut } from '../../oracles/measures/leave-one-out.js';
import { trainRidge } from '../../models/ridge.js';
import { matrix, rowsOf, times } from '../../src/numerics/matrix.js';
import { heldOutRegression } from '../../tasks/held-out-regression.js';

const penalties = [1e-6, 0.03, 1, 40];

test.each([
  [7, 12],
  [9, 9],
  [12, 5],
])('%i examples of %i inputs', (n, p) => {
  const { X, y } = fc.sample(heldOutRegression('few', { n, p }, 0.5, 1).arbitrary, { numRuns: 1, seed: 4 })[0]!;
  const found = leaveOneOut({ X, y }, penalties);
  penalties.forEach((penalty, k) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const others = [...Array(n).keys()].filter((row) => row !== i);
      const rest = {
        X: matrix(n - 1, p, Float64Array.from(others.flatMap((row) => [...X.data.subarray(row * p, (row + 1) * p)]))),
        y: y.filter((_, row) => row !== i),
      };
      const b = trainRidge(rest, { penalties: [penalty] }).parameters['beta']!;
      sum += (times(rowsOf(X, i, i + 1), b)[0]! - y[i]!) ** 2 / n;
    }
    expect(found[k]! / sum).toBeCloseTo(1, 6);
  });
});

it('is the mean square of the labels where nothing is learned', () => {
  const X = matrix(3, 2, Float64Array.of(1, 0, 0, 1, 1, 1));
  expect(leaveOneOut({ X, y: Float64Array.of(1, 2, 2) }, [1e12])[0]).toBeCloseTo(3, 9);
});

it('by hand: two examples along one direction predict each other', () => {
  const X = matrix(2, 1, Float64Array.of(1, 2));
  // Without the first b = 2 * 6 / (4 + 1) = 2.4, without the second b = 1 * 1 / (1 + 1) = .5.
  expect(leaveOneOut({ X, y: Float64Array.of(1, 6) }, [1])[0]).toBeCloseTo((1.4 ** 2 + 5 ** 2) / 2, 12);
});
