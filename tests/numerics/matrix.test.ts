import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as M from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { bigDot, bigRows, big, bits, EPS, fixed, gaussian, gaussianVector } from './dense.js';

const shapes = fc.record({
  n: fc.integer({ min: 0, max: 14 }),
  d: fc.integer({ min: 0, max: 14 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

const at = (A: Matrix, i: number, j: number) => A.data[i * A.cols + j]!;
const row = (A: Matrix, i: number) => A.data.slice(i * A.cols, (i + 1) * A.cols);

/** The two orders, as plainly as they can be written. */
function laneOrder(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const lanes: [number, number] = [0, 0];
  for (let k = 0; k < x.length; k++) lanes[k % 2 === 0 ? 0 : 1] += x[k]! * y[k]!;
  return lanes[0] + lanes[1];
}
function rowOrder(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!;
  return sum;
}

describe('the order of summation', () => {
  test('lane order: even and odd terms apart, then even + odd', () => {
    const x = Float64Array.of(1e16, 1, -1e16, 1, 0.5);
    const ones = new Float64Array(5).fill(1);
    expect(M.dot(x, ones)).toBe(2.5);
    expect(M.norm1(Float64Array.of(2 ** 53, 1, 1, 1))).toBe(2 ** 53 + 2);
  });

  test('row order: one accumulator, rows ascending', () => {
    const A = M.fromRows([[1e16], [1], [-1e16], [1], [0.5]]);
    expect(M.timesTransposed(A, new Float64Array(5).fill(1))).toEqual(Float64Array.of(1.5));
  });

  test('products are bit for bit the plain sums, whatever the blocking', () => {
    fc.assert(
      fc.property(shapes, ({ n, d, seed }) => {
        const A = gaussian(n, d, seed);
        const B = gaussian(d, n + 1, seed + 1);
        const x = gaussianVector(d, seed + 2);
        const r = gaussianVector(n, seed + 3);
        const rows = Array.from({ length: n }, (_, i) => i);
        const cols = Array.from({ length: d }, (_, j) => j);
        expect(M.times(A, x)).toEqual(Float64Array.from(rows, (i) => laneOrder(row(A, i), x)));
        expect(M.timesTransposed(A, r)).toEqual(Float64Array.from(cols, (j) => rowOrder(M.column(A, j), r)));
        const into = new Float64Array(n).fill(NaN);
        M.timesInto(A, x, into);
        expect(into).toEqual(M.times(A, x));
        const intoTransposed = new Float64Array(d).fill(NaN);
        M.timesTransposedInto(A, r, intoTransposed);
        expect(intoTransposed).toEqual(M.timesTransposed(A, r));
        const AB = M.multiply(A, B);
        const G = M.gram(A);
        const H = M.gramTransposed(A);
        const C = gaussian(n + 2, d, seed + 4);
        const AC = M.gram(A, C);
        for (const i of rows) {
          for (let k = 0; k < n + 2; k++) expect(at(AC, i, k)).toBe(laneOrder(row(A, i), row(C, k)));
          for (let j = 0; j <= n; j++) expect(at(AB, i, j)).toBe(rowOrder(row(A, i), M.column(B, j)));
          for (const k of rows) expect(at(G, i, k)).toBe(laneOrder(row(A, i), row(A, k)));
        }
        for (const j of cols) {
          for (const k of cols) expect(at(H, j, k)).toBe(rowOrder(M.column(A, j), M.column(A, k)));
        }
      }),
    );
  });

  test('dot products are within the bound of their rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1e9 }), (n, seed) => {
        const x = gaussianVector(n, seed);
        const y = gaussianVector(n, seed + 1);
        const size = M.dot(x.map(Math.abs), y.map(Math.abs));
        const truth = bigDot(Array.from(x, big), Array.from(y, big));
        expect(
          truth
            .minus(big(M.dot(x, y)))
            .abs()
            .toNumber(),
        ).toBeLessThanOrEqual((n / 4 + 2) * EPS * size);
      }),
    );
  });

  test('frozen bits', () => {
    const A = fixed(13, 17);
    const B = fixed(17, 9);
    const x = fixed(1, 17).data;
    expect(
      bits(
        M.times(A, x),
        M.timesTransposed(A, x.slice(0, 13)),
        M.multiply(A, B).data,
        M.gram(A).data,
        M.gramTransposed(A).data,
        Float64Array.of(M.dot(x, x), M.norm1(x), M.norm2(x), M.normInf(x), M.frobenius(A)),
      ),
    ).toBe('84bf5c291aed2a78a54a4497a1f1b45998311e4dd41ed8ef90303b0b091ca7e8');
  });
});

describe('shapes', () => {
  test('building, transposing, taking apart', () => {
    const A = M.fromRows([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(A).toEqual({ rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(M.transpose(A)).toEqual({ rows: 3, cols: 2, data: Float64Array.of(1, 4, 2, 5, 3, 6) });
    expect(M.identity(2).data).toEqual(Float64Array.of(1, 0, 0, 1));
    expect(M.rowsOf(A, 1, 2)).toEqual({ rows: 1, cols: 3, data: Float64Array.of(4, 5, 6) });
    expect(M.column(A, 1)).toEqual(Float64Array.of(2, 5));
    expect(M.scaleColumns(A, Float64Array.of(1, 0, -2)).data).toEqual(Float64Array.of(1, 0, -6, 4, 0, -12));
    expect(M.magnitudes(M.matrix(1, 3, Float64Array.of(-1, -0, 2)))).toEqual(M.matrix(1, 3, Float64Array.of(1, 0, 2)));
    expect(M.matrix(2, 2).data).toEqual(new Float64Array(4));
    expect(M.fromRows([])).toEqual({ rows: 0, cols: 0, data: new Float64Array(0) });
    const data = Float64Array.of(1, 2);
    expect(M.matrix(1, 2, data).data).toBe(data);
    M.rowsOf(A, 0, 1).data[0] = 9;
    expect(A.data[0]).toBe(1);
  });

  test('vectors', () => {
    const x = Float64Array.of(3, -4);
    const y = Float64Array.of(1, 1);
    expect([M.norm1(x), M.norm2(x), M.normInf(x)]).toEqual([7, 5, 4]);
    expect(M.frobenius(M.identity(4))).toBe(2);
    expect(M.subtract(x, y)).toEqual(Float64Array.of(2, -5));
    expect(M.distance(x, y)).toBe(Math.sqrt(29));
    expect(M.scale(-2, x)).toEqual(Float64Array.of(-6, 8));
    M.axpy(2, x, y);
    expect(y).toEqual(Float64Array.of(7, -7));
  });

  test('the Euclidean norm neither overflows nor underflows', () => {
    expect(M.norm2(Float64Array.of(3e200, 4e200))).toBeCloseTo(5e200, -190);
    expect(M.norm2(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 14);
    expect(M.norm2(Float64Array.of(1, Infinity))).toBe(Infinity);
    expect(M.norm2(Float64Array.of(1, NaN))).toBeNaN();
    expect(M.norm2(new Float64Array(3))).toBe(0);
    expect(M.normInf(Float64Array.of(NaN, 1))).toBeNaN();
  });

  test('errors name the shapes', () => {
    const A = M.matrix(2, 3);
    const two = new Float64Array(2);
    const three = new Float64Array(3);
    const cases: [() => unknown, string][] = [
      [() => M.matrix(2, 1.5), 'matrix: shape is 2 x 1.5; expected nonnegative integers'],
      [() => M.matrix(2, 2, three), 'matrix: 3 entries given for shape 2 x 2; expected 4'],
      [() => M.fromRows([[1], [1, 2]]), 'fromRows: row 1 has length 2; expected 1'],
      [() => M.times(A, two), 'times: A is 2 x 3 and x has length 2; expected 3'],
      [() => M.timesInto(A, three, three), 'times: A is 2 x 3 and out has length 3; expected 2'],
      [() => M.timesTransposed(A, three), 'timesTransposed: A is 2 x 3 and r has length 3; expected 2'],
      [() => M.timesTransposedInto(A, two, two), 'timesTransposed: A is 2 x 3 and out has length 2; expected 3'],
      [() => M.multiply(A, A), 'multiply: A is 2 x 3 and B is 2 x 3; expected 3 rows in B'],
      [() => M.gram(A, M.matrix(3, 2)), 'gram: X is 2 x 3 and Z is 3 x 2; expected 3 columns in Z'],
      [
        () => M.scaleColumns(A, two),
        'scaleColumns: what scales the columns of a 2 x 3 matrix has length 2; expected 3',
      ],
      [() => M.rowsOf(A, 1, 3), 'rowsOf: rows 1 to 3 of a 2 x 3 matrix; expected 0 <= from <= to <= 2'],
      [() => M.column(A, 3), 'column: column 3 of a 2 x 3 matrix; expected 0 <= column < 3'],
      [() => M.dot(two, three), 'dot: y (against x of length 2) has length 3; expected 2'],
      [() => M.axpy(1, two, three), 'axpy: y (against x of length 2) has length 3; expected 2'],
      [() => M.subtract(two, three), 'subtract: y (against x of length 2) has length 3; expected 2'],
    ];
    for (const [act, message] of cases) expect(act).toThrow(new RangeError(message));
  });

  test('the exact product, on entries that multiply without rounding', () => {
    const A = M.matrix(
      3,
      4,
      Float64Array.from({ length: 12 }, (_, k) => (k * 7) % 11),
    );
    const B = M.matrix(
      4,
      2,
      Float64Array.from({ length: 8 }, (_, k) => (k * 5) % 7),
    );
    const truth = bigRows(A).flatMap((a) => bigRows(M.transpose(B)).map((b) => bigDot(a, b).toNumber()));
    expect(Array.from(M.multiply(A, B).data)).toEqual(truth);
  });
});
