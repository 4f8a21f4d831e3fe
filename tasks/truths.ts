/**
 * Noiseless regressions with a known truth, on which interpolants have a risk: families of truths of length 2 that are
 * simple in different measures, and priors. Interpolants see the row space of a design alone, which is uniform here as it
 * is for Gaussian designs; the rows are orthogonal, so that training is quick also where n is close to d.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { exp, log } from 'claimcheck/numerics/elementary';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { gram, matrix, norm1, norm2, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { drawn, seed } from './drawn.js';
import { denseMetric } from './preferences.js';
import { orthogonalRows, ROWS, sparseTruth, type Regression } from './regression.js';

export const families = [
  ...(['sparse', 'group sparse', 'power law', 'Laplace'] as const),
  ...(['Gaussian', 'Gaussian P', 'flat', 'rotated sparse'] as const),
];
export type Family = (typeof families)[number];

/** A regression whose labels are X truth. */
export interface TruthfulRegression extends Regression {
  readonly truth: Float64Array;
}

/** One that carries a prior covariance (or preconditioner) P: d x d besides. */
export interface PriorRegression extends TruthfulRegression {
  readonly P: Matrix;
}

/** And a metric for the risk: d x d. */
export interface MeasuredRegression extends PriorRegression {
  readonly metric: Matrix;
}

const sign = (stream: Stream) => (stream.uniform() < 0.5 ? -1 : 1);

/** A truth of the family, of length 2; `roots` are the standard deviations of the family `Gaussian P`. */
export function truthOf(family: Family, stream: Stream, d: number, roots: Float64Array, k = 3): Float64Array {
  const beta = rawTruth(family, stream, d, roots, k);
  const length = norm2(beta);
  return beta.map((entry) => (2 * entry) / length);
}

function rawTruth(family: Family, stream: Stream, d: number, roots: Float64Array, k: number): Float64Array {
  switch (family) {
    case 'sparse':
      return sparseTruth(stream, d, k);
    case 'group sparse': {
      // One group of four neighbours.
      const start = 4 * stream.integer(Math.floor(d / 4));
      const beta = new Float64Array(d);
      for (let j = start; j < start + 4; j++) beta[j] = stream.normal();
      return beta;
    }
    case 'power law': {
      const order = shuffled(stream, d);
      const beta = new Float64Array(d);
      order.forEach((j, rank) => (beta[j] = sign(stream) / (1 + rank)));
      return beta;
    }
    case 'Laplace':
      return Float64Array.from({ length: d }, () => -sign(stream) * log(1 - stream.uniform()));
    case 'Gaussian':
      return normals(stream, d);
    case 'Gaussian P':
      return normals(stream, d).map((entry, j) => roots[j]! * entry);
    case 'flat':
      return Float64Array.from({ length: d }, () => sign(stream));
    case 'rotated sparse':
      return times(orthonormalColumns(matrix(d, d, normals(stream, d * d))), sparseTruth(stream, d, k));
  }
}

/** Each in words, with `k` nonzero entries where it is sparse. */
const WORDS: Readonly<Record<Family, (k: number) => string>> = {
  sparse: (k) => `sparse (${k} nonzero entries at random places, of random sign, their sizes within a factor of 3)`,
  'group sparse': () => 'group sparse (one group of four neighbours, Gaussian)',
  'power law': () => 'a power law (entries +-1 / r, r = 1..d, in random order)',
  Laplace: () => 'of independent Laplace entries',
  Gaussian: () => 'round (Gaussian)',
  'Gaussian P': () => 'drawn from N(0, P)',
  flat: () => 'flat (all entries of one size, of random sign)',
  'rotated sparse': (k) => `sparse with ${k} nonzero entries and then rotated at random`,
};
const prior = (name: string, spread: number) => `${name} diagonal, log p_j uniform on [-${spread}, ${spread}]`;

function shuffled(stream: Stream, d: number): number[] {
  const order = Array.from({ length: d }, (_, j) => j);
  for (let j = d - 1; j > 0; j--) {
    const k = stream.integer(j + 1);
    [order[j], order[k]] = [order[k]!, order[j]!];
  }
  return order;
}

/** Standard deviations exp(z / 2), z uniform on [-spread, spread]; d. */
export const diagonalRoots = (stream: Stream, d: number, spread: number): Float64Array =>
  Float64Array.from({ length: d }, () => exp((spread * (2 * stream.uniform() - 1)) / 2));

/** diag(roots^2). */
export function diagonalMatrix(roots: Float64Array): Matrix {
  const d = roots.length;
  const P = matrix(d, d);
  for (let j = 0; j < d; j++) P.data[j * d + j] = roots[j]! * roots[j]!;
  return P;
}

const SMALL = `X is n x d, n uniform in 2..7, d uniform in n + 2..3n + 1, with ${ROWS}`;
const METRICS = 'P and a metric for the risk are dense, their log-eigenvalues uniform on [-1.5, 1.5]';

const small = fc
  .integer({ min: 2, max: 7 })
  .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: n + 2, max: 3 * n + 1 }), seed));

/** A regression with a prior covariance P and a metric for the risk, both d x d. */
export type WithPrior = Omit<MeasuredRegression, 'truth'>;

/** n in 2..7, d in n+2..3n+1, dense P and metric with log-eigenvalues in [-1.5, 1.5], any Gaussian labels. */
export const priorRegression: Population<WithPrior> = {
  name: 'regression with a Gaussian prior',
  version: 1,
  about: `${SMALL}; y ~ N(0, I); ${METRICS}.`,
  arbitrary: small.map(([n, d, from]) => {
    const stream = seededStream(from);
    const X = orthogonalRows(stream, n, d);
    const y = normals(stream, n);
    return {
      X,
      y,
      P: denseMetric(seededStream(childSeed(from, 1)), d, 1.5),
      metric: denseMetric(seededStream(childSeed(from, 2)), d, 1.5),
    };
  }),
};

/** The same sizes with a truth: sparse (2 entries), Gaussian, flat or rotated sparse. */
export const truthfulRegression: Population<MeasuredRegression & { readonly family: Family }> = {
  name: 'regression with any truth',
  version: 1,
  about:
    `${SMALL}; y = X truth; the truth has length 2 and is, equally likely, ` +
    `${(['sparse', 'Gaussian', 'flat', 'rotated sparse'] as const).map((family) => WORDS[family](2)).join('; ')}. ${METRICS}.`,
  arbitrary: fc
    .tuple(small, fc.constantFrom<Family>('sparse', 'Gaussian', 'flat', 'rotated sparse'))
    .map(([[n, d, from], family]) => {
      const stream = seededStream(from);
      const X = orthogonalRows(stream, n, d);
      const truth = truthOf(family, stream, d, new Float64Array(d), 2);
      return {
        X,
        y: times(X, truth),
        truth,
        family,
        P: denseMetric(seededStream(childSeed(from, 1)), d, 1.5),
        metric: denseMetric(seededStream(childSeed(from, 2)), d, 1.5),
      };
    }),
};

/** One design, three data sets on it: a sparse truth, a draw of N(0, I), a draw of N(0, P). n = 16, d = 40. */
export interface Matching {
  readonly X: Matrix;
  readonly P: Matrix;
  readonly sparse: Float64Array;
  readonly round: Float64Array;
  readonly shaped: Float64Array;
}

const aboutMatching = (truth: string, spread: number): string =>
  `One design X, 16 x 40, with ${ROWS}, and ${prior('P', spread)}. Three truths on it: one of length 2, ${truth}; one of ` +
  'N(0, I); one of N(0, P).';

const matching = (
  name: string,
  { family = 'sparse', k = 2, spread = 1.5 }: { family?: Family; k?: number; spread?: number },
): Population<Matching> =>
  drawn(name, aboutMatching(WORDS[family](k), spread), (stream) => {
    const [n, d] = [16, 40];
    const X = orthogonalRows(stream, n, d);
    const roots = diagonalRoots(stream, d, spread);
    const round = normals(stream, d);
    const shaped = normals(stream, d).map((entry, j) => roots[j]! * entry);
    return { X, P: diagonalMatrix(roots), sparse: truthOf(family, stream, d, roots, k), round, shaped };
  });

/** A truth with 2 nonzero entries of 40; log p_j uniform on [-1.5, 1.5]. */
export const matchingTruths = matching('three matched truths on one design', {});
/** A truth with k nonzero entries in the place of the sparse one. */
export const matchingOf = (k: number): Population<Matching> => matching(`matched truths, ${k} entries`, { k });
/** The sparse truth rotated. */
export const rotatedMatching = matching('a rotated, a round and a shaped truth', { family: 'rotated sparse' });
/** A flat truth in the place of the sparse one. */
export const flatMatching = matching('a flat, a round and a shaped truth', { family: 'flat' });
/** A prior that is nearly round. */
export const roundMatching = matching('three truths, the prior nearly round', { spread: 0.2 });

/** One design and two truths on it, one simple in the L1 norm and one drawn from N(0, P). n = 24, d = 36. */
export interface Strangers {
  readonly X: Matrix;
  readonly P: Matrix;
  readonly sparse: Float64Array;
  readonly shaped: Float64Array;
}

const aboutStrangers = (one: string, other: string): string =>
  `One design X, 24 x 36, with ${ROWS}, and ${prior('P', 2)}. Two truths of length 2 on it: the first ${one}; the second ${other}.`;

const strangersWith = (name: string, sparse: Family, shaped: Family, k = 3): Population<Strangers> =>
  drawn(name, aboutStrangers(WORDS[sparse](k), WORDS[shaped](k)), (stream) => {
    const [n, d] = [24, 36];
    const X = orthogonalRows(stream, n, d);
    const roots = diagonalRoots(stream, d, 2);
    return {
      X,
      P: diagonalMatrix(roots),
      sparse: truthOf(sparse, stream, d, roots, k),
      shaped: truthOf(shaped, stream, d, roots, k),
    };
  });

/** A truth with 3 nonzero entries of 36 and one of N(0, P); log p_j uniform on [-2, 2]. */
export const strangers = strangersWith('a sparse and a shaped truth', 'sparse', 'Gaussian P');
/** A round truth in the place of the sparse one, a sparse one in the place of the shaped one. */
export const unmatchedStrangers = strangersWith('a round and a sparse truth', 'Gaussian', 'sparse');
/** Flat truths in both places. */
export const flatStrangers = strangersWith('two flat truths', 'flat', 'flat');

/** A truth of any family, n = 24, d = 36, and the measure that is asked to rank interpolants on it. */
export interface MirroredTruth extends PriorRegression {
  readonly family: Family;
  readonly measure: 'L1' | 'preconditioned';
}

/** log C(mirror) - log C(truth), the mirror at the interpolant of least L2 norm. */
function mirrorGap({ X, y, truth, P, measure }: MirroredTruth): number {
  const nu = choleskySolve(cholesky(gram(X)), y);
  const mirror = timesTransposed(X, nu).map((entry, j) => 2 * entry - truth[j]!);
  const d = truth.length;
  const size = (b: Float64Array) =>
    measure === 'L1' ? norm1(b) : norm2(b.map((entry, j) => entry / Math.sqrt(P.data[j * d + j]!)));
  return log(size(mirror) / size(truth));
}

/**
 * Truths that are simpler than their mirror, or the mirror simpler than them, by a factor of at least exp(0.2) in the
 * drawn measure: families and designs are drawn until that holds (a bit more than half of them do).
 */
export const mirroredTruth: Population<MirroredTruth> = {
  name: 'a truth that its mirror differs from in complexity',
  version: 1,
  about:
    `X is 24 x 36 with ${ROWS}, ${prior('P', 2)}; y = X truth, the truth of length 2 and of any of these families, equally ` +
    `likely: ${families.map((family) => WORDS[family](3)).join('; ')}. A measure, equally likely L1 or P^(-1/2) in L2. All is ` +
    'drawn again until the truth and its mirror at the interpolant of least L2 norm differ in it by a factor of e^0.2.',
  arbitrary: seed.map((from) => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const stream = seededStream(childSeed(from, attempt));
      const [n, d] = [24, 36];
      const X = orthogonalRows(stream, n, d);
      const roots = diagonalRoots(stream, d, 2);
      const family = families[stream.integer(families.length)]!;
      const measure = stream.uniform() < 0.5 ? 'L1' : 'preconditioned';
      const truth = truthOf(family, stream, d, roots);
      const task = { X, y: times(X, truth), truth, P: diagonalMatrix(roots), family, measure } as const;
      if (Math.abs(mirrorGap(task)) >= 0.2) return task;
    }
    throw new Error(`mirroredTruth: 200 draws from seed ${from} are all close to their mirror; expected half of them`);
  }),
};

/** Truths that the algorithms in their places are not matched to. n = 16, d = 40; P and wrongP: d x d. */
export interface Mismatches {
  readonly X: Matrix;
  readonly P: Matrix;
  readonly wrongP: Matrix;
  /** Where gradient descent is tried. */
  readonly sparse: Float64Array;
  /** Where the L1 preference is tried. */
  readonly rotated: Float64Array;
  readonly flat: Float64Array;
  /** Drawn from N(0, P). */
  readonly shaped: Float64Array;
}

function aboutMismatches(matched: boolean, unequal: boolean, n: number): string {
  const tried = (
    [matched ? 'Gaussian' : 'sparse', matched ? 'sparse' : 'rotated sparse', matched ? 'sparse' : 'flat'] as const
  )
    .map((family) => WORDS[family](3))
    .join('; ');
  return (
    `One design X, ${n} x 40, with ${ROWS}${unequal ? ', its first 20 columns times .2 and the others times 1.4' : ''}. ` +
    `${prior('P', 1.5)}, and ${matched ? 'wrongP is P' : `${prior('wrongP', 1.5)}, drawn for itself`}. Three truths of length 2` +
    `${unequal ? ' on the first 20 coordinates' : ''}, for gradient descent and twice for the L1 preference: ${tried}; and one ` +
    'of N(0, P).'
  );
}

const mismatchesOf = (name: string, matched: boolean, unequal = false, n = 16): Population<Mismatches> =>
  drawn(name, aboutMismatches(matched, unequal, n), (stream) => {
    const d = 40;
    const X = orthogonalRows(stream, n, d);
    if (unequal) for (let k = 0; k < n * d; k++) X.data[k]! *= k % d < d / 2 ? 0.2 : 1.4;
    const roots = diagonalRoots(stream, d, 1.5);
    const others = diagonalRoots(stream, d, 1.5);
    const truth = (family: Family) => {
      const beta = truthOf(family, stream, unequal ? d / 2 : d, roots);
      return unequal ? Float64Array.from({ length: d }, (_, j) => beta[j] ?? 0) : beta;
    };
    return {
      X,
      P: diagonalMatrix(roots),
      wrongP: diagonalMatrix(matched ? roots : others),
      sparse: truth(matched ? 'Gaussian' : 'sparse'),
      rotated: truth(matched ? 'sparse' : 'rotated sparse'),
      flat: truth(matched ? 'sparse' : 'flat'),
      shaped: normals(stream, d).map((entry, j) => roots[j]! * entry),
    };
  });

/** Sparse for gradient descent, rotated sparse and flat for the L1 preference, another diagonal matrix for P. */
export const mismatches = mismatchesOf('truths that do not match the algorithm', false);
/** The same with n of d = 40 equations. */
export const mismatchesFrom = (n: number): Population<Mismatches> =>
  mismatchesOf(`truths that do not match the algorithm, ${n} equations`, false, false, n);
/** A round truth for gradient descent, sparse ones for the L1 preference, P itself: all matched. */
export const matches = mismatchesOf('truths that match the algorithm', true);
/** Columns of the design scaled by .2 (first half) and 1.4 (second half), truths on the first half. */
export const unequalColumns = mismatchesOf('truths that do not match, columns of unequal size', false, true);

const iidRegression = (name: string, family: Family, n: number): Population<TruthfulRegression> =>
  drawn(name, `X is ${n} x 40 with ${ROWS}; y = X truth, the truth of length 2, ${WORDS[family](3)}.`, (stream) => {
    const d = 40;
    const X = orthogonalRows(stream, n, d);
    const truth = truthOf(family, stream, d, new Float64Array(d));
    return { X, y: times(X, truth), truth };
  });

/** A regression whose truth has independent Laplace entries; n of d = 40 equations. */
export const laplaceRegression = (n: number): Population<TruthfulRegression> =>
  iidRegression(`Laplace truth, ${n} equations`, 'Laplace', n);
/** A 3-sparse truth, n = 16, d = 40. */
export const sparseTruthRegression = iidRegression('sparse truth, 16 equations', 'sparse', 16);
/** A truth whose entries fall like 1/rank, n = 16, d = 40. */
export const powerTruthRegression = iidRegression('power-law truth, 16 equations', 'power law', 16);
