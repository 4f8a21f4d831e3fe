/** Regression on two rectified directions, y = relu(v_1.x) - relu(v_2.x) + noise with v ~ N(0, I/d), and noiseless test points. */
import type { Population } from 'claimcheck';
import { matrix, times, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import { type Regression } from './regression.js';

export interface Taught extends Regression {
  /** k x d, with the teacher's values. */
  readonly points: Matrix;
  readonly values: Float64Array;
}

const about = (n: number, d: number, sigma: number): string =>
  `${n} points N(0, I) in R^${d}, y = relu(v.x) - relu(w.x)${sigma === 0 ? '' : ` + ${sigma} N(0, 1)`} with v, w ~ N(0, I / ${d}); ` +
  'and 200 points with the values of that teacher, without noise.';

export const reluTeacher = (name: string, n: number, d: number, sigma: number): Population<Taught> =>
  drawn(name, about(n, d, sigma), (stream) => {
    const X = matrix(n, d, normals(stream, n * d));
    const points = matrix(200, d, normals(stream, 200 * d));
    const spread = 1 / Math.sqrt(d);
    const [v, w] = [normals(stream, d), normals(stream, d)];
    const teach = (Z: Matrix) => {
      const second = times(Z, w);
      return times(Z, v).map((score, i) => spread * (Math.max(0, score) - Math.max(0, second[i]!)));
    };
    return { X, y: teach(X).map((value) => value + sigma * stream.normal()), points, values: teach(points) };
  });

export const noisyTeacher = reluTeacher('few noisy examples of two rectified directions', 24, 6, 0.7);
export const plentifulTeacher = reluTeacher('many clean examples of two rectified directions', 80, 6, 0);
