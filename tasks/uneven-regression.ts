/**
 * Linear regression with inputs of uneven variances, and a truth of which the variances are known, too: round, along the
 * large inputs, or along the small ones.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix, rowsOf, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface UnevenRegression {
  /** n x d: independent Gaussian inputs. */
  readonly X: Matrix;
  /** d: the variances of the inputs, with the mean 1. */
  readonly variances: Float64Array;
  /** d: the variances of the truth, with a signal sum variances_j prior_j = 1. */
  readonly prior: Float64Array;
  readonly sigma: number;
}

/** The first n points. */
export const firstPoints =
  (n: number) =>
  (task: UnevenRegression): UnevenRegression => ({ ...task, X: rowsOf(task.X, 0, n) });

const SPECTRA: readonly ((i: number) => number)[] = [(i) => 1 / i, (i) => 1 / (i * i), (i) => (i < 3 ? 1 : 0.01)];
const TRUTHS: readonly ((variance: number) => number)[] = [() => 1, (variance) => variance, (variance) => 1 / variance];

export const unevenRegression = (n: number, d: number, sigma: number): Population<UnevenRegression> => ({
  name: `uneven regression, ${n} x ${d}`,
  version: 1,
  about:
    `${n} points of ${d} independent Gaussian inputs, whose variances fall as 1/i, as 1/i^2, or are 1 for two and .01 for the ` +
    'others, scaled to the mean 1; the coefficients of the truth are independent with mean 0 and equal variances, with those ' +
    `of the inputs, or with their inverses, scaled to a signal of 1, equally likely; noise of standard deviation ${sigma}.`,
  arbitrary: fc
    .tuple(fc.constantFrom(...SPECTRA.keys()), fc.constantFrom(...TRUTHS.keys()), seed)
    .map(([spectrum, truth, from]) => {
      const raw = Float64Array.from({ length: d }, (_, j) => SPECTRA[spectrum]!(j + 1));
      const mean = raw.reduce((sum, each) => sum + each, 0) / d;
      const variances = raw.map((each) => each / mean);
      const along = variances.map(TRUTHS[truth]!);
      const signal = along.reduce((sum, each, j) => sum + variances[j]! * each, 0);
      const Z = normals(seededStream(from), n * d);
      return {
        X: matrix(
          n,
          d,
          Z.map((each, k) => each * Math.sqrt(variances[k % d]!)),
        ),
        variances,
        prior: along.map((each) => each / signal),
        sigma,
      };
    }),
});
