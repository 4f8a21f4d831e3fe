/** One phase on one network: what stays the same from step to step, the noise of its labels, and what a step sees. */
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { gram, matrix, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';
import { fillNormals } from 'claimcheck/numerics/stream';
import { limitOf } from '../descent/ends.js';
import { raised } from './moves.js';
import { curvature, type Network } from './network.js';
import type { Phase } from './rule.js';

export const BUDGET = 200_000;

export function enter(net: Network, phase: Phase) {
  const { penalty, ofCurvature, labelNoise } = phase;
  const zeros = () => vector(net.u.length);
  const pass = {
    net,
    phase,
    limit: limitOf(phase, BUDGET),
    /** The fixed step, where there is one. */
    rate: ofCurvature === undefined ? phase.rate : ofCurvature / curvature(net),
    /** n; the noise of the labels, where there is one. */
    noise: labelNoise === undefined ? undefined : vector(net.r.length),
    /** d; c in the penalty, where there is one. */
    costs: typeof penalty === 'number' ? zeros().fill(penalty) : penalty && Float64Array.from(penalty),
    /** d each: where a penalized step began. */
    before: { u: zeros(), v: zeros() },
    /** d each: running moments of the gradients by u and v. */
    first: { u: zeros(), v: zeros() },
    second: { u: zeros(), v: zeros() },
  };
  if (phase.frozen) relabel(pass);
  return pass;
}
export type Pass = ReturnType<typeof enter>;

/** Draws the noise of the labels. */
export function relabel({ net, phase, noise }: Pick<Pass, 'net' | 'phase' | 'noise'>): void {
  if (!noise) return;
  const { labelNoise = 0, noiseOfSigns } = phase;
  const stream = net.noise;
  if (noiseOfSigns) for (let i = 0; i < noise.length; i++) noise[i] = stream.bits() < 0x80000000 ? -1 : 1;
  else fillNormals(stream, noise);
  for (let i = 0; i < noise.length; i++) noise[i]! *= labelNoise;
}

/** g = X' of the residual that this step sees. */
export function slope({ net, phase, noise }: Pass): void {
  const { X, r, seen, g, train } = net;
  const n = r.length;
  if (!noise && !phase.weighted && !phase.single && !phase.gaussNewton) return timesTransposedInto(X, r, g);
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
