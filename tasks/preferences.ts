/**
 * Pairs of a regression and a preference: the geometry in which a linear model is trained on it, and for some the rival
 * complexity that the trained interpolant does not minimize.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp, power } from 'claimcheck/numerics/elementary';
import type { Geometry } from 'claimcheck/numerics/geometry';
import { matrix, multiply, scaleColumns, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { orthogonalRows, unitLabels, type Regression } from './regression.js';
import type { Stream } from 'claimcheck';
import { seed } from './drawn.js';

/** A complexity: that of a geometry, or the L1 norm. */
export type Preference = Geometry | { readonly kind: 'L1' };

export interface PreferringRegression extends Regression {
  readonly geometry: Geometry;
  /** What the algorithm of the geometry is claimed to minimize. */
  readonly preference: Preference;
  /** What it does not minimize. */
  readonly rival: Preference;
}

/** A dense d x d symmetric positive definite matrix whose log-eigenvalues are uniform on [-spread, spread]. */
export function denseMetric(stream: Stream, d: number, spread: number): Matrix {
  const U = orthonormalColumns(matrix(d, d, normals(stream, d * d)));
  const roots = Float64Array.from({ length: d }, () => exp((spread * (2 * stream.uniform() - 1)) / 2));
  const half = scaleColumns(U, roots);
  const P = multiply(half, transpose(half));
  // Exactly symmetric.
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) P.data[i * d + j] = P.data[j * d + i]!;
  return P;
}

/** The kind of a geometry and its constant, in tenths, before there is a d. */
type Drawn = { readonly kind: Geometry['kind']; readonly tenths: number };
const TENTH = 1.2589254117941673; // 10^(1/10)

function geometryOf({ kind, tenths }: Drawn, d: number, from: number): Geometry {
  if (kind === 'preconditioned') return { kind, P: denseMetric(seededStream(childSeed(from, 1)), d, 1.5) };
  if (kind === 'p-norm') return { kind, p: 1 + tenths / 10 };
  if (kind === 'hypentropy') return { kind, alpha: power(TENTH, tenths) };
  return { kind };
}

const drawn = (kind: Geometry['kind'], min: number, max: number) =>
  fc.integer({ min, max }).map((tenths): Drawn => ({ kind, tenths }));

function pairs(
  name: string,
  sizes: { readonly rows: readonly [number, number]; readonly columns: (n: number) => readonly [number, number] },
  algorithms: readonly fc.Arbitrary<Drawn>[],
  rivalOf: (geometry: Geometry) => Preference,
  preferenceOf: (geometry: Geometry) => Preference = (geometry) => geometry,
): Population<PreferringRegression> {
  return {
    name,
    version: 1,
    arbitrary: fc
      .integer({ min: sizes.rows[0], max: sizes.rows[1] })
      .chain((n) => {
        const [min, max] = sizes.columns(n);
        return fc.tuple(fc.constant(n), fc.integer({ min, max }), fc.oneof(...algorithms), seed);
      })
      .map(([n, d, algorithm, from]) => {
        const stream = seededStream(from);
        const X = orthogonalRows(stream, n, d);
        const geometry = geometryOf(algorithm, d, from);
        const y = unitLabels(stream, n);
        return { X, y, geometry, preference: preferenceOf(geometry), rival: rivalOf(geometry) };
      }),
  };
}

const kinds = ['euclidean', 'preconditioned', 'p-norm', 'hypentropy'] as const;
const euclidean: Geometry = { kind: 'euclidean' };
const classical = { rows: [2, 7] as const, columns: (n: number) => [n + 2, 3 * n + 1] as const };
const all = [
  drawn('euclidean', 0, 0),
  drawn('preconditioned', 0, 0),
  drawn('p-norm', 2, 9),
  drawn('hypentropy', -20, 3),
];

/** The rival: L1 for gradient descent, the Euclidean norm for all others. */
const usual = ({ kind }: Geometry): Preference => (kind === 'euclidean' ? { kind: 'L1' } : euclidean);

/** n in 2..7, d in n+2..3n+1; gradient descent, a dense preconditioner, p in 1.2..1.9 or alpha in 0.01..2, a quarter each. */
export const preferringRegression: Population<PreferringRegression> = {
  ...pairs('regression with an algorithm', classical, all, usual),
  covers: Object.fromEntries(
    kinds.map((kind) => [
      kind,
      { when: ({ geometry }: PreferringRegression) => geometry.kind === kind, atLeast: 0.15 },
    ]),
  ),
};

/** The same sizes with gradient descent alone, whose interpolant is claimed to be of least L1 norm: folklore. */
export const coordinateFolklore = pairs(
  'regression with the claim of least L1 norm',
  classical,
  [drawn('euclidean', 0, 0)],
  usual,
  () => ({ kind: 'L1' }),
);

const rivals = [
  drawn('euclidean', 0, 0),
  drawn('preconditioned', 0, 0),
  drawn('p-norm', 2, 4),
  drawn('hypentropy', -20, -8),
];

/** n in 4..7, d in 2n..3n+1; p in 1.2..1.4, alpha in 0.01..0.16. */
export const rivalRegression = pairs(
  'regression with an algorithm and a rival',
  { rows: [4, 7], columns: (n) => [2 * n, 3 * n + 1] },
  rivals,
  usual,
);

/** n = d in 4..7: one interpolant, no choice. */
export const squareRivalRegression = pairs(
  'square regression with an algorithm and a rival',
  { rows: [4, 7], columns: (n) => [n, n] },
  rivals,
  usual,
);

/** As `rivalRegression`, but the rival of each algorithm is itself. */
export const selfRivalRegression = pairs(
  'regression with an algorithm that is its own rival',
  { rows: [4, 7], columns: (n) => [2 * n, 3 * n + 1] },
  rivals,
  (geometry) => geometry,
);
