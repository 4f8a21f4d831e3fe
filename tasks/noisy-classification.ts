/** Few points with labels of a half-space, some of them flipped: rows of any length, so that scale is visible. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { matrix, times } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { drawn, seed } from './drawn.js';
import type { Sample as Classification } from './sample.js';

/** Labels are -1 or 1. */
export type { Classification };

/** n in 6..16 points in R^d, d in 2..8, of lengths spread over a factor e^2; every fifth label or so is flipped. */
export const noisyHalfSpace: Population<Classification> = {
  name: 'half-space with flipped labels',
  version: 1,
  about:
    'n points in R^d, n uniform in 6..16, d uniform in 2..8: N(0, I) times a length that is log-uniform on [1/e, e]; ' +
    'y = sign(w.x), w ~ N(0, I), each flipped with probability .2.',
  arbitrary: fc.tuple(fc.integer({ min: 6, max: 16 }), fc.integer({ min: 2, max: 8 }), seed).map(([n, d, from]) => {
    const stream = seededStream(from);
    const X = matrix(n, d, normals(stream, n * d));
    for (let i = 0; i < n; i++) {
      const length = exp(2 * stream.uniform() - 1);
      for (let j = 0; j < d; j++) X.data[i * d + j]! *= length;
    }
    const y = times(X, normals(stream, d)).map((score) => (score < 0 ? -1 : 1) * (stream.uniform() < 0.2 ? -1 : 1));
    return { X, y };
  }),
};

export interface Quadrants extends Classification {
  /** Fresh examples, no label flipped. */
  readonly test: Classification;
}

const aboutQuadrants = (n: number, d: number): string =>
  `${n} points N(0, I) in R^${d}, y = sign(x_1 x_2), each flipped with probability .1; and 500 test points, none flipped.`;

/** y = sign(x_1 x_2) on N(0, I) in R^d, every tenth label or so of the n examples flipped. */
export const quadrants = (n: number, d: number): Population<Quadrants> =>
  drawn(`${n} examples of quadrants in dimension ${d}`, aboutQuadrants(n, d), (stream) => {
    const sample = (count: number, flips: number) => {
      const X = matrix(count, d, normals(stream, count * d));
      const y = Float64Array.from({ length: count }, (_, i) =>
        X.data[i * d]! * X.data[i * d + 1]! > 0 === stream.uniform() >= flips ? 1 : -1,
      );
      return { X, y };
    };
    return { ...sample(n, 0.1), test: sample(500, 0) };
  });
