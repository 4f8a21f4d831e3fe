import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { ridgeLimit } from '../../src/oracles/ridge-limit.js';
import { finiteSampleRisk } from '../../src/oracles/finite-sample-risk.js';
import { ridgeRisk, twoAtomsRidge } from '../../src/oracles/two-atoms-ridge.js';
import { optimalPenalty, projected } from '../../src/properties/optimal-penalty.js';
import { everySample, heteroscedastic } from '../../src/tasks/two-atoms.js';
import { trainRidge } from '../../models/ridge.js';

const reference = JSON.parse(readFileSync(new URL('../reference/explicit.json', import.meta.url), 'utf8'));
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);

describe('finiteSampleRisk', () => {
  test.each(
    reference.A_B_exact_finite_n.rows as { n: number; p: number; r2: number; s2: number; ridgeless_exact: number }[],
  )('is the reference at n = $n, p = $p', ({ n, p, r2, s2, ridgeless_exact }) =>
    close(finiteSampleRisk.answer({ n, p, r2, sigma2: s2 }).value.excess, ridgeless_exact),
  );
  test.each(reference.A_finite_size.rows as { n: number; p: number; ridgeless_exact: number }[])(
    'is the reference at n = $n, p = $p, sigma2 = .25',
    ({ n, p, ridgeless_exact }) =>
      close(finiteSampleRisk.answer({ n, p, r2: 1, sigma2: 0.25 }).value.excess, ridgeless_exact),
  );
  test.each(reference.E_ols_gap as { n: number; p: number; sigma2: number; gap: number }[])(
    'has the optimism of the reference at p = $p',
    ({ n, p, sigma2, gap }) => close(finiteSampleRisk.answer({ n, p, r2: 1, sigma2 }).value.optimism, gap),
  );
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

describe('ridgeLimit', () => {
  test.each(reference.A_hastie_isotropic.rows as Record<string, number>[])(
    'is the reference at gamma = $gamma',
    (row) => {
      const at = (lambda: number) =>
        ridgeLimit.answer({ gamma: row['gamma']!, lambda, r2: row['snr']!, sigma2: 1 }).value;
      close(at(0), row['ridgeless']!);
      close(at(row['lam_opt']!), row['ridge_opt']!);
      for (const lambda of ['0.01', '0.1', '1']) close(at(Number(lambda)), row[`ridge_${lambda}`]!);
    },
  );
});

describe('optimal penalties', () => {
  test.each(reference.B_lambda_opt.sample_wise as { d: number; sigma2: number; r2: number; lambda_N: number }[])(
    'in dimension $d',
    ({ d, sigma2, r2, lambda_N }) => close(optimalPenalty({ p: d, r2, sigma2 }), lambda_N),
  );
  test.each(
    reference.B_lambda_opt.projection as { p: number; d: number; sigma2: number; r2: number; lambda_N: number }[],
  )('of $d projections of $p features', ({ p, d, sigma2, r2, lambda_N }) =>
    close(optimalPenalty(projected({ p, r2, sigma2 }, d)), lambda_N),
  );
});

describe('twoAtomsRidge', () => {
  const { q, A, s, b, rows } = reference.B_counterexample;
  const task = { q, noise: A, quiet: 0, s, b };
  test.each(rows as { n: number; opt_excess: number; lambda_opt: number }[])(
    'has the least excess of the reference at n = $n',
    ({ n, opt_excess, lambda_opt }) => {
      const { value, error } = twoAtomsRidge.answer({ ...task, n });
      expect(error).toBeLessThan(2e-9);
      expect(Math.abs(value.excess - opt_excess)).toBeLessThanOrEqual(error);
      close(ridgeRisk({ ...task, n }, lambda_opt), opt_excess);
      expect(value.penalty / lambda_opt).toBeCloseTo(1, 0);
    },
  );
  it('is below the risk of every other penalty', () => {
    for (const each of heteroscedastic.list!)
      for (const n of [1, 2, 5]) {
        const { value, error } = twoAtomsRidge.answer({ ...each, n });
        for (let lambda = 1e-9; lambda < 1e9; lambda *= 1.7)
          expect(ridgeRisk({ ...each, n }, lambda)).toBeGreaterThanOrEqual(value.excess - error);
      }
  });
  it('is the sum over all samples of three points', () => {
    for (const lambda of [1e-4, 0.3, 70]) {
      let sum = 0;
      for (const sample of everySample(task, 3)) {
        const [first, second] = trainRidge(sample, { penalties: [lambda] }).parameters['beta']!;
        sum += sample.probability * (q * first! * first! + (1 - q) * s * s * (second! - b) * (second! - b));
      }
      close(sum, ridgeRisk({ ...task, n: 3 }, lambda));
    }
  });
});
