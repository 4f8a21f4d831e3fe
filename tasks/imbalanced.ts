/**
 * Two Gaussian classes N(+-(separation / 2) e_1, I) of unequal size in many dimensions, so that the sample is separable:
 * X: n x d, y: n of +-1, +1 the frequent class.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample } from './sample.js';

export interface Imbalanced extends Sample {
  /** The numbers of rare and of frequent examples. */
  readonly sizes: readonly [number, number];
  readonly separation: number;
  /** Sizes of up to 5 classes and margins of them, for the bound alone. */
  readonly classes: { readonly sizes: readonly number[]; readonly margins: Float64Array };
}

const SEPARATION = 4;

const range = ([least, most]: readonly [number, number]) => (least === most ? String(least) : `${least}..${most}`);

export const imbalanced = (
  name: string,
  d: number,
  frequent: readonly [number, number],
  rare: readonly [number, number],
): Population<Imbalanced> => ({
  name,
  version: 1,
  about:
    `Two Gaussian classes N(+-${SEPARATION / 2} e_1, I) in R^${d}: ${range(frequent)} frequent examples (y = 1) and ` +
    `${range(rare)} rare ones (y = -1). Besides, for a bound alone, 2..5 classes of sizes uniform in 1..1000 with margins ` +
    'uniform on [0.05, 1.05].',
  arbitrary: fc
    .tuple(
      fc.integer({ min: frequent[0], max: frequent[1] }),
      fc.integer({ min: rare[0], max: rare[1] }),
      fc.integer({ min: 2, max: 5 }),
      seed,
    )
    .map(([many, few, count, from]) => {
      const stream = seededStream(from);
      const n = many + few;
      const y = Float64Array.from({ length: n }, (_, i) => (i < many ? 1 : -1));
      const X = matrix(n, d, normals(stream, n * d));
      for (let i = 0; i < n; i++) X.data[i * d]! += (y[i]! * SEPARATION) / 2;
      const sizes = Array.from({ length: count }, () => 1 + stream.integer(1000));
      const margins = Float64Array.from({ length: count }, () => 0.05 + stream.uniform());
      return { X, y, sizes: [few, many], separation: SEPARATION, classes: { sizes, margins } };
    }),
});

/** 20 to 45 frequent and 3 to 9 rare examples in R^60: separable. */
export const fewRare = imbalanced('a frequent and a rare class', 60, [20, 45], [3, 9]);
/** Sizes at which the error of the rare class dominates. */
export const rareClass = imbalanced('nine frequent examples to a rare one', 60, [54, 54], [6, 6]);
export const fourRare = (n: number) => imbalanced(`${n} frequent examples and 4 rare`, 60, [n, n], [4, 4]);
export const equalClasses = imbalanced('two classes of one size', 60, [16, 16], [16, 16]);
