/** One phase on one network: what stays the same from step to step, the noise of its labels, and what a step sees. */
import { choleskyInto, choleskySolveInto } from 'claimcheck/numerics/cholesky';
import { gramInto, matrix, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';
import { fillNormals } from 'claimcheck/numerics/stream';
import { limitOf } from '../descent/ends.js';
import { speedsInto } from './moves.js';
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
    metric: phase.gaussNewton ? metric(net.X) : undefined,
    /** d each: where a penalized step began; Adam's gradients. */
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

/** g = X' of the residual that a step sees. */
export function slopes({ net, phase, noise, metric }: Pass): () => void {
  const { X, r, seen, g, train } = net;
  const n = r.length;
  const { weighted, single } = phase;
  if (!noise && !weighted && !single && !metric) return () => timesTransposedInto(X, r, g);
  return () => {
    for (let i = 0; i < n; i++) seen[i] = noise ? r[i]! - noise[i]! : r[i]!;
    if (weighted) for (let i = 0; i < n; i++) seen[i]! /= 1 + i / n;
    if (single) {
      const kept = train.integer(n);
      for (let i = 0; i < n; i++) if (i !== kept) seen[i] = 0;
    }
    if (metric) measure(net, metric);
    timesTransposedInto(X, seen, g);
  };
}

/** The residual in the metric of its own speed: seen <- (J J')^-1 seen, J J' = X diag(D^2 (u^(2D-2) + v^(2D-2))) X'. */
function measure({ X, depth, u, v, seen }: Network, { J, K, L, speeds, sums }: Metric): void {
  const [n, d] = [X.rows, X.cols];
  speedsInto(depth, u, v, speeds);
  for (let i = 0, k = 0; i < n; i++) for (let j = 0; j < d; j++, k++) J.data[k] = X.data[k]! * speeds[j]!;
  gramInto(J, K);
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, K.data[i * n + i]!);
  // As much as makes it definite.
  for (let i = 0; i < n; i++) K.data[i * n + i]! += 1e-13 * most;
  choleskyInto(K, L, sums);
  choleskySolveInto(L, seen);
}

/** Room for it: J is n x d, the Gram matrix K and its Cholesky factor are n x n, speeds d, sums n. */
function metric({ rows: n, cols: d }: Matrix) {
  const square = () => matrix(n, n, vector(n * n));
  return { J: matrix(n, d, vector(n * d)), K: square(), L: square(), speeds: vector(d), sums: vector(n) };
}
type Metric = ReturnType<typeof metric>;
