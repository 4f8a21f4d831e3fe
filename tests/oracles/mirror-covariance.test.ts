import { describe, expect, test } from 'vitest';
import { norm1 } from '../../src/numerics/matrix.js';
import { mirrorCovariance } from '../../oracles/mirror-covariance.js';

/** One equation b_1 = 1 of three unknowns: the centre is (1, 0, 0), and the two other directions are open. */
const question = {
  centre: Float64Array.of(1, 0, 0),
  truth: Float64Array.of(1, 2, 0),
  equations: 1,
  complexities: [(b: Float64Array) => b[0]! + b[1]! + b[2]! * b[2]!, norm1],
};

describe('mirrorCovariance', () => {
  test('is the covariance over the antipodal points, computed one by one', () => {
    const points = [2, -2].flatMap((x) => [Float64Array.of(1, x, 0), Float64Array.of(1, 0, x)]);
    const expected = question.complexities.map((C) => {
      const costs = points.map(C);
      const risks = points.map((b) => b.reduce((sum, x, j) => sum + (x - question.truth[j]!) ** 2, 0));
      const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
      return mean(costs.map((cost, k) => (cost - mean(costs)) * (risks[k]! - mean(risks))));
    });
    const { value, error } = mirrorCovariance.answer(question);
    value.forEach((entry, k) => expect(Math.abs(entry - expected[k]!)).toBeLessThanOrEqual(error + 1e-14));
    expect(value[0]).toBe(-8);
  });

  test.each(Object.entries(mirrorCovariance.faults!))('%s changes it', (_, { by }) => {
    expect(by(question).value[0]).not.toBe(-8);
  });

  test('refuses shapes that do not fit', () => {
    expect(() => mirrorCovariance.answer({ ...question, equations: 3 })).toThrow(/3 equations, 3 unknowns/);
    expect(() => mirrorCovariance.answer({ ...question, centre: new Float64Array(2) })).toThrow(/length 2/);
  });
});
