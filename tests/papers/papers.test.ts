/** The experiments of papers at their own size: their claims load, their models are what they say, and shorter copies run. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import diagonalNetwork from '../../models/diagonal-network.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import noisyDescent, { type NoisyRule } from '../../papers/models/noisy-descent.js';
import { fiveOnes } from '../../papers/tasks/five-ones.js';
import type { Population, Streams } from '../../src/claim.js';
import { loadClaim } from '../../src/engine/discover.js';
import { distance, norm2, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
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
