/** The pass over coordinates that two models share is coordinate descent as it is written in books, bit for bit. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coordinates, pass } from '../../models/lasso/pass.js';
import { column, dot, matrix, normInf, timesTransposed, type Matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';

/** One coordinate after the other; b and r are changed. */
function plain(X: Matrix, penalty: number, b: Float64Array, r: Float64Array, scales?: Float64Array): number {
  let moved = 0;
  for (let j = 0; j < X.cols; j++) {
    const x = column(X, j);
    const z = dot(x, r) + dot(x, x) * b[j]!;
    const next = (Math.sign(z) * Math.max(0, Math.abs(z) - penalty)) / dot(x, x);
    const change = next - b[j]!;
    if (change === 0) continue;
    b[j] = next;
    x.forEach((entry, i) => (r[i]! -= change * entry));
    moved = Math.max(moved, Math.abs(change) * (scales ? scales[j]! : 1));
  }
  return moved;
}

test('a pass moves every coordinate in turn, whether few move or all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(0, 0.1, 0.5, 0.9, 1),
      fc.boolean(),
      fc.integer({ min: 0, max: 1e6 }),
      (n, d, share, scaled, seed) => {
        const stream = seededStream(seed);
        const X = matrix(n, d, normals(stream, n * d));
        const y = normals(stream, n);
        const penalty = share * normInf(timesTransposed(X, y));
        const at = coordinates(X, y);
        const scales = scaled ? at.sizes.map(Math.sqrt) : undefined;
        const [b, r] = [new Float64Array(d), y.slice()];
        for (let k = 0; k < 5; k++) expect(pass(at, penalty, scales)).toBe(plain(X, penalty, b, r, scales));
        expect([at.b, at.r]).toEqual([b, r]);
      },
    ),
  );
});

test('a column of zeros has no weight, and changes no other', () => {
  const [n, d] = [6, 9];
  const data = normals(seededStream(5), n * d);
  const y = normals(seededStream(6), n);
  const dead = 4;
  const X = matrix(
    n,
    d,
    data.map((entry, k) => (k % d === dead ? 0 : entry)),
  );
  const rest = matrix(
    n,
    d - 1,
    data.filter((_, k) => k % d !== dead),
  );
  const [whole, fewer] = [coordinates(X, y), coordinates(rest, y)];
  for (let k = 0; k < 20; k++) expect(pass(whole, 0.3)).toBe(pass(fewer, 0.3));
  expect(whole.b[dead]).toBe(0);
  expect(whole.b.filter((_, j) => j !== dead)).toEqual(fewer.b);
});
