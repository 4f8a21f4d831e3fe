/**
 * One point, fitted by a product: f = u.v with the label y, that is X = (1, ..., 1), from a start whose sharpness is known in units
 * of the step. With p = (u + v) / sqrt 2 and q = (u - v) / sqrt 2, f = (|p|^2 - |q|^2) / 2 and the sharpness is |p|^2 + |q|^2.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { matrix, norm2 } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample } from './sample.js';
import { logUniform, uniform, type Interval } from './uniform.js';

export interface ProductStart extends Sample {
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** The step of descent. */
  readonly rate: number;
}

const ROOT = Math.sqrt(2);

const along = (stream: Stream, d: number, length: number): Float64Array => {
  const x = normals(stream, d);
  const size = norm2(x);
  return x.map((entry) => (length * entry) / size);
};

interface Kind {
  /** Of rate times sharpness at the start, and of rate times the label; default 0. */
  readonly sharpness: Interval | number;
  readonly label?: Interval;
}

const drawing = (range: Interval | number) => (typeof range === 'number' ? fc.constant(range) : uniform(range));
const saying = (range: Interval | number) =>
  typeof range === 'number' ? `= ${range}` : `uniform on [${range.min}, ${range.max}]`;

/** A start at which `sharpness` is rate (|u|^2 + |v|^2), off the label by rate |f - y| = min(root of share |sharpness - 2|, sharpness / 10). */
export const productStart = (name: string, { sharpness, label }: Kind): Population<ProductStart> => ({
  name,
  version: 1,
  about:
    `u, v in R^d, d in 2..8, one point with f = u.v and a label y, a step eta: eta (|u|^2 + |v|^2) ${saying(sharpness)}, ` +
    `|u|^2 + |v|^2 log-uniform on [.01, 100], eta y ${saying(label ?? 0)}, ` +
    'eta |f - y| the root of a share, log-uniform on [1e-8, .25], of |eta (|u|^2 + |v|^2) - 2|, at most a tenth of ' +
    'eta (|u|^2 + |v|^2), its sign fair; u + v and u - v in uniform directions.',
  arbitrary: fc
    .record({
      d: fc.integer({ min: 2, max: 8 }),
      sharp: drawing(sharpness),
      size: logUniform({ min: 0.01, max: 100 }),
      goal: drawing(label ?? 0),
      share: logUniform({ min: 1e-8, max: 0.25 }),
      up: fc.boolean(),
      from: seed,
    })
    .map(({ d, sharp, size, goal, share, up, from }) => {
      const stream = seededStream(from);
      const rate = sharp / size;
      const off = Math.min(Math.sqrt(share * Math.abs(sharp - 2)), sharp / 10);
      const f = (goal + (up ? off : -off)) / rate;
      const p = along(stream, d, Math.sqrt(size / 2 + f));
      const q = along(stream, d, Math.sqrt(size / 2 - f));
      return {
        X: matrix(1, d, new Float64Array(d).fill(1)),
        y: Float64Array.of(goal / rate),
        u: p.map((entry, j) => (entry + q[j]!) / ROOT),
        v: p.map((entry, j) => (entry - q[j]!) / ROOT),
        rate,
      };
    }),
});

/** Between 2 / eta and 4 / eta, label 0. */
export const betweenTwoAndFour = productStart('a product that starts between 2 and 4 over the step', {
  sharpness: { min: 2.1, max: 3.9 },
});
export const belowTwo = productStart('a product that starts below 2 over the step', {
  sharpness: { min: 0.2, max: 1.9 },
});
export const aboveFour = productStart('a product that starts above 4 over the step', {
  sharpness: { min: 4.05, max: 6 },
});
