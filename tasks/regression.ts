/**
 * Under-determined linear regression: n equations, d > n unknowns, so that many parameter vectors interpolate and the
 * training algorithm chooses among them.
 *
 * Designs have orthogonal rows of slightly different lengths, X = diag(s) Q' with Q uniform among d x n matrices with
 * orthonormal columns and s uniform on [0.7, 1.3]: well conditioned, so that training reaches an interpolant to machine
 * precision. Gaussian designs with n close to d are not.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { power } from 'claimcheck/numerics/elementary';
import { matrix, norm2, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample as Regression } from './sample.js';

/** Find beta with X beta = y. `X: n x d`, `y: n`, n < d. */
export type { Regression };

/** A regression with the scale of initialization at which a network is to be trained on it. */
export interface ScaledRegression extends Regression {
  readonly alpha: number;
}

/** X = diag(s) Q' with Q from the QR factorization of a Gaussian d x n matrix and s_i uniform on [0.7, 1.3]. */
export function orthogonalRows(stream: Stream, n: number, d: number): Matrix {
  const X = transpose(orthonormalColumns(matrix(d, n, normals(stream, d * n))));
  for (let i = 0; i < n; i++) {
    const s = 0.7 + 0.6 * stream.uniform();
    for (let j = 0; j < d; j++) X.data[i * d + j]! *= s;
  }
  return X;
}

/** Dense labels: a Gaussian vector of length 1, so that every interpolant of minimal L1 norm has n nonzero entries. */
export function unitLabels(stream: Stream, n: number): Float64Array {
  const y = normals(stream, n);
  const length = norm2(y);
  return y.map((value) => value / length);
}

/** Labels of a k-sparse truth whose nonzero entries have random signs and sizes in [0.5, 1.5]. */
export function sparseTruth(stream: Stream, d: number, k: number): Float64Array {
  const beta = new Float64Array(d);
  for (let placed = 0; placed < k;) {
    const j = stream.integer(d);
    if (beta[j] !== 0) continue;
    const size = 0.5 + stream.uniform();
    beta[j] = stream.uniform() < 0.5 ? -size : size;
    placed++;
  }
  return beta;
}

/** What these make, for the sentence of a population. */
export const ROWS = 'orthogonal rows in uniform directions, of lengths uniform on [0.7, 1.3]';
export const LABELS = 'y a Gaussian vector scaled to length 1';

/** n equations in d unknowns with such rows and labels. */
export const equations = (n: string, d: string): string =>
  `n equations in d unknowns, n uniform in ${n}, d uniform in ${d}: X has ${ROWS}; ${LABELS}`;

/** Sizes n x d with n from 2 to 7 and d from `least(n)` to `most(n)`. */
const sizes = (least: (n: number) => number, most: (n: number) => number) =>
  fc.integer({ min: 2, max: 7 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: least(n), max: most(n) })));

const classical = sizes(
  (n) => n + 2,
  (n) => 3 * n + 1,
);

function dense(n: number, d: number, from: number): Regression {
  const stream = seededStream(from);
  const X = orthogonalRows(stream, n, d);
  return { X, y: unitLabels(stream, n) };
}

/** 10^(e/10) for e from -60 to 10, half of the draws with e from -10 to 0, where the constants of the theory are visible. */
const scale = fc
  .oneof(
    { arbitrary: fc.integer({ min: -60, max: 10 }), weight: 1 },
    { arbitrary: fc.integer({ min: -10, max: 0 }), weight: 1 },
  )
  .map((tenths) => tenPower(tenths));

const TENTH = 1.2589254117941673; // 10^(1/10)
const tenPower = (tenths: number) => {
  const whole = Math.floor(tenths / 10);
  return power(10, whole) * power(TENTH, tenths - 10 * whole);
};

/** Dense labels, n in 2..7, d in n+2..3n+1, and a scale of initialization alpha in [1e-6, 10]. */
export const regressionAtAnyScale: Population<ScaledRegression> = {
  name: 'dense regression at any scale',
  version: 1,
  about:
    `${equations('2..7', 'n + 2..3n + 1')}. A scale of initialization alpha = 10^(e / 10), e uniform in -60..10 or, ` +
    'equally likely, in -10..0.',
  arbitrary: fc.tuple(classical, scale, seed).map(([[n, d], alpha, from]) => ({ ...dense(n, d, from), alpha })),
  covers: {
    'alpha in [0.1, 0.5], where a wrong constant is visible': {
      when: ({ alpha }) => alpha > 0.099 && alpha < 0.51,
      atLeast: 0.2,
    },
  },
};

/** Dense labels, n in 2..7, d in n+2..3n+1, and alpha in [0.1, 2], log-uniform in 14 steps. */
export const regressionAtModerateScale: Population<ScaledRegression> = {
  name: 'dense regression at moderate scale',
  version: 1,
  about: `${equations('2..7', 'n + 2..3n + 1')}. A scale of initialization alpha = 10^(e / 10), e uniform in -10..3.`,
  arbitrary: fc
    .tuple(classical, fc.integer({ min: -10, max: 3 }).map(tenPower), seed)
    .map(([[n, d], alpha, from]) => ({ ...dense(n, d, from), alpha })),
};

/** Dense labels and d in 3n..4n, so that the interpolants of least L1 and least L2 norm are far apart. */
export const wideRegression: Population<Regression> = {
  name: 'wide dense regression',
  version: 1,
  about: `${equations('2..7', '3n..4n')}.`,
  arbitrary: fc
    .tuple(
      sizes(
        (n) => 3 * n,
        (n) => 4 * n,
      ),
      seed,
    )
    .map(([[n, d], from]) => dense(n, d, from)),
};

/** As many equations as unknowns (n = d in 4..12): one interpolant, no choice. A control's population. */
export const squareRegression: Population<Regression> = {
  name: 'square dense regression',
  version: 1,
  about: `n equations in n unknowns, n uniform in 4..12: X has ${ROWS}; ${LABELS}.`,
  arbitrary: fc.tuple(fc.integer({ min: 4, max: 12 }), seed).map(([n, from]) => dense(n, n, from)),
};
