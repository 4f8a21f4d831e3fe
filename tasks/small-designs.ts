/**
 * Regressions small enough to enumerate all masks of their inputs: n samples, d <= 5 inputs, Gaussian, with columns of
 * different sizes, and a hidden layer of d tanh units with Gaussian weights.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp, tanh } from 'claimcheck/numerics/elementary';
import { matrix, multiply, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample } from './gaussian-regression.js';

export interface DroppedOut extends Sample {
  /** n x d: the hidden units at the samples. */
  readonly hidden: Matrix;
  /** The probability that an input is dropped. */
  readonly q: number;
}

export const enumerable: Population<DroppedOut> = {
  name: 'regression with few inputs and dropout',
  version: 1,
  about:
    'n samples of d inputs, d uniform in 2..5, n uniform in d + 1..d + 4: X is Gaussian, its columns of sizes log-uniform on ' +
    '[1/e, e]; y ~ N(0, I); a hidden layer tanh(X W) of d units, W with entries N(0, 1). An input is dropped with ' +
    'probability q, uniform among .1, .25, .5, .75.',
  arbitrary: fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0.1, 0.25, 0.5, 0.75), seed)
    .map(([d, extra, q, from]) => {
      const stream = seededStream(from);
      const n = d + extra;
      const sizes = Array.from({ length: d }, () => exp(1 - 2 * stream.uniform()));
      const X = matrix(
        n,
        d,
        normals(stream, n * d).map((entry, k) => entry * sizes[k % d]!),
      );
      const inner = multiply(X, matrix(d, d, normals(stream, d * d)));
      const hidden = matrix(n, d, inner.data.map(tanh));
      return { X, y: normals(stream, n), hidden, q };
    }),
};
