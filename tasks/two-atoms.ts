/**
 * Two-dimensional regressions with two kinds of points, small enough to enumerate every sample:
 *   with probability q:      x = (1, 0), y = +-noise with equal probability,
 *   with probability 1 - q:  x = (0, s), y = s b (+-quiet with equal probability where quiet > 0).
 * The truth is (0, b): the mean is well specified, the noise depends on the kind of the point where quiet differs from noise.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { power } from 'claimcheck/numerics/elementary';
import { matrix } from 'claimcheck/numerics/matrix';
import type { Sample } from './gaussian-regression.js';

export interface TwoAtoms {
  readonly q: number;
  readonly noise: number;
  readonly quiet: number;
  readonly s: number;
  readonly b: number;
}

/** A sample up to the order of its points, and its probability. */
export interface Outcome extends Sample {
  readonly probability: number;
}

type Point = { readonly x: readonly [number, number]; readonly y: number; readonly probability: number };

function points({ q, noise, quiet, s, b }: TwoAtoms): Point[] {
  const loud = [noise, -noise].map((y) => ({ x: [1, 0] as const, y, probability: q / 2 }));
  const rest = quiet > 0 ? [quiet, -quiet] : [0];
  return [
    ...loud,
    ...rest.map((e) => ({ x: [0, s] as const, y: s * b + e, probability: (1 - q) / rest.length })),
  ].filter(({ probability }) => probability > 0);
}

/** Every sample of n points, in order: probabilities add to 1. */
export function everySample(task: TwoAtoms, n: number): Outcome[] {
  const all = points(task);
  return Array.from({ length: power(all.length, n) }, (_, code) => {
    const X = matrix(n, 2);
    const y = new Float64Array(n);
    let probability = 1;
    for (let i = 0, rest = code; i < n; i++, rest = Math.floor(rest / all.length)) {
      const point = all[rest % all.length]!;
      X.data.set(point.x, 2 * i);
      y[i] = point.y;
      probability *= point.probability;
    }
    return { X, y, probability };
  });
}

const listed = (name: string, list: readonly TwoAtoms[]): Population<TwoAtoms> => ({
  name,
  version: 1,
  about:
    'Points of the plane: with probability q x = (1, 0) and y = +-noise, fair; else x = (0, s) and y = s b +-quiet, fair. The ' +
    `tasks are written out, (q, noise, quiet, s, b) = ${list.map(({ q, noise, quiet, s, b }) => `(${[q, noise, quiet, s, b].join(', ')})`).join(', ')}.`,
  arbitrary: fc.constantFrom(...list),
  list,
});

const loud = (q: number, noise: number, s: number, b: number): TwoAtoms => ({ q, noise, quiet: 0, s, b });

const instances = [
  loud(0.2, 3.5, 0.1, 10),
  loud(0.2, 3, 0.1, 10),
  loud(0.1, 5, 0.1, 10),
  loud(0.2, 3.5, 0.05, 20),
  loud(0.15, 4, 0.1, 10),
];

export const heteroscedastic = listed('two kinds of points, one noisy', instances);
export const homoscedastic = listed(
  'two kinds of points, equally noisy',
  instances.map((task) => ({ ...task, quiet: task.noise })),
);
/** Without the noisy kind of point. */
export const noiseless = listed(
  'one kind of point, without noise',
  instances.map((task) => ({ ...task, q: 0 })),
);
