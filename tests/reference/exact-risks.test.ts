/** The blocks of the reference that are exact: limits, small dimensions, optimal penalties, two kinds of points, optimism. */
import { describe, expect, it, test } from 'vitest';
import { trainRidge } from '../../models/ridge.js';
import { cos, exp, power } from '../../src/numerics/elementary.js';
import { matrix } from '../../src/numerics/matrix.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import { ridgeLimit } from '../../oracles/ridge-limit.js';
import { ridgeRisk, twoAtomsRidge } from '../../oracles/two-atoms-ridge.js';
import { optimalPenalty, projected } from '../../oracles/measures/optimal-penalty.js';
import { spectralRisk } from '../../oracles/measures/spectral-risk.js';
import { everySample } from '../../tasks/two-atoms.js';
import { reading } from './reading.js';

const { reference, unread } = reading(
  'explicit',
  'A_hastie_isotropic',
  'B_small_d_ridge_exact',
  'B_lambda_opt',
  'B_counterexample',
  'E_ols_gap',
);
const close = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-10);

test.each(reference.A_hastie_isotropic.rows as Record<string, number>[])('the limit at gamma = $gamma', (row) => {
  const gamma = row['gamma']!;
  const prior = { r2: row['snr']!, sigma2: 1 };
  const at = (lambda: number) => ridgeLimit.answer({ gamma, lambda, ...prior }).value;
  close(at(0), row['ridgeless']!);
  close(optimalPenalty({ p: gamma, ...prior }), row['lam_opt']!);
  // By the Stieltjes transform, by the density's integral, and at the optimum by a third form.
  for (const name of ['ridge_opt', 'ridge_opt_int', 'ridge_opt_alt']) close(at(row['lam_opt']!), row[name]!);
  for (const lambda of ['0.01', '0.1', '1'])
    for (const name of [`ridge_${lambda}`, `ridge_${lambda}_int`]) close(at(Number(lambda)), row[name]!);
});

describe('ridge in one and two dimensions', () => {
  /** Integrals over [0, 14]^k of smooth functions that vanish at 14, by the midpoint rule in s = t^2. */
  const STEPS = 1500;
  const points = Array.from({ length: STEPS }, (_, k) => ((k + 0.5) * 14) / STEPS);
  /** Nodes and weights of the Gauss-Legendre rule on [0, 1], by Newton's method on the Legendre polynomial of degree 40. */
  const NODES = Array.from({ length: 40 }, (_, k) => {
    let x = cos((3.141592653589793 * (k + 0.75)) / 40.5);
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, now] = [1, x];
      for (let j = 2; j <= 40; j++) [before, now] = [now, ((2 * j - 1) * x * now - (j - 1) * before) / j];
      slope = (40 * (x * now - before)) / (x * x - 1);
      x -= now / slope;
    }
    return [(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)] as const;
  });
  type Row = Record<'d' | 'n' | 'lam' | 'r2' | 's2' | 'excess' | 'mc' | 'se', number>;
  const risk = ({ d, lam, r2, s2 }: Row, ...singular: number[]) => {
    const X = matrix(d, d);
    singular.forEach((t, j) => (X.data[j * (d + 1)] = t));
    return spectralRisk(trainRidge({ X, y: new Float64Array(d) }, { penalties: [lam] }), { p: d, r2, sigma2: s2 });
  };

  test.each(reference.B_small_d_ridge_exact.rows as Row[])('d = $d, n = $n', (row) => {
    let above = 0;
    let mass = 0;
    const density = (t: number) => power(t, row.n - row.d) * exp(-t * t * 0.5);
    if (row.d === 1) {
      for (const t of points) {
        above += density(t) * risk(row, t);
        mass += density(t);
      }
    } else {
      // Eigenvalues of a 2 x 2 Wishart matrix: density prod s^((n-3)/2) exp(-s/2) |s1 - s2|; ds = 2 t dt adds a factor t.
      // By symmetry over s1 > s2, with t2 = share * t1, where the integrand is smooth.
      for (let i = 0; i < STEPS / 3; i++) {
        const t = ((i + 0.5) * 14) / (STEPS / 3);
        for (const [node, weight] of NODES) {
          const u = t * node;
          const w = weight * t * density(t) * density(u) * (t * t - u * u);
          above += w * risk(row, t, u);
          mass += w;
        }
      }
    }
    close(above / mass, row.excess);
    close(optimalPenalty({ p: row.d, r2: row.r2, sigma2: row.s2 }), row.lam);
    expect(Math.abs(above / mass - row.mc)).toBeLessThan(4 * row.se);
  });
});

describe('optimal penalties', () => {
  test.each(reference.B_lambda_opt.sample_wise as Record<'d' | 'sigma2' | 'r2' | 'lambda_N', number>[])(
    'in dimension $d',
    ({ d, sigma2, r2, lambda_N }) => close(optimalPenalty({ p: d, r2, sigma2 }), lambda_N),
  );
  test.each(reference.B_lambda_opt.projection as Record<'p' | 'd' | 'sigma2' | 'r2' | 'lambda_N', number>[])(
    'of $d projections of $p features',
    ({ p, d, sigma2, r2, lambda_N }) => close(optimalPenalty(projected({ p, r2, sigma2 }, d)), lambda_N),
  );

  it('takes half of them for no direction to gain from a smaller eigenvalue', () => {
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
});

describe('two kinds of points', () => {
  const { q, A, s, b, rows, null_excess } = reference.B_counterexample;
  const task = { q, noise: A, quiet: 0, s, b };
  type Row = Record<'n' | 'opt_excess' | 'lambda_opt', number> & { brute_force_at_lambda_opt?: number };

  test.each(rows as Row[])('the least excess at n = $n', ({ n, opt_excess, lambda_opt, ...more }) => {
    const { value, error } = twoAtomsRidge.answer({ ...task, n });
    expect(error).toBeLessThan(2e-9);
    expect(Math.abs(value.excess - opt_excess)).toBeLessThanOrEqual(error);
    close(ridgeRisk({ ...task, n }, lambda_opt), opt_excess);
    // The risk is flat at its least: penalties are told apart to the root of its accuracy.
    for (const other of [0.999, 1.001])
      expect(ridgeRisk({ ...task, n }, other * lambda_opt)).toBeGreaterThan(opt_excess);
    const { brute_force_at_lambda_opt: enumerated } = more;
    if (enumerated === undefined) return;
    let sum = 0;
    for (const sample of everySample(task, n)) {
      const [first, second] = trainRidge(sample, { penalties: [lambda_opt] }).parameters['beta']!;
      sum += sample.probability * (q * first! * first! + (1 - q) * s * s * (second! - b) * (second! - b));
    }
    close(sum, enumerated);
  });

  it('have the risk of no fit under an infinite penalty', () => {
    for (const n of [1, 4]) close(ridgeRisk({ ...task, n }, 1e15), null_excess);
  });
});

test.each(reference.E_ols_gap as Record<'n' | 'p' | 'sigma2' | 'gap', number>[])(
  'the optimism of least squares at p = $p',
  ({ n, p, sigma2, gap }) => close(finiteSampleRisk.answer({ n, p, r2: 1, sigma2 }).value.optimism, gap),
);

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));
