/**
 * Three points on a line of the plane that no linear function separates: z (label -1, twice, so that its weight is 1/2) and
 * z + zeta, z - zeta (label +1), zeta orthogonal to z. |z| = s is uniform on [4, 6], |zeta| = r s with r on [.12, .18], and the
 * decay lambda on [.016, .024].
 */
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { drawn } from './drawn.js';
import { type Regression } from './regression.js';

export interface ThreePoints extends Regression {
  readonly lambda: number;
  /** |z| */
  readonly size: number;
}

const about = (along: boolean): string =>
  'Four points of the plane, z twice with y = -1 and z + zeta, z - zeta with y = 1: z has a uniform direction and length ' +
  `uniform on [4, 6], zeta is ${along ? 'parallel' : 'orthogonal'} to it and of length r |z|, r uniform on [.12, .18]; the ` +
  'decay lambda is uniform on [.016, .024].';

const points = (name: string, along: boolean): Population<ThreePoints> =>
  drawn(name, about(along), (stream) => {
    const near = (value: number) => value * (0.8 + 0.4 * stream.uniform());
    const [size, r, lambda] = [near(5), near(0.15), near(0.02)];
    const [a, b] = [stream.normal(), stream.normal()];
    const length = Math.sqrt(a * a + b * b);
    const z = [(size * a) / length, (size * b) / length] as const;
    const zeta = along ? [r * z[0], r * z[1]] : [-r * z[1], r * z[0]];
    const row = (sign: number) => [z[0] + sign * zeta[0]!, z[1] + sign * zeta[1]!];
    const X = matrix(4, 2, Float64Array.from([...row(0), ...row(0), ...row(1), ...row(-1)]));
    return { X, y: Float64Array.of(-1, -1, 1, 1), lambda, size };
  });

export const threePoints = points('three points that no linear function separates', false);

/** zeta parallel to z: a network without biases is linear there. A control's population. */
export const threePointsOnARay = points('three points on a ray', true);
