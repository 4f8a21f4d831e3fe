import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import ridgeModel, { leastNorm, ridge, trainRidge } from '../../models/ridge.js';
import features, { columnsUpTo } from '../../models/random-features.js';
import { cholesky, choleskySolve } from '../../src/numerics/cholesky.js';
import { cos, exp, power } from '../../src/numerics/elementary.js';
import { gramTransposed, matrix, normInf, rowsOf, subtract, timesTransposed } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { excess } from '../../src/properties/excess.js';
import { optimalPenalty, projected } from '../../src/properties/optimal-penalty.js';
import { spectralRisk } from '../../src/properties/spectral-risk.js';
import { benignSpectrum, spikedSample, type Spectrum } from '../../src/tasks/spiked-regression.js';
import { firstRows, gaussianSample } from '../../src/tasks/gaussian-regression.js';

const reference = JSON.parse(readFileSync(new URL('../reference/explicit.json', import.meta.url), 'utf8'));
const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
/** 10^(5/24): a grid of 25 penalties from .01 to 1000. */
const FIVE_24TH_OF_A_DECADE = 1.6155980984398737;
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
const sizes = [
  [5, 9],
  [9, 5],
  [7, 7],
] as const;

/** Mean and standard error of T numbers. */
function simulate(T: number, draw: (t: number) => number): { mean: number; se: number } {
  const values = Array.from({ length: T }, (_, t) => draw(t));
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (T - 1);
  return { mean, se: Math.sqrt(variance / T) };
}
const gaussian = (seed: number, n: number, p: number) => ({
  X: matrix(n, p, normals(seededStream(seed), n * p)),
  y: new Float64Array(n),
});

describe('ridge', () => {
  test.each(sizes)('solves the normal equations for %i points and %i parameters', (n, p) => {
    const task = gaussianSample(seededStream(n), n, p, 0.5, 1);
    const { parameters } = trainRidge(task, { penalties: [0.3, 2] });
    [0.3, 2].forEach((penalty, k) => {
      const A = gramTransposed(task.X);
      for (let j = 0; j < p; j++) A.data[j * p + j]! += penalty;
      const expected = choleskySolve(cholesky(A), timesTransposed(task.X, task.y));
      expect(normInf(subtract(parameters['beta']!.slice(k * p, (k + 1) * p), expected))).toBeLessThan(1e-12);
    });
  });

  it('without a penalty interpolates or solves least squares', () => {
    expect(trainRidge(gaussianSample(seededStream(1), 5, 9, 0.5, 1), leastNorm).facts!['residual']).toBeLessThan(1e-12);
    expect(trainRidge(gaussianSample(seededStream(1), 9, 5, 0.5, 1), leastNorm).facts!['gradient']).toBeLessThan(1e-12);
  });

  it('chooses the penalty with the least held-out error', () => {
    const task = gaussianSample(seededStream(5), 8, 12, 0.5, 1);
    const heldOut = gaussianSample(seededStream(6), 9, 12, 0.5, 1);
    const penalties = [0.01, 1, 100];
    const loss = (penalty: number) => {
      const off = subtract(trainRidge(task, ridge(penalty)).predict(heldOut.X), heldOut.y);
      return off.reduce((sum, each) => sum + each * each, 0);
    };
    const best = penalties.map(loss).indexOf(Math.min(...penalties.map(loss)));
    const chosen = trainRidge({ ...task, heldOut }, { penalties, choose: 'held-out' });
    expect(chosen.facts!['penalty']).toBe(penalties[best]);
    expect(trainRidge(task, { penalties, choose: 'training' }).facts!['penalty']).toBe(0.01);
    expect(() => trainRidge(task, { penalties, choose: 'held-out' })).toThrow(/held-out/);
  });

  it('has a risk that is the average of raw runs over noise and direction', () => {
    const { X } = gaussian(9, 12, 8);
    const prior = { p: 8, r2: 1, sigma2: 0.25 };
    const form = spectralRisk(trainRidge({ X, y: new Float64Array(12) }, ridge(1.5)), prior);
    const { mean, se } = simulate(3000, (t) => {
      const drawn = gaussianSample(seededStream(t), 12, 8, 0.5, 1);
      const y = drawn.y.map((_, i) => {
        let sum = 0;
        for (let j = 0; j < 8; j++) sum += X.data[i * 8 + j]! * drawn.truth[j]!;
        return sum;
      });
      const noise = normals(seededStream(t + 1e6), 12);
      return excess(
        trainRidge({ X, y: y.map((v, i) => v + 0.5 * noise[i]!) }, ridge(1.5)).parameters['beta']!,
        drawn.truth,
      );
    });
    expect(Math.abs(mean - form)).toBeLessThan(4 * se);
    expect(se / form).toBeLessThan(0.02);
  });

  it.each(Object.keys(ridgeModel.faults!))('differs with the fault "%s"', (name) => {
    const heldOut = gaussianSample(seededStream(13), 9, 9, 0.5, 1);
    const task = { ...gaussianSample(seededStream(12), 9, 9, 0.5, 1), heldOut };
    const rule = name.startsWith('chosen') ? ({ penalties: [0.1, 1], choose: 'held-out' } as const) : ridge(1);
    const wrong = ridgeModel.faults![name]!.by(task, rule, streams).parameters['beta']!;
    expect(normInf(subtract(wrong, trainRidge(task, rule).parameters['beta']!))).toBeGreaterThan(1e-6);
  });

  it('does not depend on which Gram matrix is decomposed', () => {
    for (const [n, p] of sizes) {
      const task = gaussianSample(seededStream(11), n, p, 0.5, 1);
      const other = ridgeModel.harmless!['larger Gram matrix']!.by(task, ridge(1), streams);
      const own = trainRidge(task, ridge(1));
      for (const name of ['beta', 'spectrum', 'filter'])
        expect(normInf(subtract(other.parameters[name]!, own.parameters[name]!))).toBeLessThan(1e-12);
    }
  });
});

describe('random features', () => {
  it('are nested, and the kink is there', () => {
    const task = gaussianSample(seededStream(2), 6, 4, 0.5, 1);
    const few = features.train(task, { map: 'relu', features: 3, penalties: [1] }, streams);
    const many = features.train(task, { map: 'relu', features: 5, penalties: [1] }, streams);
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 3; j++)
        expect(few.parameters['directions']![i * 3 + j]).toBe(many.parameters['directions']![i * 5 + j]);
    const scaled = features.train(task, { map: 'relu', features: 5, penalties: [1] }, streams).predict;
    const at = (sign: number) => scaled(matrix(1, 4, Float64Array.of(sign, 0, 0, 0)))[0]!;
    expect(at(2)).toBeCloseTo(2 * at(1), 12);
    expect(Math.abs(at(-1) + at(1))).toBeGreaterThan(1e-6);
  });

  it('of all projections are ridge on the inputs', () => {
    const task = gaussianSample(seededStream(2), 6, 4, 0.5, 1);
    const turned = features.train(task, { map: 'projection', features: 4, penalties: [1] }, streams).predict(task.X);
    expect(normInf(subtract(turned, trainRidge(task, ridge(1)).predict(task.X)))).toBeLessThan(1e-12);
    const first = features.train(task, { map: 'coordinates', features: 2, penalties: [1] }, streams).predict(task.X);
    const X = columnsUpTo(task.X, 2);
    expect(normInf(subtract(first, trainRidge({ ...task, X }, ridge(1)).predict(X)))).toBe(0);
  });
});

// Differences of two simulations; the reference's standard error is given or follows from ours and its number of designs.
describe('simulated references, within 4 standard errors', () => {
  test.each(
    reference.A_B_exact_finite_n.rows as { n: number; p: number; opt_lambda: number; opt_mc: number; opt_se: number }[],
  )('optimal ridge at n = $n, p = $p', ({ n, p, opt_lambda, opt_mc, opt_se }) => {
    const { mean, se } = simulate(60, (t) =>
      spectralRisk(trainRidge(gaussian(t, n, p), ridge(opt_lambda)), { p, r2: 1, sigma2: 0.25 }),
    );
    expect(Math.abs(mean - opt_mc)).toBeLessThan(4 * Math.sqrt(se * se + opt_se * opt_se));
  });

  test.each((reference.A_finite_size.rows as Record<string, number & [number, number]>[]).slice(0, 4))(
    'ridge at p = $p, n = $n',
    (row) => {
      const [n, p] = [row['n']!, row['p']!];
      const prior = { p, r2: 1, sigma2: 0.25 };
      for (const [name, lambda] of [
        ['opt_mc', optimalPenalty(prior)],
        ['ridgeless_mc', 0],
        ['l01_mc', 0.1 * n],
      ] as const) {
        const { mean, se } = simulate(20, (t) => spectralRisk(trainRidge(gaussian(t, n, p), ridge(lambda)), prior));
        const [expected, error] = row[name]!;
        expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(se * se + error * error));
      }
    },
  );

  it('dose and response in 40 dimensions', () => {
    const { ns, cs, mean: table, d, sigma2, r2 } = reference.B_dose_response_d40;
    const prior = { p: d as number, r2: r2 as number, sigma2: sigma2 as number };
    const penalties = (cs as number[]).map((c) => c * optimalPenalty(prior));
    for (const n of [4, 20, 36, 44, 80]) {
      const at = (ns as number[]).indexOf(n);
      const runs = Array.from({ length: 40 }, (_, t) =>
        trainRidge(firstRows(n)({ X: gaussian(t, 80, d).X, y: new Float64Array(80) }), { penalties }),
      );
      // Below c = 1e-3 the mean near n = d has no useful standard error.
      (cs as number[]).forEach((c, k) => {
        if (c < 1e-3) return;
        const { mean, se } = simulate(runs.length, (t) => spectralRisk(runs[t]!, prior, k));
        expect(Math.abs(mean - table[k][at])).toBeLessThan(4 * Math.sqrt(1 + 40 / 200) * se);
      });
    }
  });

  it('model size, 30 points and 60 features', () => {
    const { ds, risk_excess_by_c } = reference.B_model_size_p60_n30;
    const whole = { p: 60, r2: 1, sigma2: 0.25 };
    for (const d of [5, 20, 40, 60])
      for (const c of [0.01, 1]) {
        const prior = projected(whole, d);
        const { mean, se } = simulate(
          40,
          (t) => spectralRisk(trainRidge(gaussian(t, 30, d), ridge(c * optimalPenalty(prior))), prior) + (1 - d / 60),
        );
        const expected = risk_excess_by_c[c === 1 ? '1.0' : '0.01'][(ds as number[]).indexOf(d)];
        expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(1 + 40 / 100) * se);
      }
  });

  it('tuned on 40 held-out points in 40 dimensions', () => {
    const { ns, excess: table } = reference.B_holdout_tuned;
    const penalties = Array.from({ length: 25 }, (_, k) => 0.01 * power(FIVE_24TH_OF_A_DECADE, k));
    for (const n of [20, 40, 80]) {
      const { mean, se } = simulate(40, (t) => {
        const task = gaussianSample(seededStream(t), n + 40, 40, 0.5, 1);
        const heldOut = { X: rowsOf(task.X, n, n + 40), y: task.y.slice(n) };
        const { parameters } = trainRidge({ ...firstRows(n)(task), heldOut }, { penalties, choose: 'held-out' });
        return excess(parameters['beta']!, task.truth);
      });
      // The reference has three decimals.
      expect(Math.abs(mean - table[(ns as number[]).indexOf(n)])).toBeLessThan(4 * Math.sqrt(1 + 40 / 300) * se + 5e-4);
    }
  });

  it('benign, isotropic and heavy-tailed spectra at 25 points', () => {
    const row = reference.E_benign[0][1] as Record<string, number>;
    const spectra: Record<string, Spectrum> = {
      benign: benignSpectrum,
      'iso p=2n': { p: (n) => 2 * n, tail: (n) => 2 * n - 2 },
      'iso p=n^2': { p: (n) => n * n, tail: (n) => n * n - 2 },
    };
    for (const [name, spectrum] of Object.entries(spectra)) {
      const { mean, se } = simulate(50, (t) => {
        const task = spikedSample(t, 25, spectrum);
        const beta = trainRidge(task, leastNorm).parameters['beta']!;
        return beta.reduce((sum, b, j) => sum + task.variances[j]! * (b - task.truth[j]!) * (b - task.truth[j]!), 0);
      });
      // The reference does not say how many samples it has: at least a quarter of ours is assumed.
      expect(Math.abs(mean - row[name]!)).toBeLessThan(4 * Math.sqrt(5) * se);
    }
  });
});

describe('exact references in one and two dimensions', () => {
  /** Integrals over [0, 12]^k of smooth functions that vanish at 12, by the midpoint rule in s = t^2. */
  const STEPS = 1500;
  const points = Array.from({ length: STEPS }, (_, k) => ((k + 0.5) * 14) / STEPS);
  type Row = { d: number; n: number; lam: number; r2: number; s2: number; excess: number };
  const risk = ({ d, lam, r2, s2 }: Row, ...spectrum: number[]) =>
    spectralRisk(
      {
        parameters: {
          spectrum: Float64Array.from(spectrum),
          filter: Float64Array.from(spectrum, (s) => 1 / (s + lam)),
        },
      } as never,
      { p: d, r2, sigma2: s2 },
    );
  test.each(reference.B_small_d_ridge_exact.rows as Row[])('d = $d, n = $n', (row) => {
    let above = 0;
    let mass = 0;
    const density = (t: number) => power(t, row.n - row.d) * exp(-t * t * 0.5);
    if (row.d === 1) {
      for (const t of points) {
        above += density(t) * risk(row, t * t);
        mass += density(t);
      }
    } else {
      // Eigenvalues of a 2 x 2 Wishart matrix: density prod s^((n-3)/2) exp(-s/2) |s1 - s2|; ds = 2 t dt adds a factor t.
      // By symmetry over s1 > s2, with t2 = share * t1, where the integrand is smooth.
      for (let i = 0; i < STEPS / 3; i++) {
        const t = ((i + 0.5) * 14) / (STEPS / 3);
        for (let j = 0; j < NODES.length; j++) {
          const [node, weight] = NODES[j]!;
          const u = t * node;
          const w = weight * t * density(t) * density(u) * (t * t - u * u);
          above += w * risk(row, t * t, u * u);
          mass += w;
        }
      }
    }
    expect(Math.abs(above / mass / row.excess - 1)).toBeLessThan(1e-10);
  });
});
