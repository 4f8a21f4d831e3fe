/** One phase on one network: what stays the same from step to step, the noise of its labels, and what a step sees. */
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { gram, matrix, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { limitOf } from '../descent/ends.js';
import { raised } from './moves.js';
import { curvature, type Network } from './network.js';
import type { Phase } from './rule.js';

export const BUDGET = 200_000;

export interface Pass {
  readonly net: Network;
  readonly phase: Phase;
  readonly limit: number;
  /** The fixed step, where there is one. */
  readonly rate: number | undefined;
  /** n; the noise of the labels, where there is one. */
  readonly noise: Float64Array | undefined;
  /** d; c in the penalty, where there is one. */
  readonly costs: Float64Array | undefined;
  /** d each: running moments of the gradients by u and v. */
  readonly first: Readonly<Record<'u' | 'v', Float64Array>>;
  readonly second: Readonly<Record<'u' | 'v', Float64Array>>;
}

export function enter(net: Network, phase: Phase): Pass {
  const { penalty, ofCurvature, labelNoise } = phase;
  const zeros = () => new Float64Array(net.u.length);
  const pass = {
    ...{ net, phase },
    limit: limitOf(phase, BUDGET),
    rate: ofCurvature === undefined ? phase.rate : ofCurvature / curvature(net),
    noise: labelNoise === undefined ? undefined : new Float64Array(net.r.length),
    costs:
      penalty === undefined
        ? penalty
        : typeof penalty === 'number'
          ? zeros().fill(penalty)
          : Float64Array.from(penalty),
    first: { u: zeros(), v: zeros() },
    second: { u: zeros(), v: zeros() },
  };
  if (phase.frozen) relabel(pass);
  return pass;
}

/** Draws the noise of the labels. */
export function relabel({ net: { noise: stream }, phase: { labelNoise = 0, noiseOfSigns }, noise }: Pass): void {
  for (let i = 0; noise && i < noise.length; i++)
    noise[i] = labelNoise * (noiseOfSigns ? (stream.bits() < 0x80000000 ? -1 : 1) : stream.normal());
}

/** g = X' of the residual that this step sees. */
export function slope({ net, phase, noise }: Pass): void {
  const { X, r, seen, g, train } = net;
  const n = r.length;
  for (let i = 0; i < n; i++) seen[i] = noise ? r[i]! - noise[i]! : r[i]!;
  if (phase.weighted) for (let i = 0; i < n; i++) seen[i]! /= 1 + i / n;
  if (phase.single) {
    const kept = train.integer(n);
    for (let i = 0; i < n; i++) if (i !== kept) seen[i] = 0;
  }
  if (phase.gaussNewton) seen.set(choleskySolve(tangent(net), seen));
  timesTransposedInto(X, seen, g);
}

/** The Cholesky factor of J J' = X diag(D^2 (u^(2D-2) + v^(2D-2))) X', with as much added as makes it definite. */
function tangent({ X, depth, u, v }: Network): Matrix {
  const [n, d] = [X.rows, X.cols];
  const J = matrix(n, d);
  for (let j = 0; j < d; j++) {
    const speed = depth * Math.sqrt(raised(u[j]!, 2 * depth - 2) + raised(v[j]!, 2 * depth - 2));
    for (let k = j; k < n * d; k += d) J.data[k] = X.data[k]! * speed;
  }
  const K = gram(J);
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, K.data[i * n + i]!);
  for (let i = 0; i < n; i++) K.data[i * n + i]! += 1e-13 * most;
  return cholesky(K);
}
