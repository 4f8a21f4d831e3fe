/**
 * Two concentric spheres: x = r z, z uniform on the unit sphere of R^d, r = 1 for y = 1 and r = `outer` for y = -1, y fair.
 * `mirrored` is S' = the same directions on the other sphere, with the other label; it has the law of S.
 * Source: nagarajan2019uniform, section 3.2 (hypersphere classification).
 */
import type { Population, Stream } from 'claimcheck';
import { matrix, norm2 } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { Labelled } from './signal-noise.js';

export interface Spheres extends Labelled {
  readonly mirrored: Labelled;
  readonly outer: number;
}

function samples(stream: Stream, m: number, d: number, outer: number): { inner: Labelled; swapped: Labelled } {
  const y = new Float64Array(m);
  const X = matrix(m, d);
  const Y = matrix(m, d);
  for (let i = 0; i < m; i++) {
    y[i] = stream.uniform() < 0.5 ? -1 : 1;
    const z = normals(stream, d);
    const length = norm2(z);
    for (let j = 0; j < d; j++) {
      X.data[i * d + j] = ((y[i]! > 0 ? 1 : outer) * z[j]!) / length;
      Y.data[i * d + j] = ((y[i]! > 0 ? outer : 1) * z[j]!) / length;
    }
  }
  return { inner: { X, y }, swapped: { X: Y, y: y.map((label) => -label) } };
}

/** `count` fresh samples of the law of the task's S. */
export const freshOnSpheres = ({ X, outer }: Spheres, stream: Stream, count: number): Labelled =>
  samples(stream, count, X.cols, outer).inner;

const about = (m: number, d: number, outer: number): string =>
  `S has ${m} examples: y = +-1 fair, x uniform on the sphere of radius 1 in R^${d} where y = 1, and of radius ${outer} where ` +
  "y = -1. S' has the same directions, each on the other sphere and with the other label.";

/** m samples in R^d. */
export const spheres = (name: string, m: number, d: number, outer: number): Population<Spheres> =>
  drawn(name, about(m, d, outer), (stream) => {
    const { inner, swapped } = samples(stream, m, d, outer);
    return { ...inner, mirrored: swapped, outer };
  });

/** The task trained on S': the two samples change places. */
export const swappedSpheres = (task: Spheres): Spheres => ({
  ...task,
  ...task.mirrored,
  mirrored: { X: task.X, y: task.y },
});
