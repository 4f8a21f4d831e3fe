import { describe, expect, it } from 'vitest';
import { ridgeLimit } from '../../oracles/ridge-limit.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import { ridgeRisk, twoAtomsRidge } from '../../oracles/two-atoms-ridge.js';
import { everySample, heteroscedastic } from '../../tasks/two-atoms.js';
import { trainRidge } from '../../models/ridge.js';

describe('finiteSampleRisk', () => {
  it('refuses the threshold, where the mean is infinite', () => {
    for (const p of [19, 20, 21])
      expect(() => finiteSampleRisk.answer({ n: 20, p, r2: 1, sigma2: 1 })).toThrow(/2 apart/);
  });
  it('tends to its limit like 1 / |n - p|', () => {
    for (const [n, p] of [
      [2000, 1000],
      [1000, 2000],
    ] as const) {
      const exact = finiteSampleRisk.answer({ n, p, r2: 1, sigma2: 0.25 }).value.excess;
      const limit = ridgeLimit.answer({ gamma: p / n, lambda: 0, r2: 1, sigma2: 0.25 }).value;
      expect(Math.abs(exact / limit - 1)).toBeLessThan(2e-3);
    }
  });
});

describe('twoAtomsRidge', () => {
  it('is below the risk of every other penalty', () => {
    for (const each of heteroscedastic.list!)
      for (const n of [1, 2, 5]) {
        const { value, error } = twoAtomsRidge.answer({ ...each, n });
        for (let lambda = 1e-9; lambda < 1e9; lambda *= 1.7)
          expect(ridgeRisk({ ...each, n }, lambda)).toBeGreaterThanOrEqual(value.excess - error);
      }
  });
  it('is the sum over all samples of three points', () => {
    const [task] = heteroscedastic.list!;
    const { q, s, b } = task!;
    for (const lambda of [1e-4, 0.3, 70]) {
      let sum = 0;
      for (const sample of everySample(task!, 3)) {
        const [first, second] = trainRidge(sample, { penalties: [lambda] }).parameters['beta']!;
        sum += sample.probability * (q * first! * first! + (1 - q) * s * s * (second! - b) * (second! - b));
      }
      expect(Math.abs(sum / ridgeRisk({ ...task!, n: 3 }, lambda) - 1)).toBeLessThan(1e-10);
    }
  });
});
