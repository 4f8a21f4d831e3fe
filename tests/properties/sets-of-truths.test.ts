/** Sets of interpolants and of truths, and what is averaged over them. */
import { describe, expect, it } from 'vitest';
import { norm2, normInf, subtract, times } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { covariance, mean } from '../../oracles/measures/covariance.js';
import { equallyLong, reflected, stretched } from '../../oracles/measures/interpolants.js';
import { ranking } from '../../oracles/measures/kendall.js';
import { cubature, posteriorRisk } from '../../oracles/measures/posterior-risk.js';
import { risk } from '../../oracles/measures/risk.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { posterior } from '../../oracles/posterior.js';
import { diagonalMatrix } from '../../tasks/truths.js';
import { plantedTask } from '../oracles/instances.js';

const vector = (...entries: number[]) => Float64Array.from(entries);
const task = plantedTask(3, 10, 16, 2);
const { beta: centre } = minimumL2.answer(task).value;
const misfit = (b: Float64Array) => normInf(subtract(times(task.X, b), task.y));

it('equally long interpolants are sqrt(d/n) times as long as the shortest, until they are stretched', () => {
  const set = equallyLong(task.X, centre, 5, seededStream(1));
  const far = stretched(set, centre, (k) => 1 + k);
  for (const [k, b] of set.entries()) {
    expect(misfit(b)).toBeLessThan(1e-12);
    expect(norm2(b) / norm2(centre)).toBeCloseTo(Math.sqrt(1.6), 12);
    expect(norm2(subtract(far[k]!, centre))).toBeCloseTo((1 + k) * norm2(subtract(b, centre)), 12);
  }
});

it('the mirror fits and is as long as the truth', () => {
  const mirror = reflected(task.truth, centre);
  expect(misfit(mirror)).toBeLessThan(1e-12);
  expect(norm2(mirror)).toBeCloseTo(norm2(task.truth), 12);
  expect(norm2(subtract(mirror, task.truth))).toBeGreaterThan(0.1);
});

it('the truths of a posterior fit, and their plain average is its risk', () => {
  const P = diagonalMatrix(Float64Array.from({ length: 16 }, (_, j) => 1 + j / 4));
  const given = posterior.answer({ ...task, P }).value;
  const truths = cubature(given, 10);
  expect(truths).toHaveLength(12);
  for (const truth of truths) expect(misfit(truth)).toBeLessThan(1e-10);
  expect(mean(truths.map((truth) => risk(centre, truth)))).toBeCloseTo(posteriorRisk(centre, given), 9);
});

describe('lists', () => {
  it('have a covariance', () => {
    expect(covariance([1, 2, 3], [2, 4, 9])).toBeCloseTo(7 / 3, 15);
    expect(covariance([1, 2, 3], [5, 5, 5])).toBe(0);
  });

  it('are ranked by a complexity as by the risk, or against it', () => {
    const set = [vector(1, 0), vector(2, 0), vector(3, 0)];
    expect(ranking(set, { kind: 'L1' }, vector(0, 0))).toBe(1);
    expect(ranking(set, { kind: 'L1' }, vector(4, 0))).toBe(-1);
  });
});
