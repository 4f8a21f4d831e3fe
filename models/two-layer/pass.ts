/** One phase on one network: what stays the same from step to step, what a step draws, sees and moves. */
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { exp, log1p } from 'claimcheck/numerics/elementary';
import { axpy, dot } from 'claimcheck/numerics/matrix';
import { part, vector } from 'claimcheck/numerics/room';
import { fillNormals } from 'claimcheck/numerics/stream';
import { tangentGram } from 'claimcheck/oracles/two-layer';
import { adapt } from '../descent/adam.js';
import { along, rolled } from '../descent/along.js';
import { limitOf } from '../descent/ends.js';
import { batch, choose, type Network } from './network.js';
import type { Phase } from './rule.js';

/** The rate of a phase, in the units of its rule. */
export function pace({ X, rule, theta }: Network, { rate = 0, ofCurvature }: Phase): number {
  if (ofCurvature === undefined) return rate;
  const K = tangentGram({ ...rule, theta }, X, { W: true, b: false, a: true, c: false, ...rule.trained });
  return (ofCurvature * X.rows) / eigenvaluesSymmetric(K)[X.rows - 1]!;
}

/** Runs of parameters that are trained. */
function runs(free: Float64Array): [from: number, to: number][] {
  const all: [number, number][] = [];
  for (let from = 0; from < free.length; from++) {
    if (free[from] === 0) continue;
    const held = free.indexOf(0, from);
    const to = held < 0 ? free.length : held;
    all.push([from, to]);
    from = to;
  }
  return all;
}

/** @throws Error where a phase cannot be averaged */
export function enter(net: Network, phase: Phase, paced: typeof pace) {
  const { X, rule, theta, g, free } = net;
  const { averaged, steps, optimizer, momentum = 0, decayOf, labelNoise, weightNoise } = phase;
  const n = X.rows;
  if (averaged !== undefined && !(steps !== undefined && averaged >= 1 && averaged <= steps))
    throw new Error(`invalid averaged; must be in 1 .. steps: ${averaged}`);
  if (averaged !== undefined && phase.batch !== undefined)
    throw new Error('outputs are averaged in full-batch phases alone');
  const output = rule.width * (X.cols + 1);
  const [from, to] = [decayOf === 'output' ? output : 0, decayOf === 'hidden' ? output : theta.length];
  const moving = optimizer === 'adam' || momentum !== 0;
  const pass = {
    net,
    phase,
    limit: limitOf(phase, 0),
    seen: batch(net, phase.batch ?? n),
    /** The rate, before it rises or falls. */
    base: paced(net, phase),
    /** n; the noise of the labels, where there is one. */
    labels: labelNoise === undefined ? undefined : new Float64Array(n),
    /** Whether some parameters are not trained. */
    held: free.includes(0),
    /** What decays, and its gradient. */
    decayed: part(theta, from, to),
    decaying: part(g, from, to),
    /** What weight noise shakes, and room for as many draws. */
    shaken: (weightNoise === undefined ? [] : runs(free)).map(
      ([from, to]) => [part(theta, from, to), vector(to - from)] as const,
    ),
    /** Like theta: running moments of the gradient. */
    velocity: moving ? vector(theta.length) : g,
    square: optimizer === 'adam' ? vector(theta.length) : g,
    /** n; the outputs at the examples, averaged over the last steps. */
    mean: new Float64Array(n),
  };
  if (phase.frozen) relabel(pass);
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
  if (phase.batch !== undefined) choose(net, pass.seen);
  if (!phase.frozen) relabel(pass);
}

/** e, the derivative of the loss by the outputs. @returns what the phase ends by: the mean squared residual, or the mean loss */
export function judge({ net: { y, rule }, phase, labels, seen: { count, f, e, rows } }: Pass): number {
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
export function bound({ net: { g, free }, phase: { decay = 0, clip }, decayed, decaying, held }: Pass): void {
  if (decay !== 0) axpy(decay, decayed, decaying);
  if (clip === undefined) return;
  if (held) for (let k = 0; k < g.length; k++) g[k]! *= free[k]!;
  const length = Math.sqrt(dot(g, g));
  if (!(length > clip)) return;
  const shorter = clip / length;
  for (let k = 0; k < g.length; k++) g[k]! *= shorter;
}

/** Moves theta along the gradient, and shakes it. */
export function move({ net, phase, limit, base, velocity, square, shaken }: Pass, made: number): void {
  const { theta, g, free, noise } = net;
  const { optimizer, momentum = 0, warmUp = 0, fallsAt, weightNoise } = phase;
  const rate =
    base * (made < warmUp ? (made + 1) / warmUp : 1) * (fallsAt !== undefined && made >= fallsAt * limit ? 0.1 : 1);
  if (optimizer === 'adam') adapt(theta, g, rate, velocity, square, made + 1, free);
  else if (momentum !== 0) rolled(theta, g, rate, momentum, velocity, free);
  else along(theta, g, rate, free);
  if (weightNoise === undefined) return;
  for (const [weights, drawn] of shaken) {
    fillNormals(noise, drawn);
    axpy(weightNoise, drawn, weights);
  }
}
