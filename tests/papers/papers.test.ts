/** The experiments of papers at their own size: their claims load, their models are what they say, and shorter copies run. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import diagonalNetwork from '../../models/diagonal-network.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import logisticDescent from '../../papers/models/logistic-descent.js';
import noisyDescent, { type NoisyRule } from '../../papers/models/noisy-descent.js';
import { excess, risks } from '../../papers/logistic-risk.js';
import { fiveOnes } from '../../papers/tasks/five-ones.js';
import { logisticPower } from '../../papers/tasks/logistic-power.js';
import type { Population, Streams } from '../../src/claim.js';
import { loadClaim } from '../../src/engine/discover.js';
import { distance, matrix, norm2, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { laws } from '../../src/vitest.js';
import { root } from '../commands/shell.js';

const papers = join(root, 'papers');
const claims = readdirSync(join(papers, 'claims')).filter((file) => file.endsWith('.ts'));
const page = readFileSync(join(papers, 'README.md'), 'utf8');

const streams: Streams = { train: () => seededStream(5), noise: () => seededStream(6), eval: () => seededStream(7) };
const first = <T>({ arbitrary }: Population<T>): T => fc.sample(arbitrary, { numRuns: 1, seed: 3 })[0]!;

describe.each(claims)('%s', (file) => {
  const text = readFileSync(join(papers, 'claims', file), 'utf8');

  test('loads, and says how what it stands beside was seen', async () => {
    const found = await loadClaim(join(papers, 'claims', file));
    if ('why' in found) throw new Error(found.why);
    expect(found.claim.sequel).toBe(true);
    expect(found.claim.sources.map(({ where }) => where).join(' ')).toMatch(/\bseen\b.*not seen/s);
    expect(Object.keys(found.claim.controls).length).toBeGreaterThanOrEqual(2);
  });

  test('has its rows in the table, with every number that is printed', () => {
    const rows = page
      .split('\n')
      .filter((line) => line.startsWith('|') && line.includes(`claims/${file})`))
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows.length).toBeGreaterThan(0);
    for (const cells of rows) expect(cells.filter((cell) => cell !== '')).toHaveLength(6);
    const printed = rows.map((cells) => cells[2]);
    for (const [, number] of text.matchAll(/\(\) => 0?(\.\d+)\]/g)) expect(printed).toContain(number);
  });
});

const small = first(fiveOnes(6, 10));
const asked = { alpha: 1, rate: 0.01, delta: 1, steps: 60 } as const;
laws(
  noisyDescent,
  (
    [
      { noise: 'none', residual: 0.1 },
      { noise: 'label', falling: true },
      { noise: 'label', frozen: true },
      { noise: 'labels' },
      { noise: 'batch', residual: 0.1 },
      { noise: 'spherical', delta: 0.01 },
    ] as const
  ).map((rule) => ({ name: JSON.stringify(rule), task: small, rule: { ...asked, ...rule }, streams })),
);
laws(
  logisticDescent,
  [{ marks: [2, 30] }, { marks: [30], penalty: 0.1 }].map((rule) => ({
    ...{ name: JSON.stringify(rule), task: first(logisticPower(8, 12, 5)), rule: { rate: 2, ...rule }, streams },
  })),
);

test('the closed form of the ridge figure is that of the oracle', () => {
  const at = (n: number) => finiteSampleRisk.answer({ n, p: 500, r2: 1, sigma2: 0.25 }).value.excess;
  expect(at(250)).toBeCloseTo(0.751, 4);
  expect(at(1000)).toBeCloseTo(0.2505, 4);
});

describe('noisy descent', () => {
  const task = first(fiveOnes(12, 20));
  const rule: NoisyRule = { noise: 'none', delta: 1, alpha: 1, rate: 0.01, steps: 200 };
  const ended = (change: Partial<NoisyRule>) => noisyDescent.train(task, { ...rule, ...change }, streams);

  test.each(['none', 'labels'] as const)('with noise "%s" is the diagonal network on rows by sqrt(m)', (noise) => {
    const less = (x: number) => x / Math.sqrt(12);
    const scaled = { X: { ...task.X, data: task.X.data.map(less) }, y: task.y.map(less) };
    const labelNoise = noise === 'none' ? {} : { labelNoise: 1 };
    const same = { optimizer: 'gradient', alpha: 1, balance: 0, rate: 0.005, steps: 200, ...labelNoise } as const;
    const { beta } = diagonalNetwork.train(scaled, same, streams).parameters;
    expect(distance(ended({ noise }).parameters['beta']!, beta!)).toBeLessThan(1e-12 * norm2(beta!));
  });

  /** One step by hand, from v = 1: v - rate v times the gradient by X beta. */
  const step = (seen: (r: Float64Array) => Float64Array) => {
    const r = subtract(times(task.X, new Float64Array(20).fill(1)), task.y);
    return timesTransposed(task.X, seen(r)).map((g) => 1 - 0.01 * g);
  };
  test('one step under label noise is that of the code of the paper', () => {
    const [i, xi] = [streams.train().integer(12), streams.noise().normal()];
    const v = step((r) => r.map((entry, k) => entry / 12 - (k === i ? xi : 0)));
    expect(distance(ended({ noise: 'label', steps: 1 }).parameters['v']!, v)).toBeLessThan(1e-14);
  });
  test('and so is one under the noise of mini-batches', () => {
    const chosen = streams.train();
    const [i, j] = [chosen.integer(12), chosen.integer(12)];
    expect(i).not.toBe(j);
    const v = step((r) => r.map((entry, k) => entry / 12 + (k === i ? entry : 0) - (k === j ? entry : 0)));
    expect(distance(ended({ noise: 'batch', steps: 1 }).parameters['v']!, v)).toBeLessThan(1e-14);
  });

  test('a fifth of the steps: label noise is nearer to the truth than descent, spherical noise is not', () => {
    const full = first(fiveOnes(40, 100));
    const error = (change: Partial<NoisyRule>) =>
      distance(
        noisyDescent.train(full, { ...rule, steps: 60_000, ...change }, streams).parameters['beta']!,
        full.truth,
      );
    const descent = error({});
    expect(error({ noise: 'label', falling: true })).toBeLessThan(descent / 4);
    expect(error({ noise: 'spherical', delta: 0.01 })).toBeGreaterThan(descent / 2);
  });
});

describe('logistic descent', () => {
  const task = first(logisticPower(8, 12, 5));

  test('takes the steps of descent on w', () => {
    const { X, y } = task;
    const w = new Float64Array(12);
    for (let made = 0; made < 40; made++) {
      const pull = times(X, w).map((score, i) => y[i]! / (1 + Math.exp(y[i]! * score)) / 8);
      const g = timesTransposed(X, pull);
      for (let j = 0; j < 12; j++) w[j]! += 2 * (g[j]! - 0.01 * w[j]!);
    }
    const ended = logisticDescent.train(task, { rate: 2, penalty: 0.01, marks: [3, 40] }, streams).parameters['w']!;
    expect(ended.length).toBe(24);
    expect(distance(ended.slice(12), w)).toBeLessThan(1e-12 * norm2(w));
  });

  test('its risks are those of simulated points', () => {
    const w = Float64Array.from({ length: 12 }, (_, j) => 2 / (j + 1) - 0.5);
    const stream = seededStream(11);
    const N = 100_000;
    let [loss, error] = [0, 0];
    for (let k = 0; k < N; k++) {
      let [t, f] = [0, 0];
      for (let j = 0; j < 12; j++) {
        const x = stream.normal() / (j + 1);
        t += x * task.truth[j]!;
        f += x * w[j]!;
      }
      const p = 1 / (1 + Math.exp(-t));
      loss += (p * Math.log1p(Math.exp(-f)) + (1 - p) * Math.log1p(Math.exp(f))) / N;
      error += (f < 0 ? p : 1 - p) / N;
    }
    const found = risks(task, w);
    expect(Math.abs(found.loss - loss)).toBeLessThan(0.01);
    expect(Math.abs(found.error - error)).toBeLessThan(0.01);
  });

  test('nothing is risked less than by the truth, and 0 guesses', () => {
    const none = risks(task, new Float64Array(12));
    expect(none.loss).toBeCloseTo(Math.log(2), 12);
    expect(none.error).toBeCloseTo(0.5, 12);
    expect(excess(task, task.truth)).toEqual({ loss: 0, error: 0 });
    for (const c of [0.5, 0.9, 1.1, 2]) {
      const { loss, error } = excess(
        task,
        task.truth.map((entry) => c * entry),
      );
      expect(loss).toBeGreaterThan(0);
      expect(error).toBeCloseTo(0, 12);
    }
  });
  test('a small copy: going on is worse than stopping', () => {
    const shrunk = first(logisticPower(40, 80, 10));
    const marks = [2, 5, 10, 20, 50, 20_000];
    const { w } = logisticDescent.train(shrunk, { rate: 4, marks }, streams).parameters;
    const all = marks.map((_, k) => excess(shrunk, w!.subarray(80 * k, 80 * (k + 1))).loss);
    expect(all.at(-1)).toBeGreaterThan(3 * Math.min(...all));
  });
});

test('the inputs of the logistic figure fall in variance as they say', () => {
  const { X, variances } = first(logisticPower(400, 6, 3));
  const squares = timesTransposed({ ...X, data: X.data.map((x) => x * x) }, new Float64Array(400).fill(1 / 400));
  variances.forEach((variance, j) => expect(squares[j]! / variance).toBeGreaterThan(0.7));
  variances.forEach((variance, j) => expect(squares[j]! / variance).toBeLessThan(1.4));
  expect(matrix(1, 6, variances).data[1]).toBe(0.25);
});
