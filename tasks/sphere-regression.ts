/**
 * Regression on a sphere: n rows of length sqrt(d), uniform in direction, labels tanh(v.x) + noise N(0, 1/4) with v ~ N(0, I),
 * and `points` at which predictions are compared.
 */
import type { Population, Stream } from 'claimcheck';
import { tanh } from 'claimcheck/numerics/elementary';
import { matrix, norm2, times, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import { type Regression } from './regression.js';

export interface SphereRegression extends Regression {
  readonly points: Matrix;
}

function onSphere(stream: Stream, n: number, d: number): Matrix {
  const X = matrix(n, d, normals(stream, n * d));
  for (let i = 0; i < n; i++) {
    const row = X.data.subarray(i * d, (i + 1) * d);
    const scale = Math.sqrt(d) / norm2(row);
    for (let j = 0; j < d; j++) row[j]! *= scale;
  }
  return X;
}

const about = (n: number, d: number): string =>
  `${n} points uniform on the sphere of radius sqrt(${d}) in R^${d}, y = tanh(v.x) + 0.5 N(0, 1) with v ~ N(0, I); and 20 ` +
  'points on that sphere where predictions are compared.';

export const sphereRegression = (n: number, d: number): Population<SphereRegression> =>
  drawn(`${n} points on a sphere in dimension ${d}`, about(n, d), (stream) => {
    const X = onSphere(stream, n, d);
    const v = normals(stream, d);
    const y = times(X, v).map((score) => tanh(score) + 0.5 * stream.normal());
    return { X, y, points: onSphere(stream, 20, d) };
  });

export const fewOnSphere = sphereRegression(5, 5);
