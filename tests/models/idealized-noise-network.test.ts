import { describe, expect, it } from 'vitest';
import model, { type IdealizedPhase, type IdealizedRule } from '../../models/idealized-noise-network.js';
import { exp, log1p } from '../../src/numerics/elementary.js';
import { matrix, normInf, subtract } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import type { Trained } from '../../src/claim.js';

const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const [n, m] = [7, 6];
const blocks = [3, 2];
const from = [0, 3];
const X = matrix(n, 5, normals(seededStream(4), n * 5));
const at = matrix(4, 5, normals(seededStream(6), 4 * 5));
const y = Float64Array.from(normals(seededStream(5), n), (value) => (value < 0 ? -1 : 1));

const large: IdealizedPhase = { rate: 0.4, decay: 0.05, refresh: 4, steps: 30 };
const small: IdealizedPhase = { rate: 0.2, loss: 0.45, steps: 400 };
const rule = (...phases: IdealizedPhase[]): IdealizedRule => ({ width: m, blocks, phases });
const fit = (...phases: IdealizedPhase[]) => model.train({ X, y }, rule(...phases), streams);

/** The same training as it reads: every step moves every weight, no kernel, no products. */
function plainly(phases: readonly IdealizedPhase[]) {
  const [train, noise] = [streams.train(), streams.noise()];
  const nets = blocks.map((d) => ({
    a: Array.from({ length: m }, () => (train.bits() < 2 ** 31 ? -1 : 1) / Math.sqrt(m)),
    v: Array.from({ length: d }, () => Array.from({ length: m }, () => train.normal())),
    w: Array.from({ length: d }, () => Array.from({ length: m }, () => 0)),
  }));
  const along = (b: number, weights: number[][], x: Float64Array, k: number) =>
    weights.reduce((sum, row, j) => sum + row[k]! * x[from[b]! + j]!, 0);
  const output = (x: Float64Array) =>
    nets.reduce(
      (sum, { a, v, w }, b) =>
        sum + a.reduce((f, weight, k) => f + (along(b, v, x, k) > 0 ? weight * along(b, w, x, k) : 0), 0),
      0,
    );
  const rows = Array.from({ length: n }, (_, i) => X.data.subarray(5 * i, 5 * i + 5));
  let steps = 0;
  for (const { rate, decay = 0, refresh, loss, steps: limit = 0 } of phases)
    for (let step = 0; step < limit; step++, steps++) {
      if (refresh !== undefined && step % refresh === 0) {
        const keep = (1 - rate * decay) ** Math.min(refresh, limit - step);
        for (const { v } of nets)
          for (const row of v)
            for (let k = 0; k < m; k++) row[k] = keep * row[k]! + Math.sqrt(1 - keep * keep) * noise.normal();
      }
      const f = rows.map(output);
      const mean = f.reduce((sum, value, i) => sum + log1p(exp(-y[i]! * value)), 0) / n;
      if (loss !== undefined && mean <= loss) break;
      nets.forEach(({ a, v, w }, b) => {
        const on = rows.map((x) => a.map((_, k) => along(b, v, x, k) > 0));
        w.forEach((row, j) =>
          row.forEach((weight, k) => {
            let slope = decay * weight;
            rows.forEach((x, i) => {
              if (on[i]![k]!) slope -= (y[i]! * a[k]! * x[from[b]! + j]!) / (1 + exp(y[i]! * f[i]!)) / n;
            });
            row[k] = weight - rate * slope;
          }),
        );
      });
    }
  return {
    steps,
    w: Float64Array.from(nets.flatMap(({ w }) => w.flat())),
    v: Float64Array.from(nets.flatMap(({ v }) => v.flat())),
    predicted: Float64Array.from({ length: 4 }, (_, i) => output(at.data.subarray(5 * i, 5 * i + 5))),
  };
}

describe('idealized-noise-network', () => {
  it.each([
    ['small steps', [small]],
    ['large steps, of which the last are fewer than a refresh', [large]],
    ['large steps, then small ones', [large, small]],
    ['units that stay, under decay', [{ ...large, refresh: undefined }]],
  ])('trains as it reads: %s', (_, phases: IdealizedPhase[]) => {
    const [found, expected] = [fit(...phases), plainly(phases)];
    expect(found.steps).toBe(expected.steps);
    expect(normInf(subtract(found.parameters.v!, expected.v))).toBeLessThan(1e-10);
    expect(normInf(subtract(found.parameters.w!, expected.w))).toBeLessThan(1e-10);
    expect(normInf(subtract(found.predict(at), expected.predicted))).toBeLessThan(1e-10);
    expect(normInf(expected.w)).toBeGreaterThan(0.05);
  });

  it('stops for the declared reasons', () => {
    expect(fit(large).stopped).toBe('steps');
    expect(fit(small).stopped).toBe('residual');
    expect(fit(small).facts!.loss).toBeLessThanOrEqual(0.45);
    expect(fit({ rate: 0.2, loss: 1e-9, budget: 20 }, small)).toMatchObject({ stopped: 'budget', steps: 20 });
  });

  it('keeps the law of the units where the noise moves', () => {
    const wide = { width: 4000, blocks, phases: [{ ...large, steps: 8 }] };
    const { parameters } = model.train({ X, y }, wide, streams);
    const v = parameters.v!;
    const second = v.reduce((sum, entry) => sum + entry * entry, 0) / v.length;
    // 20,000 squares of standard normals: five standard deviations of their mean.
    expect(Math.abs(second - 1)).toBeLessThan(5 * Math.sqrt(2 / v.length));
  });

  it('differs under every fault', () => {
    const said = ({ predict }: Trained) => predict(at);
    const right = said(fit(large, small));
    for (const [name, { by }] of Object.entries(model.faults!))
      expect(normInf(subtract(said(by({ X, y }, rule(large, small), streams)), right)), name).toBeGreaterThan(1e-3);
  });
});
