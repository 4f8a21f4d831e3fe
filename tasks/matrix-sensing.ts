/**
 * Matrix sensing: find a symmetric M with <A_k, M> = y_k, k = 1 .. m, where m is less than d(d + 1)/2, so that many matrices
 * fit and the training algorithm chooses among them. A: m x d^2, row k is A_k row by row; y: m.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { fromRows, matrix, norm2, times, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { drawn, seed } from './drawn.js';
import { LABELS, orthogonalRows, ROWS, unitLabels } from './regression.js';

export interface MatrixSensing {
  readonly A: Matrix;
  readonly y: Float64Array;
}

/** W diag(x) W', row by row; W: d x d, x: d. */
export function conjugated(W: Matrix, x: Float64Array): Float64Array {
  const d = x.length;
  const M = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += W.data[i * d + k]! * x[k]! * W.data[j * d + k]!;
      M[i * d + j] = sum;
    }
  return symmetrized(M, d);
}

function symmetrized(M: Float64Array, d: number): Float64Array {
  return M.map((entry, k) => (entry + M[(k % d) * d + Math.floor(k / d)]!) / 2);
}

/** Commuting measurements A_k = W diag(row k of X) W' with W orthogonal: a regression on spectra, X: m x d. */
export interface CommutingSensing extends MatrixSensing {
  readonly X: Matrix;
  readonly W: Matrix;
}

/** m in 2..4, d in m+2..7, dense labels of length 1; X has orthogonal rows. */
export const commutingSensing: Population<CommutingSensing> = {
  name: 'commuting measurements',
  version: 1,
  about:
    'm measurements <A_k, M> = y_k of a symmetric d x d matrix, m uniform in 2..4, d uniform in m + 2..7: A_k = W diag(x_k) ' +
    `W' with W orthogonal, uniform, and x_k the rows of X, which has ${ROWS}; ${LABELS}.`,
  arbitrary: fc
    .integer({ min: 2, max: 4 })
    .chain((m) => fc.tuple(fc.constant(m), fc.integer({ min: m + 2, max: 7 }), seed))
    .map(([m, d, from]) => {
      const stream = seededStream(from);
      const X = orthogonalRows(stream, m, d);
      const W = orthonormalColumns(matrix(d, d, normals(stream, d * d)));
      const A = matrix(m, d * d);
      for (let k = 0; k < m; k++) A.data.set(conjugated(W, X.data.slice(k * d, (k + 1) * d)), k * d * d);
      return { A, y: unitLabels(stream, m), X, W };
    }),
};

/** m symmetric Gaussian matrices / sqrt m, off-diagonal entries of half the variance of the diagonal. */
function gaussianMeasurements(stream: Stream, m: number, d: number): Matrix {
  const A = matrix(m, d * d);
  for (let k = 0; k < m; k++)
    A.data.set(
      symmetrized(
        normals(stream, d * d).map((entry) => entry / Math.sqrt(m)),
        d,
      ),
      k * d * d,
    );
  return A;
}

const measured = (m: number | string, d: number): string =>
  `${m} measurements <A_k, M> = y_k of a symmetric ${d} x ${d} matrix (${(d * (d + 1)) / 2} unknowns): A_k symmetric and ` +
  'Gaussian, of variance 1 / m on the diagonal and half of that beside it';

/** Nine Gaussian measurements of a 5 x 5 matrix (15 unknowns), labels Gaussian of length 1: nothing of low rank is planted. */
export const denseSensing: Population<MatrixSensing> = drawn(
  'Gaussian measurements with dense labels',
  `${measured(9, 5)}; ${LABELS}.`,
  (stream) => {
    const A = gaussianMeasurements(stream, 9, 5);
    return { A, y: unitLabels(stream, 9) };
  },
);

const counterexample: MatrixSensing = {
  A: fromRows([
    [0, 0.5, 0.5625, 0.5, -1, 0.125, 0.5625, 0.125, -0.5],
    [-0.375, 0.125, -0.1875, 0.125, 0.75, -0.125, -0.1875, -0.125, 0.125],
    [-0.875, -0.25, 0.6875, -0.25, 0.75, -0.125, 0.6875, -0.125, -0.125],
    [0.625, -0.75, -0.5625, -0.75, -0.125, 0.375, -0.5625, 0.375, -0.25],
  ]),
  y: Float64Array.of(1.75, -1.25, 0, -1),
};

/** Four symmetric measurements of a 3 x 3 matrix, written out: the fit from a small start is far from least nuclear norm. */
export const nuclearCounterexample: Population<MatrixSensing> = {
  name: 'the 3 x 3 instance',
  version: 1,
  about: 'One task, written out: four symmetric measurements of a 3 x 3 matrix, y = (1.75, -1.25, 0, -1).',
  arbitrary: fc.constant(counterexample),
  list: [counterexample],
};

const halves = [
  [1, 1, 1, 1],
  [1, -1, 1, -1],
  [1, 1, -1, -1],
  [1, -1, -1, 1],
].map((row) => Float64Array.from(row, (entry) => entry / 2));
const commuting: MatrixSensing = (() => {
  const W = fromRows(halves);
  const spectra = [Float64Array.of(0.5, 0.25, 1, 0.5), Float64Array.of(1, -0.5, 0.25, 0.5)];
  return { A: fromRows(spectra.map((x) => conjugated(W, x))), y: Float64Array.of(1, -0.5) };
})();

/** Two commuting measurements of a 4 x 4 matrix, written out. A control's population. */
export const commutingInstance: Population<MatrixSensing> = {
  name: 'a commuting 4 x 4 instance',
  version: 1,
  about: 'One task, written out: two commuting symmetric measurements of a 4 x 4 matrix, y = (1, -0.5).',
  arbitrary: fc.constant(commuting),
  list: [commuting],
};

/** Measurements of a planted matrix `truth` (d^2, row by row). */
export interface PlantedSensing extends MatrixSensing {
  readonly truth: Float64Array;
}

/** Gaussian measurements of a positive semidefinite matrix of rank 1 and Frobenius norm 1. */
const planted = (d: number, least: number, most: number): Population<PlantedSensing> => ({
  name: `rank 1 from ${least}..${most} measurements, d = ${d}`,
  version: 1,
  about:
    `${measured(`m uniform in ${least}..${most}`, d)}; y is that of w w', |w| = 1 in a uniform direction: positive ` +
    'semidefinite of rank 1.',
  arbitrary: fc.tuple(fc.integer({ min: least, max: most }), seed).map(([m, from]) => {
    const stream = seededStream(from);
    const A = gaussianMeasurements(stream, m, d);
    const w = normals(stream, d);
    const length = norm2(w);
    const truth = new Float64Array(d * d).map((_, k) => (w[k % d]! * w[Math.floor(k / d)]!) / length / length);
    return { A, y: times(A, truth), truth };
  }),
});

/** d = 8 with about three quarters of the 36 unknowns measured. */
export const plantedSensing = planted(8, 25, 28);

/** d = 8 with fewer measurements than a rank-1 matrix has parameters. A control's population. */
export const plantedSensingUnseen = planted(8, 5, 6);
