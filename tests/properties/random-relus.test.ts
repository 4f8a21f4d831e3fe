/** The exact risks of random ReLU features, beside large samples and beside ridge by its definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPenalty, featureRisk, ridgeRisk, type FeatureProblem } from '../../oracles/measures/feature-risk.js';
import { fitRisk, linearProblem, reluMoments, taughtProblem } from '../../oracles/measures/relu-moments.js';
import filteredDescent from '../../models/filtered-descent.js';
import { trainRidge } from '../../models/ridge.js';
import { dot, matrix, norm2, subtract, times, type Matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { firstOf, randomRelus, rectified, sampleOf, valuesOf } from '../../tasks/random-relus.js';

const D = 4;
const tasks = fc.sample(randomRelus(9, 7, D, 0.5).arbitrary, { seed: 1, numRuns: 12 });

const COUNT = 20_000;
/** Fresh inputs: N(0, I), or those on the sphere of radius sqrt(d). */
function fresh(sphere: boolean): Matrix {
  const X = matrix(COUNT, D, normals(seededStream(7), COUNT * D));
  for (let i = 0; i < COUNT && sphere; i++) {
    const row = X.data.subarray(i * D, (i + 1) * D);
    const scale = Math.sqrt(D) / norm2(row);
    for (let j = 0; j < D; j++) row[j]! *= scale;
  }
  return X;
}
/** The mean of what is listed, and the standard error of that mean. */
function estimate(list: Float64Array): { mean: number; error: number } {
  const mean = list.reduce((a, b) => a + b) / list.length;
  const spread = list.reduce((sum, each) => sum + (each - mean) ** 2, 0) / list.length;
  return { mean, error: Math.sqrt(spread / list.length) };
}
/** Within five standard errors. */
function near(exact: number, list: Float64Array): void {
  const { mean, error } = estimate(list);
  expect(Math.abs(mean - exact)).toBeLessThan(5 * error);
  expect(error).toBeLessThan(0.05);
}

describe.each([
  ['Gaussian inputs', false],
  ['inputs on a sphere', true],
])('%s', (_, sphere) => {
  const points = fresh(sphere);
  const { directions, teacher } = tasks[0]!;

  it('have these second moments', () => {
    const F = rectified(points, directions);
    const K = reluMoments(directions, directions);
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [2, 5],
      [6, 3],
    ] as const)
      // prettier-ignore
      near(
        K.data[i * 7 + j]!,
        Float64Array.from({ length: COUNT }, (_, k) => F.data[k * 7 + i]! * F.data[k * 7 + j]!),
      );
    expect(K.data[1]).toBe(K.data[7]);
    // The same by the other way through the code.
    expect(reluMoments(directions, { ...directions })).toEqual(K);
  });

  it('give a fit this excess risk', () => {
    const beta = Float64Array.of(0.3, -0.2, 0.1, 0.4, -0.5);
    const off = subtract(
      times(rectified(points, firstOf([9, 5])(tasks[0]!).directions), beta),
      valuesOf(teacher, points),
    );
    near(fitRisk(beta, tasks[0]!), off.map((each) => each * each)); // prettier-ignore
  });

  it('give a linear truth these products with the features', () => {
    const { cross } = linearProblem(tasks[0]!);
    const F = rectified(points, directions);
    const x = tasks[0]!.points.data.subarray(0, D);
    // The mean of v v' is I / d.
    const products = times(points, x).map((inner, k) => (inner * F.data[k * 7 + 2]!) / D);
    near(cross.data[2]!, products);
  });
});

it('opposite, right-angled and zero directions', () => {
  const W = matrix(4, 2, Float64Array.of(1, 0, -2, 0, 0, 3, 0, 0));
  const { data } = reluMoments(W, W);
  expect([...data.subarray(0, 4)]).toEqual([0.5, 0, expect.closeTo(3 / (2 * Math.PI), 14), 0]);
});

/** Averages over the noise by its definition: of the labels t, and of each label alone. */
function byHand(problem: FeatureProblem, t: Float64Array, c: Float64Array, penalty: number): number {
  const solve = (y: Float64Array) => trainRidge({ X: problem.X, y }, { penalties: [penalty] }).parameters['beta']!;
  const size = (b: Float64Array) => dot(b, times(problem.second, b));
  const b = solve(t);
  const noise = [...t].map((_, i) => size(solve(t.map((_, k) => (k === i ? problem.sigma : 0)))));
  return problem.signal - 2 * dot(b, c) + size(b) + noise.reduce((sum, each) => sum + each, 0);
}

describe('ridge on the features', () => {
  const shapes = [[9, 4], [5, 5], [3, 7], [9, 7]] as const; // prettier-ignore

  it.each(shapes)('%i points and %i features: the risk is that of its definition at every penalty', (n, p) => {
    for (const whole of tasks) {
      const task = firstOf([n, p])(whole);
      const problem = taughtProblem(task);
      expect(problem.signal).toBeCloseTo(1, 12);
      expect(problem.X).toEqual(sampleOf([n, p])(whole).X);
      const c = times(reluMoments(task.directions, task.teacher.directions), task.teacher.signs);
      for (const penalty of [0.01, 1, 30]) {
        const { operator } = filteredDescent.train(
          problem,
          { kind: 'ridge', penalty: penalty / n },
          {} as never,
        ).parameters;
        const expected = byHand(problem, valuesOf(task.teacher, task.points), c, penalty);
        expect(ridgeRisk(problem)(penalty)).toBeCloseTo(expected, 9);
        expect(featureRisk(operator!, problem)).toBeCloseTo(expected, 9);
      }
    }
  });

  it('for a linear truth the risk is the mean over a basis of truths', () => {
    const task = tasks[1]!;
    const problem = linearProblem(task);
    const { points, directions } = task;
    const column = ({ data, rows, cols }: Matrix, j: number) =>
      Float64Array.from({ length: rows }, (_, i) => data[i * cols + j]!);
    // Of length 1 each, so that the mean of v v' is I / d; the noise once in each.
    const risks = Array.from({ length: D }, (_, j) =>
      byHand(
        problem,
        column(points, j),
        column(directions, j).map((entry) => entry / 2),
        2,
      ),
    );
    expect(ridgeRisk(problem)(2)).toBeCloseTo(risks.reduce((sum, each) => sum + each, 0) / D, 11);
  });

  it('the best penalty is the one of the least risk', () => {
    const problem = taughtProblem(tasks[2]!);
    const penalties = [100, 0.1, 3, 1, 10];
    const risks = penalties.map(ridgeRisk(problem));
    const least = Math.min(...risks);
    expect(bestPenalty(problem, penalties)).toEqual({ penalty: penalties[risks.indexOf(least)], risk: least });
  });

  it('without noise and without features the risk is the signal', () => {
    const problem = taughtProblem(tasks[3]!);
    const nothing = new Float64Array(problem.X.rows * problem.X.cols);
    expect(featureRisk(nothing, problem)).toBe(problem.signal);
  });
});
