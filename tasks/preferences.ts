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
import { equations, LABELS, orthogonalRows, ROWS, unitLabels, type Regression } from './regression.js';
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

/** An algorithm with constants from `min` to `max` tenths, and what it is in words. */
interface Algorithm {
  readonly about: string;
  readonly arbitrary: fc.Arbitrary<Drawn>;
}
const WORDS: Readonly<Record<Geometry['kind'], (min: number, max: number) => string>> = {
  euclidean: () => 'gradient descent',
  preconditioned: () => 'a dense preconditioner with log-eigenvalues uniform on [-1.5, 1.5]',
  'p-norm': (min, max) => `a p-norm, p uniform among ${1 + min / 10} to ${1 + max / 10} in tenths`,
  hypentropy: (min, max) => `hypentropy with alpha = 10^(e / 10), e uniform in ${min}..${max}`,
};
const drawn = (kind: Geometry['kind'], min: number, max: number): Algorithm => ({
  about: WORDS[kind](min, max),
  arbitrary: fc.integer({ min, max }).map((tenths): Drawn => ({ kind, tenths })),
});

interface Sizes {
  readonly rows: readonly [number, number];
  readonly columns: (n: number) => readonly [number, number];
  /** Both in words. */
  readonly about: string;
}

/** What an algorithm is said to minimize, or not to, in words. */
interface Chosen {
  readonly about: string;
  readonly of: (geometry: Geometry) => Preference;
}
const own: Chosen = { about: 'its own complexity', of: (geometry) => geometry };

function pairs(
  name: string,
  sizes: Sizes,
  algorithms: readonly Algorithm[],
  rival: Chosen,
  preference: Chosen = own,
): Population<PreferringRegression> {
  const either = algorithms.length > 1 ? 'An algorithm, equally likely ' : 'The algorithm is ';
  return {
    name,
    version: 1,
    about:
      `${sizes.about}. ${either}${algorithms.map(({ about }) => about).join('; ')}. What it is claimed to minimize is ` +
      `${preference.about}; the rival is ${rival.about}.`,
    arbitrary: fc
      .integer({ min: sizes.rows[0], max: sizes.rows[1] })
      .chain((n) => {
        const [min, max] = sizes.columns(n);
        return fc.tuple(
          fc.constant(n),
          fc.integer({ min, max }),
          fc.oneof(...algorithms.map(({ arbitrary }) => arbitrary)),
          seed,
        );
      })
      .map(([n, d, algorithm, from]) => {
        const stream = seededStream(from);
        const X = orthogonalRows(stream, n, d);
        const geometry = geometryOf(algorithm, d, from);
        const y = unitLabels(stream, n);
        return { X, y, geometry, preference: preference.of(geometry), rival: rival.of(geometry) };
      }),
  };
}

const kinds = ['euclidean', 'preconditioned', 'p-norm', 'hypentropy'] as const;
const euclidean: Geometry = { kind: 'euclidean' };
const classical: Sizes = {
  rows: [2, 7],
  columns: (n) => [n + 2, 3 * n + 1],
  about: equations('2..7', 'n + 2..3n + 1'),
};
const wide: Sizes = { rows: [4, 7], columns: (n) => [2 * n, 3 * n + 1], about: equations('4..7', '2n..3n + 1') };
const square: Sizes = {
  rows: [4, 7],
  columns: (n) => [n, n],
  about: `n equations in n unknowns, n uniform in 4..7: X has ${ROWS}; ${LABELS}`,
};
const all = [
  drawn('euclidean', 0, 0),
  drawn('preconditioned', 0, 0),
  drawn('p-norm', 2, 9),
  drawn('hypentropy', -20, 3),
];

/** The rival: L1 for gradient descent, the Euclidean norm for all others. */
const usual: Chosen = {
  about: 'L1 for gradient descent, and the Euclidean norm for all others',
  of: ({ kind }) => (kind === 'euclidean' ? { kind: 'L1' } : euclidean),
};

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
  { about: 'L1', of: () => ({ kind: 'L1' }) },
);

const rivals = [
  drawn('euclidean', 0, 0),
  drawn('preconditioned', 0, 0),
  drawn('p-norm', 2, 4),
  drawn('hypentropy', -20, -8),
];

/** n in 4..7, d in 2n..3n+1; p in 1.2..1.4, alpha in 0.01..0.16. */
export const rivalRegression = pairs('regression with an algorithm and a rival', wide, rivals, usual);

/** n = d in 4..7: one interpolant, no choice. */
export const squareRivalRegression = pairs('square regression with an algorithm and a rival', square, rivals, usual);

/** As `rivalRegression`, but the rival of each algorithm is itself. */
export const selfRivalRegression = pairs('regression with an algorithm that is its own rival', wide, rivals, own);
