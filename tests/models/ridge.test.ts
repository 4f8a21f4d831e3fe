import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import ridgeModel, { trainRidge } from '../../models/ridge.js';
import features from '../../models/random-features.js';
import { cholesky, choleskySolve } from '../../src/numerics/cholesky.js';
import {
  columnsUpTo,
  gramTransposed,
  matrix,
  norm2,
  normInf,
  subtract,
  timesTransposed,
} from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { risk } from '../../oracles/measures/risk.js';
import { spectralRisk } from '../../oracles/measures/spectral-risk.js';
import { gaussianSample } from '../../tasks/gaussian-regression.js';
import { columns, dot, exact, plus, rows, share, solved, vector } from '../numerics/rational.js';
import { simulate } from '../reference/simulation.js';
import { ridgeRules } from './rules.js';

const { leastNorm, ridge } = ridgeRules;

const streams = { train: () => seededStream(1), noise: () => seededStream(2), eval: () => seededStream(3) };
const sizes = [
  [5, 9],
  [9, 5],
  [7, 7],
] as const;
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
      return risk(
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

  it('keeps what the penalty makes harmless: columns that are nearly equal, against rational arithmetic', () => {
    const cases = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 30 }),
      shape: fc.constantFrom(...sizes),
      gap: fc.constantFrom(1e-2, 1e-4, 1e-6),
      penalty: fc.constantFrom(0, 1e-10, 1e-6, 1),
    });
    fc.assert(
      fc.property(cases, ({ seed, shape, gap, penalty }) => {
        const [n, p] = [shape[0], shape[1]];
        const { X } = gaussian(seed, n, p);
        const y = normals(seededStream(seed + 1), n);
        const off = normals(seededStream(seed + 2), n);
        for (let i = 0; i < n; i++) X.data[i * p] = X.data[i * p + 1]! + gap * off[i]!;
        const A = n <= p ? rows(X) : columns(rows(X));
        const right = n <= p ? vector(y) : A.map((x) => dot(x, vector(y)));
        const inner = solved(
          A.map((a, i) => A.map((b, j) => (i === j ? plus(dot(a, b), exact(penalty)) : dot(a, b)))),
          right,
        )!;
        const truth = n <= p ? columns(A).map((x) => dot(x, inner)) : inner;
        const beta = trainRidge({ X, y }, ridge(penalty)).parameters['beta']!;
        expect(share(beta, truth, 1e-7 * norm2(beta))).toBeLessThan(1);
      }),
      { numRuns: 25 },
    );
  });

  it('still interpolates in the least norm where rows are equal', () => {
    const task = gaussianSample(seededStream(1), 5, 9, 0.5, 1);
    const [once, twice] = [
      { X: matrix(4, 9, task.X.data.slice(9)), y: task.y.slice(1) },
      { X: matrix(5, 9, task.X.data.slice()), y: task.y.slice() },
    ];
    twice.X.data.copyWithin(0, 9, 18);
    twice.y[0] = twice.y[1]!;
    const [a, b] = [once, twice].map((each) => trainRidge(each, leastNorm).parameters['beta']!);
    expect(normInf(subtract(a!, b!))).toBeLessThan(1e-12);
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
