import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededStream } from '../../src/numerics/stream.js';
import { axpy, dot, gram, norm1, norm2, normInf, subtract, times } from '../../src/numerics/matrix.js';
import { complexity, type Preference } from '../../oracles/complexity.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumPNorm, pNorm } from '../../oracles/minimum-p-norm.js';
import { posterior } from '../../oracles/posterior.js';
import { preferred } from '../../oracles/preferred.js';
import { nullBasis } from '../../oracles/measures/interpolants.js';
import { denseMetric } from '../../tasks/preferences.js';
import { denseTask, instances } from './instances.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
const preferences = (seed: number, d: number): Preference[] => [
  { kind: 'euclidean' },
  { kind: 'preconditioned', P: denseMetric(seededStream(seed), d, 1.5) },
  { kind: 'p-norm', p: 1.2 },
  { kind: 'p-norm', p: 1.7 },
  { kind: 'hypentropy', alpha: 0.2 },
  { kind: 'L1' },
];

describe('preferred', () => {
  it('interpolates, and no interpolant nearby is less complex', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { X, y } = denseTask(seed);
        const basis = nullBasis(X, seededStream(seed + 1));
        for (const preference of preferences(seed, X.cols)) {
          const { value, error } = preferred.answer({ X, y, preference });
          const C = complexity(preference);
          expect(normInf(subtract(times(X, value.beta), y))).toBeLessThan(1e-11);
          expect(Math.abs(C(value.beta) - value.complexity)).toBeLessThanOrEqual(
            error + 1e-12 * Math.abs(value.complexity),
          );
          expect(error).toBeLessThan(1e-8 * Math.abs(value.complexity));
          for (let k = 0; k < basis.rows; k++) {
            for (const size of [1e-3, -1e-3]) {
              const near = value.beta.slice();
              axpy(size, basis.data.subarray(k * X.cols, (k + 1) * X.cols), near);
              expect(C(near)).toBeGreaterThan(value.complexity - error);
            }
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has no answer for Linf', () => {
    expect(() => preferred.answer({ ...denseTask(1), preference: { kind: 'Linf' } })).toThrow(/Linf/);
  });

  it.each(Object.entries(preferred.faults!))('fault %s changes some answer', (_, fault) => {
    const { X, y } = denseTask(5);
    const changed = preferences(5, X.cols).map((preference) => {
      const right = preferred.answer({ X, y, preference }).value.complexity;
      return Math.abs(fault.by({ X, y, preference }).value.complexity / right - 1);
    });
    expect(Math.max(...changed)).toBeGreaterThan(0.009);
  });
});

describe('minimumPNorm', () => {
  it('is the interpolant of least L2 norm at p = 2, and near the least L1 norm at p = 1.02', () => {
    for (const { X, y } of instances) {
      const two = minimumPNorm.answer({ X, y, p: 2 });
      expect(two.value.norm).toBeCloseTo(minimumL2.answer({ X, y }).value.norm, 12);
      const one = minimumPNorm.answer({ X, y, p: 1.1 }).value.beta;
      const least = minimumL1.answer({ X, y }).value.norm;
      expect(norm1(one)).toBeGreaterThanOrEqual(least * (1 - 1e-12));
      expect(norm1(one)).toBeLessThan(1.25 * least);
    }
  });

  it('has a p-norm that rises as p falls', () => {
    const b = Float64Array.of(1, -2, 0, 3);
    expect(pNorm(b, 2)).toBeCloseTo(norm2(b), 14);
    expect(pNorm(b, 1.0000001)).toBeCloseTo(6, 5);
    expect(pNorm(new Float64Array(3), 1.5)).toBe(0);
  });

  it('refuses p outside (1, 2]', () => {
    expect(() => minimumPNorm.answer({ ...denseTask(1), p: 1 })).toThrow(/p is 1/);
    expect(() => minimumPNorm.answer({ ...denseTask(1), p: 3 })).toThrow(/p is 3/);
  });

  it.each(Object.entries(minimumPNorm.faults!))('fault %s changes the answer', (_, fault) => {
    const question = { ...denseTask(7), p: 1.3 };
    const right = minimumPNorm.answer(question).value;
    const wrong = fault.by(question).value;
    expect(norm2(subtract(wrong.beta, right.beta)) + Math.abs(wrong.norm - right.norm)).toBeGreaterThan(1e-4);
  });
});

describe('posterior', () => {
  it('has the mean of the preconditioned interpolant and a covariance that the data leave open', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { X, y } = denseTask(seed);
        const P = denseMetric(seededStream(seed), X.cols, 1.5);
        const { value, error } = posterior.answer({ X, y, P });
        const { beta } = preferred.answer({ X, y, preference: { kind: 'preconditioned', P } }).value;
        expect(norm2(subtract(value.beta, beta))).toBeLessThanOrEqual(error + 1e-12);
        // tr V = tr P - tr (X P X')^-1 X P P X', by another route: V is P seen by a vector, minus its prediction.
        const probe = Float64Array.from({ length: X.cols }, (_, j) => ((j * 7) % 5) - 2);
        const Pz = times(P, probe);
        const predicted = preferred.answer({ X, y: times(X, Pz), preference: { kind: 'preconditioned', P } }).value
          .beta;
        expect(norm2(subtract(times(value.V, probe), subtract(Pz, predicted)))).toBeLessThan(1e-10 * norm2(Pz));
        expect(dot(probe, times(value.V, probe))).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it.each(Object.entries(posterior.faults!))('fault %s changes mean or covariance', (_, fault) => {
    const { X, y } = denseTask(3);
    const question = { X, y, P: denseMetric(seededStream(3), X.cols, 1.5) };
    const right = posterior.answer(question).value;
    const wrong = fault.by(question).value;
    expect(norm2(subtract(wrong.beta, right.beta)) + norm2(subtract(wrong.V.data, right.V.data))).toBeGreaterThan(1e-2);
  });
});

it('a random null basis is orthonormal and in the null space', () => {
  const { X } = denseTask(9);
  const basis = nullBasis(X, seededStream(2));
  const G = gram(basis);
  for (let i = 0; i < G.rows; i++)
    for (let j = 0; j < G.rows; j++) expect(G.data[i * G.rows + j]).toBeCloseTo(i === j ? 1 : 0, 12);
  for (let k = 0; k < basis.rows; k++)
    expect(normInf(times(X, basis.data.slice(k * X.cols, (k + 1) * X.cols)))).toBeLessThan(1e-13);
});
