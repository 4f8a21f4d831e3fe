import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { solve } from '../../src/numerics/lu.js';
import { dot, norm1, normInf, times, timesTransposed } from '../../src/numerics/matrix.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumWeightedL1 } from '../../oracles/minimum-weighted-l1.js';
import * as proposing from '../../oracles/propose.js';
import { denseTask, distance, plantedTask, turn, turned } from './instances.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });

const spoiled = vi.hoisted(() => ({ by: undefined as undefined | ((basis: readonly number[]) => number[]) }));
vi.mock('../../oracles/propose.js', async (original) => {
  const real = await original<typeof proposing>();
  return {
    propose(program: proposing.Program) {
      const proposal = real.propose(program);
      return spoiled.by ? { ...proposal, basis: spoiled.by(proposal.basis) } : proposal;
    },
  };
});

describe('minimumL1', () => {
  it('is the best of all vertices, enumerated', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { X, y } = plantedTask(seed, 2, 7, 3);
      let best = Infinity;
      for (let j = 0; j < X.cols; j++) {
        for (let k = j + 1; k < X.cols; k++) {
          const data = Float64Array.of(X.data[j]!, X.data[k]!, X.data[X.cols + j]!, X.data[X.cols + k]!);
          best = Math.min(best, norm1(solve({ rows: 2, cols: 2, data }, y)));
        }
      }
      const { value, error } = minimumL1.answer({ X, y });
      expect(Math.abs(value.norm - best)).toBeLessThanOrEqual(error + 1e-14 * best);
    }
  });

  it('interpolates, and the pair satisfies the conditions of optimality', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { X, y } = denseTask(seed);
        const { value, error, certificate } = minimumL1.answer({ X, y });
        const { beta, nu, norm, support, offSupportDual } = value;
        expect(distance(times(X, beta), y)).toBeLessThan(1e-13);
        expect(norm).toBeCloseTo(norm1(beta), 13);
        expect(support).toEqual([...beta.keys()].filter((j) => beta[j] !== 0));
        const prices = timesTransposed(X, nu);
        support.forEach((j) => expect(prices[j]).toBeCloseTo(Math.sign(beta[j]!), 11));
        const off = prices.filter((_, j) => beta[j] === 0);
        expect(offSupportDual).toBeCloseTo(normInf(off), 13);
        expect(normInf(prices)).toBeLessThan(1 + 1e-11);
        expect(error).toBeLessThan(1e-12);
        expect(certificate.gap).toBeGreaterThanOrEqual(0);
        expect(Math.abs(dot(y, nu) - norm)).toBeLessThan(1e-12);
      }),
    );
  });

  it('does not depend on the order and the signs of the columns, nor on the scale of rows', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 1e-8, max: 1e8, noNaN: true }), (seed, size) => {
        const { X, y } = denseTask(seed);
        const { value, error } = minimumL1.answer({ X, y });
        const { order, signs } = turn(seed, X.cols);
        const again = minimumL1.answer({ X: turned(X, order, signs), y }).value;
        expect(Math.abs(again.norm - value.norm)).toBeLessThanOrEqual(2 * error);
        if (value.unique) {
          expect(
            distance(
              again.beta,
              order.map((j, k) => signs[k]! * value.beta[j]!),
            ),
          ).toBeLessThan(1e-11);
        }
        const first = { ...X, data: X.data.map((entry, k) => (k < X.cols ? size * entry : entry)) };
        const scaled = minimumL1.answer({ X: first, y: y.map((entry, i) => (i === 0 ? size * entry : entry)) });
        expect(Math.abs(scaled.value.norm - value.norm)).toBeLessThanOrEqual(scaled.error + error + 1e-15);
        const tiny = 1e-10 * size;
        const small = minimumL1.answer({ X, y: y.map((entry) => entry * tiny) });
        expect(Math.abs(small.value.norm - tiny * value.norm)).toBeLessThanOrEqual(small.error + tiny * error);
      }),
      { numRuns: 40 },
    );
  });

  it('certifies degenerate vertices, and the sparse truth as the unique minimizer where it is', () => {
    let recovered = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { X, y, truth } = plantedTask(seed, 10, 30, 2);
      const { value, error, certificate } = minimumL1.answer({ X, y });
      expect(error).toBeLessThan(1e-12 * value.norm);
      expect(value.norm).toBeLessThanOrEqual(norm1(truth) + 2 * error);
      expect(normInf(timesTransposed(X, value.nu))).toBeLessThan(1 + 1e-11);
      if (value.support.length > 2) continue;
      recovered++;
      expect(certificate.degenerate).toBe('yes');
      expect(distance(value.beta, truth)).toBeLessThan(1e-13);
      expect(value.unique).toBe(true);
      expect(value.offSupportDual).toBeLessThan(1);
    }
    expect(recovered).toBeGreaterThan(14);
  });

  it('takes the sharpest dual at a degenerate vertex', () => {
    // min |b|_1 s.t. b1 + b3 / 2 = 1, b2 + b3 / 4 = 0: b = (1, 0, 0), nu = (1, t), off-support duals |t|, |1/2 + t/4|.
    const X = { rows: 2, cols: 3, data: Float64Array.of(1, 0, 0.5, 0, 1, 0.25) };
    const { value } = minimumL1.answer({ X, y: Float64Array.of(1, 0) });
    expect([...value.beta]).toEqual([1, 0, 0]);
    expect(value.nu[1]).toBeCloseTo(-0.4, 14);
    expect(value.offSupportDual).toBeCloseTo(0.4, 14);
  });

  it('sees that two minimizers tie', () => {
    const X = { rows: 1, cols: 3, data: Float64Array.of(2, -2, 1) };
    const { value } = minimumL1.answer({ X, y: Float64Array.of(1) });
    expect(value.norm).toBe(0.5);
    expect(value.unique).toBe(false);
    expect(value.offSupportDual).toBe(1);
  });

  it('answers n = d and y = 0', () => {
    const square = minimumL1.answer({
      X: { rows: 2, cols: 2, data: Float64Array.of(1, 2, 3, 4) },
      y: Float64Array.of(1, 1),
    });
    expect(distance(square.value.beta, [-1, 1])).toBeLessThan(1e-15);
    expect(square.value.unique).toBe(true);
    const zero = minimumL1.answer({ X: { rows: 1, cols: 2, data: Float64Array.of(1, 2) }, y: Float64Array.of(0) });
    expect([zero.value.norm, zero.error, zero.value.unique]).toEqual([0, 0, true]);
  });

  it('throws where the proposed basis is not optimal', () => {
    const { X, y } = denseTask(5);
    const right = minimumL1.answer({ X, y }).value;
    const other = [...right.beta.keys()].filter((j) => !right.support.includes(j)).slice(0, X.rows);
    try {
      spoiled.by = (basis) => (basis.length === X.rows ? other : [...basis]);
      expect(() => minimumL1.answer({ X, y })).toThrow(/the proposed basis gives norm .* gap/);
      spoiled.by = () => right.support.slice(1);
      expect(() => minimumL1.answer({ X, y })).toThrow();
    } finally {
      spoiled.by = undefined;
    }
    expect(minimumL1.answer({ X, y }).value.norm).toBe(right.norm);
  });

  it('gives the same bits whatever was solved before', () => {
    const { X, y } = plantedTask(1, 10, 30, 2);
    const first = minimumL1.answer({ X, y }).value;
    for (let seed = 0; seed < 10; seed++) minimumL1.answer(plantedTask(seed, 8, 20 + seed, 3));
    expect(minimumL1.answer({ X, y }).value).toEqual(first);
  });

  it('refuses dependent rows', () => {
    const X = { rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 2, 4, 6) };
    expect(() => minimumL1.answer({ X, y: Float64Array.of(1, 2) })).toThrow(/rows of X .*depend/);
  });

  it.each(Object.entries(minimumL1.faults!))('fault %s changes the answer', (name, fault) => {
    for (let seed = 0; seed < 10; seed++) {
      const task = denseTask(seed);
      const right = minimumL1.answer(task);
      const wrong = fault.by(task);
      const change = Math.abs(wrong.value.norm - right.value.norm) / right.value.norm;
      expect(change, name).toBeGreaterThan(fault.grade === undefined ? 1e-5 : 0.99 * fault.grade);
    }
  });
});

describe('minimumWeightedL1', () => {
  it('is minimumL1 of the columns divided by the weights, from 1/16 to 8', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { X, y } = denseTask(seed);
        const weights = Float64Array.from({ length: X.cols }, (_, j) => 2 ** (((seed >> (j % 20)) & 7) - 4));
        const divided = { ...X, data: X.data.map((entry, k) => entry / weights[k % X.cols]!) };
        const weighted = minimumWeightedL1.answer({ X, y, weights });
        const plain = minimumL1.answer({ X: divided, y });
        expect(Math.abs(weighted.value.norm - plain.value.norm)).toBeLessThanOrEqual(weighted.error + plain.error);
        expect(weighted.value.offSupportDual).toBeCloseTo(plain.value.offSupportDual, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses weights that are not positive, or too few', () => {
    const { X, y } = denseTask(1);
    expect(() => minimumWeightedL1.answer({ X, y, weights: new Float64Array(X.cols) })).toThrow(/a weight is 0/);
    expect(() => minimumWeightedL1.answer({ X, y, weights: Float64Array.of(1) })).toThrow(/there are 1 weights/);
  });

  it.each(Object.entries(minimumWeightedL1.faults!))('fault %s changes the answer', (_, fault) => {
    for (let seed = 0; seed < 10; seed++) {
      const task = denseTask(seed);
      const weights = Float64Array.from({ length: task.X.cols }, (_, j) => 0.4 + 0.1 * ((7 * j + seed) % 13));
      const right = minimumWeightedL1.answer({ ...task, weights });
      const wrong = fault.by({ ...task, weights });
      const change = Math.abs(wrong.value.norm - right.value.norm) / right.value.norm;
      expect(change).toBeGreaterThan(fault.grade === undefined ? 1e-5 : 0.99 * fault.grade);
    }
  });
});
