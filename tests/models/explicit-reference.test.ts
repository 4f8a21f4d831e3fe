/** The blocks of the reference on the counterexample, early stopping and spectra that the tests of oracles leave out. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import classifier, { type ClassifierRule } from '../../models/margin-classifier.js';
import filtered from '../../models/filtered-descent.js';
import { trainRidge } from '../../models/ridge.js';
import { normalCdf } from '../../src/numerics/elementary.js';
import { matrix } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { signalNoiseLaw } from '../../src/oracles/signal-noise-law.js';
import { ridgeRisk } from '../../src/oracles/two-atoms-ridge.js';
import { optimalPenalty } from '../../src/properties/optimal-penalty.js';
import { operatorRisk } from '../../src/properties/operator-risk.js';
import { errors } from '../../src/properties/signal-noise.js';
import { spectralRisk } from '../../src/properties/spectral-risk.js';
import { signalNoise } from '../../src/tasks/signal-noise.js';

const reference = JSON.parse(readFileSync(new URL('../reference/explicit.json', import.meta.url), 'utf8'));
const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };

describe('signal and noise', () => {
  type Triple = readonly [fresh: number, mirrored: number, train: number];
  test.each(reference.C_NK.rows as { m: number; D: number; mc: Triple; se: Triple }[])(
    'the law is the simulated one at m = $m, D = $D, within 4 standard errors',
    ({ m, D, mc, se }) => {
      const { fresh, mirrored, train } = signalNoiseLaw.answer({ m, D, energy: 32, length: 1 }).value;
      // A count of 0 among some thousand has no standard error.
      [fresh, mirrored, train].forEach((law, k) => expect(Math.abs(law - mc[k]!)).toBeLessThan(4 * se[k]! + 1e-4));
    },
  );

  test.each(Object.entries(reference.C_NK.D_over_m_for_test_eps as Record<string, number>))(
    'the error on fresh inputs tends to %s at the stated D / m',
    (error, ratio) => {
      const m = 1000;
      const D = Math.round(ratio * m);
      expect(signalNoiseLaw.answer({ m, D, energy: 32, length: 1 }).value.fresh / Number(error)).toBeCloseTo(1, 2);
      expect(normalCdf(-Math.sqrt(ratio) / 8) / Number(error)).toBeCloseTo(1, 2);
    },
  );

  const share = (k: number): ClassifierRule => ({ kind: 'lasso', share: k });
  // The reference divides the squared errors by the number of samples.
  const penalized = (penalty: number): ClassifierRule => ({ kind: 'ridge', penalty: 50 * penalty });
  test.each<[string, ClassifierRule]>([
    ['GD1', { kind: 'one-step' }],
    ['ridge 0.0001', penalized(1e-4)],
    ['ridge 0.01', penalized(0.01)],
    ['ridge 1', penalized(1)],
    ['ridge 100', penalized(100)],
    ['maxmargin', { kind: 'max-margin' }],
    ['lasso 0.9*lmax', share(0.9)],
    ['lasso 0.5*lmax', share(0.5)],
    ['lasso 0.2*lmax', share(0.2)],
    ['lasso 0.05*lmax', share(0.05)],
  ])('%s errs as the reference does with 50 samples and 10^4 directions of noise', (name, rule) => {
    const { test: fresh, Sp, marginSp } = reference.C_NK.regularizers[`50_10000_1_${name}`] as Record<string, number>;
    const runs = [1, 2, 3].map((from) => {
      const task = signalNoise(50, 10_000, {}, from);
      const run = classifier.train(task, rule, streams);
      const margins = run.predict(task.mirrored.X).map((f, i) => f * task.y[i]!);
      return { ...errors(run, task), margin: margins.reduce((sum, margin) => sum + margin) / 50 };
    });
    const mean = (of: 'fresh' | 'margin') => runs.reduce((sum, run) => sum + run[of], 0) / runs.length;
    for (const { mirrored } of runs) expect(mirrored).toBe(Sp);
    // The reference averages 5 samples, with errors that differ by about .001 from one to another.
    expect(Math.abs(mean('fresh') - fresh!)).toBeLessThan(4 * 0.001);
    if (rule.kind === 'lasso') expect(Math.abs(mean('margin') - marginSp!)).toBeLessThan(1e-8);
    else expect(mean('margin') / marginSp!).toBeCloseTo(1, 1);
  });
});

test('tuned against tuned, gradient flow costs at most the factor of the reference, and attains it', () => {
  const { c2_bayes_at_optimal_calibration: factor, c2_x: at } = reference.G_early_stopping as Record<string, number>;
  // One direction with eigenvalue 1, a truth of length 1, and noise of variance 1/x a sample: both are best at x.
  const ratio = (x: number) => {
    const task = { X: matrix(1, 1, Float64Array.of(1)), truth: Float64Array.of(1), sigma2: 1 / x, time: x };
    const risk = (kind: 'flow' | 'ridge') => {
      const rule = kind === 'flow' ? ({ kind, time: x } as const) : ({ kind, penalty: 1 / x } as const);
      return operatorRisk(filtered.train(task, rule, streams).parameters['operator']!, task);
    };
    return risk('flow') / risk('ridge');
  };
  expect(Math.abs(ratio(at!) / factor! - 1)).toBeLessThan(1e-10);
  for (let x = 0.01; x < 1000; x *= 1.1) expect(ratio(x)).toBeLessThanOrEqual(factor! * (1 + 1e-12));
});

it('takes half of the optimal penalty for no direction to gain from a smaller eigenvalue', () => {
  const prior = { p: 1, r2: 1, sigma2: 0.25 };
  const risks = (c: number) =>
    Array.from({ length: 400 }, (_, k) => {
      const X = matrix(1, 1, Float64Array.of(Math.sqrt((k + 1) / 4000)));
      const rule = { penalties: [c * optimalPenalty(prior)] };
      return spectralRisk(trainRidge({ X, y: new Float64Array(1) }, rule), prior);
    });
  const ascends = (c: number) => risks(c).some((risk, k, all) => k > 0 && risk > all[k - 1]! * (1 + 1e-14));
  const threshold = reference.B_lambda_opt.pointwise_monotone_threshold_c as number;
  for (const c of [threshold, threshold + 0.01, 1, 3]) expect(ascends(c)).toBe(false);
  for (const c of [threshold - 0.01, threshold - 0.1, 0.1]) expect(ascends(c)).toBe(true);
});

it('has the risk of no fit under an infinite penalty in the counterexample', () => {
  const { q, A, s, b, null_excess } = reference.B_counterexample;
  for (const n of [1, 4]) expect(ridgeRisk({ q, noise: A, quiet: 0, s, b, n }, 1e15) / null_excess).toBeCloseTo(1, 10);
});
