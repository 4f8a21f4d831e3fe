/**
 * Regressions whose inputs have two large directions and a long tail of small ones: x = (z_1, z_2, sqrt(tail) z_3, ...),
 * z ~ N(0, I_p), with the truth of length 1 on the two large ones and labels with noise sigma = .5. The excess risk of b
 * is sum_j variance_j (b_j - truth_j)^2.
 */
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { direction, noisyLabels, type Sample } from './gaussian-regression.js';

export interface SpikedSample extends Sample {
  readonly truth: Float64Array;
  /** p; the variances of the inputs. */
  readonly variances: Float64Array;
  readonly sigma: number;
}

/** Several samples of `few` points and one of `many`. */
export interface TwoSampleSizes {
  readonly few: readonly SpikedSample[];
  readonly many: SpikedSample;
}

export interface Spectrum {
  /** The number of inputs. */
  readonly p: (n: number) => number;
  /** The total variance of all but the first two inputs. */
  readonly tail: (n: number) => number;
  readonly sigma?: number;
}

export const FEW = 12;
export const MANY = 48;
export const REPEATS = 6;

/** n points with the given spectrum. */
export function spikedSample(from: number, n: number, { p: size, tail, sigma = 0.5 }: Spectrum): SpikedSample {
  const stream = seededStream(from);
  const p = size(n);
  const variances = new Float64Array(p).fill(tail(n) / (p - 2));
  variances.fill(1, 0, 2);
  const truth = new Float64Array(p);
  truth.set(direction(stream, 2, 1));
  const X = matrix(n, p, normals(stream, n * p));
  const scales = variances.map(Math.sqrt);
  for (let i = 0; i < n; i++) for (let j = 2; j < p; j++) X.data[i * p + j]! *= scales[j]!;
  return { X, y: noisyLabels(stream, X, truth, sigma), truth, variances, sigma };
}

const spectral = (n: number, { p, tail }: Spectrum): string =>
  `${n} points of ${p(n)} independent Gaussian inputs (two of variance 1, the others of ${Number(tail(n).toPrecision(3))} ` +
  'together)';

/** 6 samples of 12 points and one of 48. */
export const spikedRegression = (name: string, spectrum: Spectrum): Population<TwoSampleSizes> => ({
  name,
  version: 1,
  about:
    `${REPEATS} samples of ${spectral(FEW, spectrum)} and one of ${spectral(MANY, spectrum)}; y = X truth + ` +
    `${spectrum.sigma ?? 0.5} N(0, 1), the truth of length 1 in a uniform direction of the two large inputs.`,
  arbitrary: seed.map((from) => ({
    few: Array.from({ length: REPEATS }, (_, k) => spikedSample(childSeed(from, k), FEW, spectrum)),
    many: spikedSample(from, MANY, spectrum),
  })),
});

/** The sample with its first n points, its first inputs, and its tail rescaled: one of n points with the given spectrum. */
export function spikedWithin({ X, y, truth, variances, sigma }: SpikedSample, n: number, to: Spectrum): SpikedSample {
  const p = to.p(n);
  if (n > X.rows || p > X.cols)
    throw new RangeError(`spikedWithin: ${n} points of ${p} inputs; expected at most ${X.rows} of ${X.cols}`);
  const smaller = variances.map((_, j) => (j < 2 ? 1 : to.tail(n) / (p - 2))).slice(0, p);
  const within = matrix(n, p);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++)
      within.data[i * p + j] = X.data[i * X.cols + j]! * Math.sqrt(smaller[j]! / variances[j]!);
  return { X: within, y: y.slice(0, n), truth: truth.slice(0, p), variances: smaller, sigma };
}

/** The same tasks, whose sample of many points keeps its first n, with the given spectrum. */
export const manyWithin = (of: Population<TwoSampleSizes>, n: number, to: Spectrum): Population<TwoSampleSizes> => ({
  name: `${of.name}, ${n} points`,
  version: of.version,
  ...(of.about !== undefined && { about: `${of.about} Of the one its first ${spectral(n, to)} alone.` }),
  drawsOf: of,
  arbitrary: of.arbitrary.map((task) => ({ ...task, many: spikedWithin(task.many, n, to) })),
});

/** p = n^2 inputs, a tail of total variance sqrt n. */
export const benignSpectrum: Spectrum = { p: (n) => n * n, tail: Math.sqrt };
