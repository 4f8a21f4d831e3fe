/**
 * Second moments of rectified linear functions, exactly. For x ~ N(0, I) in R^d
 *
 *   E max(0, a.x) max(0, b.x) = |a||b| (sin t + (pi - t) cos t) / (2 pi),   E max(0, a.x) b.x = a.b / 2,
 *
 * t the angle between a and b; and for x uniform on the sphere of radius sqrt(d) the same: the functions are homogeneous, the
 * direction of x does not depend on its length, and its squared length has the mean d in both. Source: cho2009kernel, the
 * arc-cosine kernel of degree 1.
 */
import { acos } from 'claimcheck/numerics/elementary';
import { dot, gram, matrix, norm2, rowsOf, times, type Matrix } from 'claimcheck/numerics/matrix';
import { rectified, valuesOf, type RandomRelus, type Rectified } from 'claimcheck/tasks/random-relus';
import type { FeatureProblem } from './feature-risk.js';

const PI = 3.141592653589793;

const lengths = ({ rows, cols, data }: Matrix): number[] =>
  Array.from({ length: rows }, (_, i) => norm2(data.subarray(i * cols, (i + 1) * cols)));

/** Of the rows of A (n x d) with those of B (m x d): n x m. */
export function reluMoments(A: Matrix, B: Matrix): Matrix {
  const { rows, cols, data } = gram(A, B);
  const a = lengths(A);
  const b = A === B ? a : lengths(B);
  for (let i = 0; i < rows; i++) {
    const from = A === B ? i : 0;
    for (let j = 0; j < from; j++) data[i * cols + j] = data[j * cols + i]!;
    for (let j = from; j < cols; j++) {
      const size = a[i]! * b[j]!;
      const cosine = size === 0 ? 0 : Math.max(-1, Math.min(1, data[i * cols + j]! / size));
      data[i * cols + j] = (size * (Math.sqrt(1 - cosine * cosine) + (PI - acos(cosine)) * cosine)) / (2 * PI);
    }
  }
  return { rows, cols, data };
}

const meanProduct = (f: Rectified, g: Rectified): number =>
  dot(f.signs, times(reluMoments(f.directions, g.directions), g.signs));

/** E (f - g)^2 of two sums of rectified linear functions. */
export const meanSquaredDistance = (f: Rectified, g: Rectified): number =>
  meanProduct(f, f) - 2 * meanProduct(f, g) + meanProduct(g, g);

/** The excess risk of the first features with the coefficients `beta` against the teacher. */
export function fitRisk(beta: Float64Array, { directions, teacher }: RandomRelus): number {
  return meanSquaredDistance({ directions: rowsOf(directions, 0, beta.length), signs: beta }, teacher);
}

/** Column by row. */
const outer = (x: Float64Array, y: Float64Array): Matrix => gram(matrix(x.length, 1, x), matrix(y.length, 1, y));

/** The features of the task, and its teacher. */
export function taughtProblem({ points, directions, teacher, sigma }: RandomRelus): FeatureProblem {
  const t = valuesOf(teacher, points);
  return {
    X: rectified(points, directions),
    second: reluMoments(directions, directions),
    values: outer(t, t),
    cross: outer(t, times(reluMoments(directions, teacher.directions), teacher.signs)),
    signal: meanProduct(teacher, teacher),
    sigma,
  };
}

/** The features of the task, and a linear truth v.x with v ~ N(0, I / d). */
export function linearProblem({ points, directions, sigma }: RandomRelus): FeatureProblem {
  const d = points.cols;
  const share = (A: Matrix, by: number): Matrix => ({ ...A, data: A.data.map((entry) => entry / by) });
  return {
    X: rectified(points, directions),
    second: reluMoments(directions, directions),
    values: share(gram(points), d),
    cross: share(gram(points, directions), 2 * d),
    signal: 1,
    sigma,
  };
}
