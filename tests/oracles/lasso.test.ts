import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normInf, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { lasso, lassoObjective } from '../../oracles/lasso.js';
import { denseTask } from './instances.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
const strength = (seed: number, share: number) => {
  const { X, y } = denseTask(seed);
  return { X, y, lambda: share * normInf(timesTransposed(X, y)) };
};

describe('lasso', () => {
  it('satisfies the conditions of optimality', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.02, max: 0.98, noNaN: true }), (seed, share) => {
        const question = strength(seed, share);
        const { value, error } = lasso.answer(question);
        const g = timesTransposed(question.X, subtract(question.y, times(question.X, value.beta)));
        expect(normInf(g)).toBeLessThan(question.lambda * (1 + 1e-9));
        for (const j of value.support) expect(g[j]! * Math.sign(value.beta[j]!)).toBeCloseTo(question.lambda, 9);
        expect(value.objective).toBeCloseTo(lassoObjective(question, value.beta), 14);
        expect(error).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it("is zero from the strength |X'y|_inf on, and no perturbation is better", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(lasso.answer(strength(seed, 1.001)).value.support).toEqual([]);
        const question = strength(seed, 0.3);
        const { value } = lasso.answer(question);
        for (let k = 0; k < value.beta.length; k++) {
          const near = value.beta.slice();
          near[k]! += k % 2 ? 1e-4 : -1e-4;
          expect(lassoObjective(question, near)).toBeGreaterThan(value.objective);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a strength that is not positive and labels of another length', () => {
    const { X, y } = denseTask(1);
    expect(() => lasso.answer({ X, y, lambda: 0 })).toThrow(/lambda is 0/);
    expect(() => lasso.answer({ X, y: Float64Array.of(1), lambda: 1 })).toThrow(/y has length 1/);
  });

  it.each(Object.entries(lasso.faults!))('fault %s changes the answer', (_, fault) => {
    for (let seed = 0; seed < 10; seed++) {
      const question = strength(seed, 0.3);
      const right = lasso.answer(question).value.objective;
      expect(Math.abs(fault.by(question).value.objective / right - 1)).toBeGreaterThan(1e-4);
    }
  });
});
