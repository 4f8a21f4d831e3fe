/**
 * Regressions whose interpolant of least L1 norm is known by construction: n support columns with x_j.nu = +-1, all other
 * columns strictly inside, |x_j.nu| <= level < 1. The vertex is unique, its dual is nu, and the support is orthonormal.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { dot, matrix, times } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { type Regression } from './regression.js';

/** n in 2..7, d in 2n..3n; the vertex has entries of size in [0.5, 1.5], x_j.nu off the support is uniform in +-level. */
function build(n: number, d: number, [least, most]: readonly [number, number], from: number): Regression {
  const stream = seededStream(from);
  const support = orthonormalColumns(matrix(n, n, normals(stream, n * n)));
  const signs = Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1));
  const nu = times(support, signs);
  const X = matrix(n, d);
  const vertex = new Float64Array(d);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) X.data[i * d + j] = support.data[i * n + j]!;
    vertex[j] = signs[j]! * (0.5 + stream.uniform());
  }
  for (let j = n; j < d; j++) {
    const column = normals(stream, n).map((entry) => entry / Math.sqrt(n));
    const size = least + (most - least) * stream.uniform();
    const level = stream.uniform() < 0.5 ? -size : size;
    const along = (level - dot(column, nu)) / n; // |nu|^2 = n
    for (let i = 0; i < n; i++) X.data[i * d + j] = column[i]! + along * nu[i]!;
  }
  return { X, y: times(X, vertex) };
}

const vertices = (name: string, levels: readonly [number, number]): Population<Regression> => ({
  name,
  version: 1,
  about:
    'n equations in d unknowns, n uniform in 2..7, d uniform in 2n..3n, y = X b: b has n nonzero entries, of random sign and ' +
    'size uniform on [0.5, 1.5], on orthonormal columns, and is the interpolant of least L1 norm with the dual nu, x_j.nu = ' +
    `sign(b_j); the other columns are N(0, I / n), moved along nu so that |x_j.nu| is uniform on [${levels.join(', ')}].`,
  arbitrary: fc
    .integer({ min: 2, max: 7 })
    .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 2 * n, max: 3 * n }), seed))
    .map(([n, d, from]) => build(n, d, levels, from)),
});

/** The dual is at most 0.8 off the support. */
export const clearVertices = vertices('regressions with a clear L1 vertex', [0, 0.8]);

/** The dual is between 0.99 and 0.999 off the support: nearly another vertex. A control's population. */
export const blurredVertices = vertices('regressions with a blurred L1 vertex', [0.99, 0.999]);
