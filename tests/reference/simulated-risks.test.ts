/**
 * The blocks of the reference that are means over random designs: ours are simulated anew, within 4 standard errors of the
 * difference. The reference's standard error is given, or follows from our spread and its number of designs.
 */
import { describe, expect, it, test } from 'vitest';
import { trainRidge } from '../../models/ridge.js';
import { power } from '../../src/numerics/elementary.js';
import { matrix, rowsOf } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import { ridgeLimit } from '../../oracles/ridge-limit.js';
import { risk } from '../../oracles/measures/risk.js';
import { optimalPenalty, projected } from '../../oracles/measures/optimal-penalty.js';
import { spectralRisk } from '../../oracles/measures/spectral-risk.js';
import { firstRows, gaussianSample } from '../../tasks/gaussian-regression.js';
import { benignSpectrum, spikedSample, type Spectrum } from '../../tasks/spiked-regression.js';
import { reading } from './reading.js';
import { fourErrors, simulate, simulated } from './simulation.js';
import { ridgeRules } from '../models/rules.js';

const { leastNorm } = ridgeRules;

const { reference, unread } = reading(
  'explicit',
  'A_finite_size',
  'A_B_exact_finite_n',
  'B_dose_response_d40',
  'B_model_size_p60_n30',
  'B_holdout_tuned',
  'E_benign',
);
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);
const gaussian = (seed: number, n: number, p: number) => ({
  X: matrix(n, p, normals(seededStream(seed), n * p)),
  y: new Float64Array(n),
});
/** Runs on T designs, one decomposition each. */
const runs = (T: number, n: number, p: number, penalties: readonly number[]) =>
  Array.from({ length: T }, (_, t) => trainRidge(gaussian(t, n, p), { penalties }));

describe('finite sizes', () => {
  type Pair = readonly [mean: number, se: number];
  type Row = Record<'p' | 'n' | 'g' | 'T' | 'ridgeless_exact' | `${'ridgeless' | 'opt' | 'l01'}_asym`, number> &
    Record<`${'ridgeless' | 'opt' | 'l01'}_mc`, Pair>;

  test.each(reference.A_finite_size.rows as Row[])('p = $p, n = $n', (row) => {
    const { p, n, g, T } = row;
    expect(p / n).toBe(g);
    const prior = { p, r2: 1, sigma2: 0.25 };
    close(finiteSampleRisk.answer({ n, ...prior }).value.excess, row.ridgeless_exact);
    const lambdas = { ridgeless: 0, opt: optimalPenalty(prior) / n, l01: 0.1 };
    const all = runs(
      T,
      n,
      p,
      Object.values(lambdas).map((lambda) => n * lambda),
    );
    Object.entries(lambdas).forEach(([name, lambda], which) => {
      const of = name as keyof typeof lambdas;
      close(ridgeLimit.answer({ gamma: g, lambda, ...prior }).value, row[`${of}_asym`]);
      const ours = simulated(all.map((run) => spectralRisk(run, prior, which)));
      const [mean, se] = row[`${of}_mc`];
      expect(Math.abs(ours.mean - mean), name).toBeLessThan(fourErrors(ours, se));
      // As many designs: the standard errors agree as two sample variances of T do.
      expect(Math.abs(Math.log(ours.se / se)), name).toBeLessThan(4 / Math.sqrt(T - 1));
    });
  });
});

test.each(
  reference.A_B_exact_finite_n.rows as Record<
    'n' | 'p' | 'r2' | 's2' | 'opt_lambda' | `ridgeless_${'exact' | 'mc' | 'se'}` | `opt_${'mc' | 'se'}`,
    number
  >[],
)('risk without and with the optimal penalty at n = $n, p = $p', (row) => {
  const { n, p, r2, s2, opt_lambda } = row;
  const prior = { p, r2, sigma2: s2 };
  const exact = finiteSampleRisk.answer({ n, ...prior }).value.excess;
  close(exact, row.ridgeless_exact);
  expect(Math.abs(exact - row.ridgeless_mc)).toBeLessThan(4 * row.ridgeless_se);
  close(optimalPenalty(prior), opt_lambda);
  const ours = simulated(runs(60, n, p, [opt_lambda]).map((run) => spectralRisk(run, prior)));
  expect(Math.abs(ours.mean - row.opt_mc)).toBeLessThan(fourErrors(ours, row.opt_se));
});

describe('dose and response', () => {
  const { ns, cs, mean, d, sigma2, r2 } = reference.B_dose_response_d40;
  const prior = { p: d as number, r2: r2 as number, sigma2: sigma2 as number };
  /** The number of designs of the reference, and ours. */
  const T = 200;

  test.each((ns as number[]).map((n, at) => [n, at] as const))('of %i points', (n, at) => {
    const all = Array.from({ length: T }, (_, t) =>
      trainRidge(firstRows(n)(gaussian(t, 120, d)), {
        penalties: (cs as number[]).map((c) => c * optimalPenalty(prior)),
      }),
    );
    (cs as number[]).forEach((c, which) => {
      const ours = simulated(all.map((run) => spectralRisk(run, prior, which)));
      expect(Math.abs(ours.mean - mean[which][at]), `c = ${c}`).toBeLessThan(fourErrors(ours, ours.se));
    });
  });
});

test('model size, 30 points and 60 features', () => {
  const { ds, risk_excess_by_c } = reference.B_model_size_p60_n30;
  const whole = { p: 60, r2: 1, sigma2: 0.25 };
  // The reference's number of designs, and ours.
  const T = 100;
  for (const [c, risks] of Object.entries(risk_excess_by_c as Record<string, number[]>))
    risks.forEach((expected, k) => {
      const d = ds[k] as number;
      const prior = projected(whole, d);
      const all = runs(T, 30, d, [Number(c) * optimalPenalty(prior)]);
      const ours = simulated(all.map((run) => spectralRisk(run, prior) + 1 - d / 60));
      expect(Math.abs(ours.mean - expected), `d = ${d}, c = ${c}`).toBeLessThan(fourErrors(ours, ours.se));
    });
});

test('tuned on held-out points', () => {
  const { ns, excess: risks, paired_z, d, sigma2, T, n_val } = reference.B_holdout_tuned;
  const sizes = [...ns] as number[];
  const most = sizes.at(-1)!;
  /** 25 penalties from .01 to 1000: 10^(5/24) apart. */
  const penalties = Array.from({ length: 25 }, (_, k) => 0.01 * power(1.6155980984398737, k));
  const OURS = 100;
  const along = Array.from({ length: OURS }, (_, t) => {
    const task = gaussianSample(seededStream(t), most + n_val, d, Math.sqrt(sigma2), 1);
    const heldOut = { X: rowsOf(task.X, most, most + n_val), y: task.y.slice(most) };
    return sizes.map((n) => {
      const { parameters } = trainRidge({ ...firstRows(n)(task), heldOut }, { penalties, choose: 'held-out' });
      return risk(parameters['beta']!, task.truth);
    });
  });
  sizes.forEach((n, k) => {
    const ours = simulated(along.map((at) => at[k]!));
    // The reference has three decimals.
    expect(Math.abs(ours.mean - risks[k]), `n = ${n}`).toBeLessThan(fourErrors(ours, ours.sd / Math.sqrt(T)) + 5e-4);
  });
  [...paired_z].forEach((z: number, k) => {
    const steps = along.map((at) => at[k + 1]! - at[k]!);
    const { mean, sd } = simulated(steps);
    const moment = (order: number) => simulated(steps.map((step) => power((step - mean) / sd, order))).mean;
    // The variance of mean / sd over samples is (1 - g skewness + g^2 (kurtosis - 1) / 4) / T at the ratio g.
    const g = mean / sd;
    const variance = 1 - g * moment(3) + (g * g * (moment(4) - 1)) / 4;
    // The reference has one decimal.
    const bound = 4 * Math.sqrt(variance * (1 / OURS + 1 / T)) + 0.05 / Math.sqrt(T);
    expect(Math.abs(g - z / Math.sqrt(T)), `step ${k}`).toBeLessThan(bound);
  });
});

describe('interpolation', () => {
  const spectra: Record<string, Spectrum> = {
    benign: benignSpectrum,
    'iso p=2n': { p: (n) => 2 * n, tail: (n) => 2 * n - 2 },
    'iso p=n^2': { p: (n) => n * n, tail: (n) => n * n - 2 },
    'heavy tail (mass=4n)': { p: (n) => n * n, tail: (n) => 4 * n },
    'short tail p=2n': { p: (n) => 2 * n, tail: Math.sqrt },
  };
  /** The reference does not say how many samples it averages: at least ten are assumed. */
  const THEIRS = 10;

  it.each(
    [...reference.E_benign].flatMap(([n, row]: [number, Record<string, number>]) =>
      Object.entries(row).map(([name, expected]) => [name, n, expected] as const),
    ),
  )('%s at n = %i', (name, n, expected) => {
    const ours = simulate(n > 50 ? 20 : 60, (t) => {
      const task = spikedSample(t, n, spectra[name]!);
      const beta = trainRidge(task, leastNorm).parameters['beta']!;
      return beta.reduce((sum, b, j) => sum + task.variances[j]! * (b - task.truth[j]!) * (b - task.truth[j]!), 0);
    });
    expect(Math.abs(ours.mean - expected)).toBeLessThan(fourErrors(ours, ours.sd / Math.sqrt(THEIRS)));
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
