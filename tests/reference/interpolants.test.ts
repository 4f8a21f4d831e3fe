/** The reference's regressions: exact vertices, minimizers of Q to 50 digits, the lasso, and what label noise makes of them. */
import { describe, expect, it, test } from 'vitest';
import diagonalNetwork from '../../models/diagonal-network.js';
import { exp } from '../../src/numerics/elementary.js';
import { column, dot, fromRows, norm1, norm2, normInf, times } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { labelNoiseDecay } from '../../oracles/label-noise-decay.js';
import { lasso } from '../../oracles/lasso.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import { minimumWeightedL1 } from '../../oracles/minimum-weighted-l1.js';
import { distance } from '../oracles/instances.js';
import { reading } from './reading.js';
import { fourErrors, simulate } from './simulation.js';
import { diagonalRules } from '../models/rules.js';

const { mirror } = diagonalRules;

const { reference, unread } = reading('implicit', 'instances');
const vector = (entries: readonly number[]) => Float64Array.from(entries);
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);
const streams = (seed: number) => ({
  train: () => seededStream(2 * seed + 1),
  noise: () => seededStream(2 * seed + 2),
  eval: () => seededStream(3),
});

interface Minimizer {
  depth: number;
  alpha: number;
  beta: number[];
  nu: number[];
  Q?: number;
  L1: number;
  L2: number;
  L1_over_minL1: number;
  L2_over_minL2: number;
  mp_residual: number;
  float_newton_relerr: number;
  check_EG_training_relerr?: number;
  EG_residual?: number;
}
interface Prediction {
  alpha0: number;
  eta: number;
  sigma: number;
  T: number;
  alpha_j_T: number[];
  beta_pred: number[];
  wL1_ratio: number;
  measured_mean_relerr?: number;
  measured_max_relerr_8seeds?: number;
  no_noise_dist?: number;
}
interface Sparse {
  value: number;
  beta: number[];
  max_offbasis_dual: number;
  check_bruteforce_abs_diff: number;
}
interface Instance {
  name: string;
  n: number;
  d: number;
  planted_sparsity: number;
  X: number[][];
  y: number[];
  minL1: Sparse & {
    value_rational: string;
    dual_nu: number[];
    strict_unique_certificate: boolean;
    support: number;
  };
  minWeightedL1: Sparse & { weights: number[] };
  minL2: { value: number; beta: number[]; check_lstsq_maxdiff: number };
  Qalpha: Minimizer[];
  labelNoise_prediction: Prediction;
  lasso: { lam: number; beta: number[]; kkt_max_violation: number };
}

describe.each([...(reference.instances as Instance[])])('$name', (instance) => {
  const { name, n, d, planted_sparsity, minL1, minWeightedL1, minL2, Qalpha, labelNoise_prediction } = instance;
  const X = fromRows(instance.X);
  const y = vector(instance.y);
  const weights = Float64Array.from({ length: d }, (_, j) => dot(column(X, j), column(X, j)));
  const weighted = (beta: Float64Array) => norm1(beta.map((entry, j) => weights[j]! * entry));

  it('is of the size in its name', () => {
    expect([X.rows, X.cols, y.length]).toEqual([n, d, n]);
    expect(name).toMatch(`n${n}d${d}k${planted_sparsity}s`);
  });

  it('has an exact vertex of least L1 norm, and its dual', () => {
    const { value, error } = minimumL1.answer({ X, y });
    expect(error).toBeLessThan(1e-12 * value.norm);
    const [above, below] = minL1.value_rational.split('/').map(Number);
    for (const norm of [minL1.value, above! / below!]) expect(Math.abs(value.norm - norm)).toBeLessThanOrEqual(error);
    expect(distance(value.beta, minL1.beta)).toBeLessThan(1e-14 * value.norm);
    expect(distance(value.nu, minL1.dual_nu)).toBeLessThan(1e-13 * (1 + normInf(value.nu)));
    expect(value.offSupportDual).toBeCloseTo(minL1.max_offbasis_dual, 12);
    expect(value.support.length).toBe(minL1.support);
    expect(value.unique).toBe(minL1.strict_unique_certificate);
    expect(minL1.check_bruteforce_abs_diff).toBeLessThan(1e-14);
  });

  it('has an exact vertex of least weighted L1 norm', () => {
    expect(vector(minWeightedL1.weights)).toEqual(weights);
    const { value, error } = minimumWeightedL1.answer({ X, y, weights });
    expect(Math.abs(value.norm - minWeightedL1.value)).toBeLessThanOrEqual(error);
    expect(value.offSupportDual).toBeCloseTo(minWeightedL1.max_offbasis_dual, 12);
    expect(value.unique).toBe(minWeightedL1.max_offbasis_dual < 1);
    // Where the minimum is attained at several points, the reference's is one of them.
    const beta = vector(minWeightedL1.beta);
    if (value.unique) expect(distance(value.beta, beta)).toBeLessThan(1e-14 * normInf(beta));
    expect(distance(times(X, beta), y)).toBeLessThan(1e-14);
    expect(Math.abs(weighted(beta) - value.norm)).toBeLessThanOrEqual(error);
    expect(minWeightedL1.check_bruteforce_abs_diff).toBeLessThan(1e-14);
  });

  it('has an exact point of least L2 norm', () => {
    const { value, error } = minimumL2.answer({ X, y });
    expect(error).toBeLessThan(1e-13 * value.norm);
    expect(distance(value.beta, minL2.beta)).toBeLessThanOrEqual(error + 1e-15 * value.norm);
    expect(Math.abs(value.norm - minL2.value)).toBeLessThanOrEqual(error + 1e-15 * value.norm);
    expect(minL2.check_lstsq_maxdiff).toBeLessThan(1e-14);
  });

  it('has a lasso', () => {
    const written = instance.lasso;
    const { value, error } = lasso.answer({ X, y, lambda: written.lam });
    expect(distance(value.beta, written.beta)).toBeLessThan(1e-10);
    expect(error).toBeLessThan(1e-11);
    expect(value.support).toEqual([...written.beta.keys()].filter((j) => written.beta[j] !== 0));
    expect(written.kkt_max_violation).toBeLessThan(1e-12);
  });

  test.each([...Qalpha])('has the minimizer of Q of 50 digits: depth $depth, alpha $alpha', (expected) => {
    const { alpha, depth } = expected;
    const { value, error } = minimumQ.answer({ X, y, alpha, depth });
    const size = norm2(value.beta);
    expect(error).toBeLessThan(1e-12 * size);
    expect(distance(value.beta, expected.beta)).toBeLessThanOrEqual(error + 1e-16 * size);
    expect(distance(value.nu, expected.nu)).toBeLessThan(1e-11 * (norm2(value.nu) + 1e-3));
    expect(expected.Q === undefined).toBe(depth > 2);
    if (expected.Q !== undefined) expect(Math.abs(value.value / expected.Q - 1)).toBeLessThan(4e-15);
    close(norm1(value.beta), expected.L1);
    close(size, expected.L2);
    close(norm1(value.beta) / minimumL1.answer({ X, y }).value.norm, expected.L1_over_minL1);
    close(size / minimumL2.answer({ X, y }).value.norm, expected.L2_over_minL2);
    // What the reference says of its own accuracy: of 50 digits, of Newton's method in double precision, of training.
    expect(expected.mp_residual).toBeLessThan(1e-45);
    expect(expected.float_newton_relerr).toBeLessThan(1e-12);
    expect(expected.check_EG_training_relerr ?? 0).toBeLessThan(1e-9);
    expect(expected.EG_residual ?? 0).toBeLessThan(1e-10);
  });

  it('is trained to the minimizers of Q', () => {
    for (const { depth, alpha, beta } of Qalpha) {
      if (alpha < 0.09) continue;
      const rule = mirror({ alpha, depth, gaussNewton: depth > 2, residual: 1e-11 });
      const trained = diagonalNetwork.train({ X, y }, rule, streams(1)).parameters['beta']!;
      expect(distance(trained, beta) / norm2(trained), `depth ${depth}, alpha ${alpha}`).toBeLessThan(1e-7);
    }
  });

  it('is moved by label noise to the minimizer of Q whose scales have decayed', () => {
    const { alpha0, eta, sigma, T, alpha_j_T, beta_pred, wL1_ratio, ...more } = labelNoise_prediction;
    const start = new Float64Array(d).fill(alpha0);
    const { leading } = labelNoiseDecay.answer({ X, u: start, v: start, rate: eta, sigma }).value;
    // u v = alpha^2.
    const decayed = start.map((entry, j) => entry * exp((-T * leading[j]!) / 2));
    decayed.forEach((alpha, j) => close(alpha, alpha_j_T[j]!));
    const { beta } = minimumQ.answer({ X, y, alpha: decayed }).value;
    const size = norm2(beta);
    expect(distance(beta, beta_pred)).toBeLessThan(1e-10 * size);
    close(weighted(beta) / minimumWeightedL1.answer({ X, y, weights }).value.norm, wL1_ratio);

    const { no_noise_dist, measured_mean_relerr, measured_max_relerr_8seeds } = more;
    if (no_noise_dist === undefined) return;
    close(distance(minimumQ.answer({ X, y, alpha: alpha0 }).value.beta, beta) / size, no_noise_dist);
    // Eight runs, as the reference has, with noise for T steps and then without it to an interpolant.
    let largest = 0;
    const ours = simulate(8, (seed) => {
      const calm = { optimizer: 'mirror', residual: 1e-10, budget: 100_000 } as const;
      const rule = { alpha: alpha0, optimizer: 'gradient', rate: eta, steps: T, labelNoise: sigma, then: [calm] };
      const run = diagonalNetwork.train({ X, y }, rule, streams(seed));
      expect(run.stopped).toBe('residual');
      const away = distance(run.parameters['beta']!, beta_pred) / size;
      largest = Math.max(largest, away);
      return away;
    });
    expect(Math.abs(ours.mean - measured_mean_relerr!)).toBeLessThan(fourErrors(ours, ours.se));
    // The largest of eight varies less than one of them.
    expect(Math.abs(largest - measured_max_relerr_8seeds!)).toBeLessThan(4 * Math.sqrt(2) * ours.sd);
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
