/** One phase on one network: what stays the same from step to step, what a step draws, sees and moves. */
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { exp, log1p } from 'claimcheck/numerics/elementary';
import { dotAt } from 'claimcheck/numerics/lanes';
import { tangentGram } from 'claimcheck/oracles/two-layer';
import { adapt } from '../descent/adam.js';
import { limitOf } from '../descent/ends.js';
import type { Network } from './network.js';
import type { Phase } from './rule.js';

/** The rate of a phase, in the units of its rule. */
export function pace({ X, rule, theta }: Network, { rate = 0, ofCurvature }: Phase): number {
  if (ofCurvature === undefined) return rate;
  const K = tangentGram({ ...rule, theta }, X, { W: true, b: false, a: true, c: false, ...rule.trained });
  return (ofCurvature * X.rows) / eigenvaluesSymmetric(K)[X.rows - 1]!;
}

/** @throws Error where a phase cannot be averaged */
export function enter(net: Network, phase: Phase, paced: typeof pace) {
  const { X, rule, theta, rows } = net;
  const { averaged, steps, batch, decayOf, labelNoise } = phase;
  const n = X.rows;
  if (averaged !== undefined && !(steps !== undefined && averaged >= 1 && averaged <= steps))
    throw new Error(`invalid averaged; must be in 1 .. steps: ${averaged}`);
  if (averaged !== undefined && batch !== undefined) throw new Error('outputs are averaged in full-batch phases alone');
  const output = rule.width * (X.cols + 1);
  const zeros = (size: number) => new Float64Array(size);
  const pass = {
    ...{ net, phase },
    limit: limitOf(phase, 0),
    /** Examples in a step. */
    count: batch ?? n,
    /** The rate, before it rises or falls. */
    base: paced(net, phase),
    /** n; the noise of the labels, where there is one. */
    labels: labelNoise === undefined ? undefined : zeros(n),
    /** Where in theta decay begins and ends. */
    decayed: [decayOf === 'output' ? output : 0, decayOf === 'hidden' ? output : theta.length] as const,
    /** Like theta: running moments of the gradient. */
    velocity: zeros(theta.length),
    square: zeros(theta.length),
    /** n; the outputs at the examples, averaged over the last steps. */
    mean: zeros(n),
  };
  if (phase.frozen) relabel(pass);
  for (let i = 0; i < n; i++) rows[i] = i;
  return pass;
}
export type Pass = ReturnType<typeof enter>;

/** Draws the noise of the labels. */
function relabel({ net, phase: { labelNoise = 0 }, labels }: Pick<Pass, 'net' | 'phase' | 'labels'>): void {
  for (let i = 0; labels && i < labels.length; i++)
    labels[i] = net.noise.bits() < 0x80000000 ? -labelNoise : labelNoise;
}

/** Draws what the next step sees: its examples, and their labels' noise. */
export function draw(pass: Pass): void {
  const { net, phase } = pass;
  const { batch = 0, frozen } = phase;
  for (let s = 0; s < batch; s++) net.rows[s] = net.train.integer(net.X.rows);
  if (!frozen) relabel(pass);
}

/** e, the derivative of the loss by the outputs. @returns what the phase ends by: the mean squared residual, or the mean loss */
export function judge({ net: { y, f, e, rows, rule }, phase, labels, count }: Pass): number {
  const { alpha = 1 } = rule;
  let total = 0;
  for (let s = 0; s < count; s++) {
    const i = rows[s]!;
    if (phase.loss === 'logistic') {
      const margin = y[i]! * f[s]!;
      const small = exp(-Math.abs(margin));
      e[s] = (-y[i]! * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / count;
      total += log1p(small) + Math.max(0, -margin);
    } else {
      const r = f[s]! - y[i]!;
      total += r * r;
      e[s] = (labels ? r - labels[i]! : r) / (count * alpha * alpha);
    }
  }
  return total / count;
}

/** Adds the decay to the gradient, and shortens it. */
export function bound({ net: { theta, g, free }, phase: { decay = 0, clip }, decayed: [from, to] }: Pass): void {
  const p = theta.length;
  if (decay !== 0) for (let k = from; k < to; k++) g[k]! += decay * theta[k]!;
  if (clip === undefined) return;
  for (let k = 0; k < p; k++) g[k]! *= free[k]!;
  const length = Math.sqrt(dotAt(g, 0, g, 0, p));
  if (length > clip) for (let k = 0; k < p; k++) g[k]! *= clip / length;
}

/** Moves theta along the gradient, and shakes it. */
export function move({ net, phase, limit, base, velocity, square }: Pass, made: number): void {
  const { theta, g, free, noise } = net;
  const { optimizer, momentum = 0, warmUp = 0, fallsAt, weightNoise } = phase;
  const p = theta.length;
  const rate =
    base * (made < warmUp ? (made + 1) / warmUp : 1) * (fallsAt !== undefined && made >= fallsAt * limit ? 0.1 : 1);
  if (optimizer === 'adam') adapt(theta, g, rate, velocity, square, made + 1, free);
  else if (momentum !== 0)
    for (let k = 0; k < p; k++) {
      velocity[k] = momentum * velocity[k]! + g[k]!;
      theta[k]! -= free[k]! * rate * velocity[k]!;
    }
  else for (let k = 0; k < p; k++) theta[k]! -= free[k]! * rate * g[k]!;
  if (weightNoise !== undefined)
    for (let k = 0; k < p; k++) if (free[k] !== 0) theta[k]! += weightNoise * noise.normal();
}
