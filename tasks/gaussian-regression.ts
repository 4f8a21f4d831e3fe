/**
 * Gaussian linear regression with a known truth: X: n x p with N(0, 1) entries, truth of length `radius` in a uniform
 * direction, y = X truth + sigma N(0, 1). Rows can be taken as nested samples (`firstRows`), columns as nested models.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { columnsUpTo, matrix, norm2, rowsOf, times, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { drawn, seed } from './drawn.js';
import type { Sample } from './sample.js';

export type { Sample };

export interface GaussianRegression extends Sample {
  /** p */
  readonly truth: Float64Array;
  readonly sigma: number;
  /** The length of the truth. */
  readonly radius: number;
}

/** A vector of the given length in a uniform direction. */
export function direction(stream: Stream, d: number, radius: number): Float64Array {
  const v = normals(stream, d);
  const length = norm2(v);
  return v.map((entry) => (radius * entry) / length);
}

/** Labels X truth + sigma N(0, 1). */
export function noisyLabels(stream: Stream, X: Matrix, truth: Float64Array, sigma: number): Float64Array {
  const y = times(X, truth);
  for (let i = 0; i < y.length; i++) y[i]! += sigma * stream.normal();
  return y;
}

export function gaussianSample(
  stream: Stream,
  n: number,
  p: number,
  sigma: number,
  radius: number,
): GaussianRegression {
  const truth = direction(stream, p, radius);
  const X = matrix(n, p, normals(stream, n * p));
  return { X, y: noisyLabels(stream, X, truth, sigma), truth, sigma, radius };
}

/** The first n equations. */
export const firstRows =
  <T extends Sample>(n: number) =>
  (task: T): T => ({ ...task, X: rowsOf(task.X, 0, n), y: task.y.slice(0, n) });

/** The first k columns of its inputs. */
export const firstColumns = ({ X, y }: Sample, k: number): Sample => ({ X: columnsUpTo(X, k), y });

export interface Size {
  readonly n: number;
  readonly p: number;
}

/** What `gaussianSample` makes, for the sentence of a population. */
export const gaussianAbout = (sigma: number, radius: number): string =>
  `entries N(0, 1), y = X truth${sigma === 0 ? '' : ` + ${sigma} N(0, 1)`}, ` +
  `the truth of length ${radius} in a uniform direction`;

/** Independent regressions of the same size. */
export interface Repeated extends Size {
  readonly sigma: number;
  readonly radius: number;
  readonly samples: readonly GaussianRegression[];
}

/** `count` independent regressions of one size, sigma = .5, radius = 1. */
export const repeated = (from: number, { n, p }: Size, count: number): Repeated => {
  const stream = seededStream(from);
  const samples = Array.from({ length: count }, () => gaussianSample(stream, n, p, 0.5, 1));
  return { n, p, sigma: 0.5, radius: 1, samples };
};

/** A size drawn from a list, and one near the threshold. */
export interface TwoSizes {
  readonly drawn: Repeated;
  readonly near: Repeated;
}

/** The number of regressions of each size. */
export const REPEATS = 8;

export function repeatedRegression(name: string, sizes: readonly Size[]): Population<TwoSizes> {
  return {
    name,
    version: 1,
    about:
      `${REPEATS} independent regressions of ${sizes.length > 1 ? 'one size n x p, equally likely ' : ''}` +
      `${sizes.map(({ n, p }) => `${n} x ${p}`).join(', ')} (drawn), and ${REPEATS} of 40 x 32 (near): X has ` +
      `${gaussianAbout(0.5, 1)}.`,
    arbitrary: fc.tuple(fc.constantFrom(...sizes), seed, seed).map(([size, first, second]) => ({
      drawn: repeated(first, size, REPEATS),
      near: repeated(second, { n: 40, p: 32 }, REPEATS),
    })),
  };
}

export const aroundThreshold = repeatedRegression('repeated Gaussian regression on both sides of the threshold', [
  { n: 12, p: 24 },
  { n: 20, p: 40 },
  { n: 20, p: 60 },
  { n: 30, p: 20 },
  { n: 24, p: 12 },
  { n: 32, p: 48 },
]);

/** Of several sizes with n > p + 1; or of 40 points, at the given p / n. */
export const moreData = (ratio?: number): Population<TwoSizes> =>
  ratio === undefined
    ? repeatedRegression('repeated Gaussian regression with more data than parameters', [
        { n: 24, p: 12 },
        { n: 30, p: 20 },
        { n: 30, p: 6 },
        { n: 40, p: 16 },
        { n: 50, p: 20 },
      ])
    : repeatedRegression(`repeated Gaussian regression of 40 points, p/n = ${ratio}`, [
        { n: 40, p: Math.floor(ratio * 40 + 0.5) },
      ]);

/** One regression of a fixed size; rows are taken as nested samples. */
export const nestedRegression = (name: string, { n, p }: Size, sigma: number): Population<GaussianRegression> =>
  drawn(name, `X is ${n} x ${p} with ${gaussianAbout(sigma, 1)}.`, (stream) => gaussianSample(stream, n, p, sigma, 1));

/** One regression of a fixed size with exact labels and a truth of the given length. */
export const noiselessRegression = (name: string, { n, p }: Size, radius: number): Population<GaussianRegression> =>
  drawn(name, `X is ${n} x ${p} with ${gaussianAbout(0, radius)}.`, (stream) =>
    gaussianSample(stream, n, p, 0, radius),
  );
