/** What claims on ridge measure, beside the same by hand. */
import { describe, expect, it } from 'vitest';
import type { Streams } from '../../src/claim.js';
import { norm2, times } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { nearMinimum } from '../../oracles/measures/near-minimum.js';
import { leastRisk, optimalPenaltyOf } from '../../oracles/measures/optimal-penalty.js';
import { onFreshPoints } from '../../oracles/measures/prediction-excess.js';
import { mean, onEachSample, shapeOf } from '../../oracles/measures/repeated.js';
import { residual } from '../../oracles/measures/residual.js';
import { averagedRisk, spectralRisk } from '../../oracles/measures/spectral-risk.js';
import { bestPenalty, twoAtomsRidge } from '../../oracles/two-atoms-ridge.js';
import { path, trainRidge } from '../../models/ridge.js';
import { gaussianSample, repeated, REPEATS } from '../../tasks/gaussian-regression.js';

const task = gaussianSample(seededStream(1), 6, 9, 0.5, 2);

describe('of a task', () => {
  it('the optimal penalty is p sigma^2 / r^2, and the least of the averaged risks', () => {
    expect(optimalPenaltyOf(task)).toBe((9 * 0.25) / 4);
    const run = trainRidge(task, { penalties: [0.9, 1, 1.1].map((c) => c * optimalPenaltyOf(task)) });
    const risks = [0, 1, 2].map((which) => averagedRisk(run, task, which));
    expect(risks[1]).toBe(spectralRisk(run, { p: 9, r2: 4, sigma2: 0.25 }, 1));
    expect(risks[1]).toBeLessThan(Math.min(risks[0]!, risks[2]!));
    const { spectrum } = run.parameters as { readonly spectrum: Float64Array };
    expect(leastRisk({ spectrum }, task)).toBeCloseTo(risks[1]!, 12);
    // sigma^2 tr (X'X + lambda I)^-1, three of whose nine eigenvalues belong to the null space.
    const lambda = optimalPenaltyOf(task);
    const trace = spectrum.reduce((sum, s) => sum + 1 / (s + lambda), 3 / lambda);
    expect(leastRisk({ spectrum }, task)).toBeCloseTo(0.25 * trace, 12);
  });

  it('the residual is that of its labels, and no number where a prediction is none', () => {
    const off = (by: number) => ({ predict: () => task.y.map((label) => label + by) });
    expect(residual(off(0), task)).toBe(0);
    expect(residual(off(2), task)).toBeCloseTo(2 * Math.sqrt(6), 12);
    expect(residual(off(NaN), task)).toBeNaN();
  });

  it('near a minimum a number is known up to its movement and its rounding', () => {
    expect(nearMinimum({ run: { gradient: 1 }, task: { penalty: 8 } }, 3, 0.5, 2)).toEqual({ value: 3, error: 0.75 });
  });
});

it('the risk on fresh points is of the same points for all runs of a trial', () => {
  const fresh = onFreshPoints(2000, 9);
  const trial = (seed: number) =>
    ({ task, runs: {}, streams: { eval: () => seededStream(seed) } as unknown as Streams }) as never;
  const linear = (scale: number) => ({
    predict: (X: Parameters<typeof times>[0]) =>
      times(
        X,
        task.truth.map((b) => scale * b),
      ),
  });
  const about = trial(1);
  const risk = fresh(about, linear(0));
  // |x'beta|^2 has the mean 4 and the standard deviation 4 sqrt 2, over 2000 points.
  expect(Math.abs(risk - 4)).toBeLessThan((4 * 4 * Math.SQRT2) / Math.sqrt(2000));
  expect(fresh(about, linear(3))).toBeCloseTo(4 * risk, 10);
  expect(fresh(trial(1), linear(0))).toBe(risk);
  expect(fresh(trial(2), linear(0))).not.toBe(risk);
});

describe('repeated regressions', () => {
  const task = { drawn: repeated(1, { n: 4, p: 3 }, REPEATS), near: repeated(2, { n: 5, p: 2 }, REPEATS) };

  it('have a run for each sample of each size, which sees that sample', () => {
    const { drawn, near } = onEachSample(path([1]));
    expect(drawn.runs.map((run) => run.on!(task))).toEqual(task.drawn.samples);
    expect(near.runs.map((run) => run.on!(task))).toEqual(task.near.samples);
  });

  it('are averaged over the samples of one size, each beside its own', () => {
    const runs = { near: { each: task.near.samples.map((_, k) => ({ k })) } };
    const measure = ({ k }: { k: number }, { y }: { y: Float64Array }) => k * norm2(y);
    const expected = task.near.samples.reduce((sum, { y }, k) => sum + k * norm2(y), 0) / 8;
    expect(mean('near', measure)({ task, runs })).toBe(expected);
    expect(shapeOf('near')({ task })).toEqual({ n: 5, p: 2, r2: 1, sigma2: 0.25 });
  });
});

it('the best penalty on two kinds of points is that of the certified least', () => {
  const question = { q: 0.2, noise: 3.5, quiet: 0, s: 0.1, b: 10, n: 2 };
  expect(bestPenalty(question)).toBe(twoAtomsRidge.answer(question).value.penalty);
});
