/** Labels that are noise alone, on Gaussian inputs: what an interpolant is, it is for the noise. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix, norm2 } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample } from './sample.js';

/** Samples of one size; the mean square of their labels is SIGMA^2. */
export interface NoiseAlone {
  readonly n: number;
  readonly d: number;
  readonly samples: readonly Sample[];
}

export const SAMPLES = 4;
/** So large that a start of hundredths is small beside the labels. */
export const SIGMA = 100;

/** d is one of these multiples of n. */
export const noiseAlone = (ratios: readonly number[]): Population<NoiseAlone> => ({
  name: `noise alone, d = ${ratios.join(' or ')} n`,
  version: 1,
  about:
    `${SAMPLES} samples of one size: n uniform in 12..16 equations in d = ${ratios.join(' n or ')} n unknowns; X has ` +
    `entries N(0, 1), y is a uniform direction scaled to length ${SIGMA} sqrt(n).`,
  arbitrary: fc.tuple(fc.integer({ min: 12, max: 16 }), fc.constantFrom(...ratios), seed).map(([n, ratio, from]) => {
    const stream = seededStream(from);
    const d = ratio * n;
    const sample = (): Sample => {
      const X = matrix(n, d, normals(stream, n * d));
      const y = normals(stream, n);
      const scale = (SIGMA * Math.sqrt(n)) / norm2(y);
      return { X, y: y.map((entry) => scale * entry) };
    };
    return { n, d, samples: Array.from({ length: SAMPLES }, sample) };
  }),
});

export const noiseInManyUnknowns = noiseAlone([4, 6]);
