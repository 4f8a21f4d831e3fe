import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, distance, norm2 } from '../../src/numerics/matrix.js';
import { exp } from '../../src/numerics/elementary.js';
import { decayBarrier } from '../../oracles/decay-barrier.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { fewSeparable } from '../../tasks/few-separable.js';

/** c w_j + g_j / (|g_j| + e), which is 0 at rest: what a step of AdamW adds, with the slope summed anew. */
function drift({ X, y }: { X: ReturnType<typeof fromRows>; y: Float64Array }, w: Float64Array, c: number, e: number) {
  const g = new Float64Array(w.length);
  for (let i = 0; i < X.rows; i++) {
    let a = 0;
    for (let j = 0; j < X.cols; j++) a += X.data[i * X.cols + j]! * w[j]!;
    for (let j = 0; j < X.cols; j++) g[j]! -= (y[i]! * X.data[i * X.cols + j]!) / (1 + exp(y[i]! * a)) / X.rows;
  }
  return w.map((entry, j) => c * entry + g[j]! / (Math.abs(g[j]!) + e));
}

describe('decayBarrier', () => {
  it.each([1e-1, 1e-4, 1e-8, 1e-16])('is where AdamW rests, at epsilon %s', (epsilon) => {
    fc.assert(
      fc.property(fewSeparable.arbitrary, (task) => {
        const { value, error } = decayBarrier.answer({ ...task, decay: 0.1, epsilon });
        expect(error).toBeLessThan(1e-6 * norm2(value));
        for (const move of drift(task, value, 0.1, epsilon)) expect(Math.abs(move)).toBeLessThan(1e-8);
      }),
      { numRuns: 10, seed: 2 },
    );
  });

  it('of one point and one coordinate is the root by hand', () => {
    // c w = g / (g + e) with g = 1 / (1 + exp(w)): at c = 1, e = 1 / (1 + exp(0.5)): g = e, and w = 1/2.
    const { value, error } = decayBarrier.answer({
      X: fromRows([[-1]]),
      y: Float64Array.of(-1),
      decay: 1,
      epsilon: 1 / (1 + exp(0.5)),
    });
    expect(Math.abs(value[0]! - 0.5)).toBeLessThanOrEqual(error + 1e-15);
  });

  it('tends to the L2 penalty of epsilon times the decay where the box is far', () => {
    fc.assert(
      fc.property(fewSeparable.arbitrary, (task) => {
        const { value } = decayBarrier.answer({ ...task, decay: 1e-7, epsilon: 1e5 });
        const ridge = penalizedOptimum.answer({ ...task, loss: 'logistic', penalty: 1e-2 });
        expect(distance(value, ridge.value)).toBeLessThan(1e-5 * norm2(value));
      }),
      { numRuns: 5, seed: 3 },
    );
  });

  it('refuses labels, decays and epsilons that are none', () => {
    const [task] = fc.sample(fewSeparable.arbitrary, { numRuns: 1, seed: 4 });
    const question = { ...task!, decay: 0.1, epsilon: 1e-8 };
    expect(() => decayBarrier.answer({ ...question, y: question.y.map(() => 2) })).toThrow(/a label is 2/);
    expect(() => decayBarrier.answer({ ...question, decay: 0 })).toThrow(/the decay is 0/);
    expect(() => decayBarrier.answer({ ...question, epsilon: -1 })).toThrow(/the epsilon is -1/);
  });

  it.each(Object.entries(decayBarrier.faults!))('fault %s moves the point of rest', (_, fault) => {
    const [task] = fc.sample(fewSeparable.arbitrary, { numRuns: 1, seed: 4 });
    const question = { ...task!, decay: 0.1, epsilon: 1e-8 };
    const { value, error } = decayBarrier.answer(question);
    expect(distance(fault.by(question).value, value)).toBeGreaterThan(100 * error);
  });
});
