/**
 * Inputs of two components, x = (x1, x2), labels y = +-1, fair. x1 of dimension 40 is linear and takes many examples:
 * 2 N(0, I/40) conditioned on y x1.u >= 2 * .02 for a direction u. x2 of dimension 2 takes few, but no linear function: 12 z where
 * y = -1 and 12 (z +- zeta) where y = +1, |z| = 1, |zeta| = .1 and zeta orthogonal to z. An example lacks x2 with probability .1
 * and x1 with probability .1. `points` lack x2.
 * Source: li2019towards, the data of its theorem (sizes are ours).
 */
import type { Population } from 'claimcheck';
import { matrix, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { Labelled } from './signal-noise.js';

export interface TwoComponents extends Labelled {
  readonly points: Labelled;
}

const D = 40;
const SCALE = 2;
const LENGTH = 12;
const SHORT = 0.1;
const MARGIN = 0.02;
const LACKS = 0.1;

const about = (second: boolean): string =>
  'y = +-1 fair and x = (x1, x2). x1 is 2 N(0, I / 40) in R^40 under the condition y x1.u >= .04 for a uniform direction u. ' +
  (second
    ? 'x2 in R^2 is 12 z where y = -1 and 12 (z +- zeta) where y = 1, |z| = 1, zeta orthogonal to z and of length .1. Of 100 ' +
      'examples each lacks (has 0 for) x1 with probability .1, and x2 with probability .1; 500 points all lack x2.'
    : 'x2 = 0. There are 100 examples and 500 points.');

const components = (name: string, second: boolean): Population<TwoComponents> =>
  drawn(name, about(second), (stream) => {
    const direction = normals(stream, D);
    const length = norm2(direction);
    for (let j = 0; j < D; j++) direction[j]! /= length;
    const [a, b] = [stream.normal(), stream.normal()];
    const z = [a / Math.sqrt(a * a + b * b), b / Math.sqrt(a * a + b * b)] as const;
    const sample = (n: number, whole: boolean): { X: Matrix; y: Float64Array } => {
      const X = matrix(n, D + 2);
      const y = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const label = stream.uniform() < 0.5 ? -1 : 1;
        y[i] = label;
        const kind = stream.uniform();
        const lacksFirst = whole && second && kind >= LACKS && kind < 2 * LACKS;
        const lacksSecond = !whole || !second || kind < LACKS;
        const row = X.data.subarray(i * (D + 2), (i + 1) * (D + 2));
        const x = normals(stream, D);
        let along = 0;
        for (let j = 0; j < D; j++) along += direction[j]! * x[j]!;
        let other = along;
        while (label * other < MARGIN * Math.sqrt(D)) other = stream.normal();
        const side = label < 0 ? 0 : stream.uniform() < 0.5 ? -SHORT : SHORT;
        if (!lacksFirst)
          for (let j = 0; j < D; j++) row[j] = (SCALE * (x[j]! + (other - along) * direction[j]!)) / Math.sqrt(D);
        if (!lacksSecond) {
          row[D] = LENGTH * (z[0] - side * z[1]);
          row[D + 1] = LENGTH * (z[1] + side * z[0]);
        }
      }
      return { X, y };
    };
    return { ...sample(100, true), points: sample(500, false) };
  });

export const twoComponents = components('examples of two components', true);

/** No example has the second component. A control's population. */
export const firstComponent = components('examples of the first of two components', false);
