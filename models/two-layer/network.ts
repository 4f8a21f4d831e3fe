/** The two-layer network, where it starts, its outputs and its gradient. */
import type { Stream, Streams } from 'claimcheck';
import { dotAt, dotsAt } from 'claimcheck/numerics/lanes';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { outputs } from 'claimcheck/oracles/two-layer';
import { activateInto } from './activate.js';
import type { TwoLayerRule } from './rule.js';

export interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** theta as it is drawn. */
export function initial(rule: TwoLayerRule, d: number, train: Stream): Float64Array {
  const { width: m, spread, antisymmetric, knotsWithin } = rule;
  const theta = new Float64Array(m * d + 2 * m + 1);
  if (rule.theta) theta.set(rule.theta);
  if (rule.theta || !spread) return theta;
  const half = antisymmetric ? m / 2 : m;
  const [atB, atA] = [m * d, m * d + m];
  for (let k = 0; k < half * d; k++) theta[k] = spread.W * train.normal();
  for (let k = 0; k < half; k++)
    theta[atA + k] = spread.a * (rule.signs ? (train.bits() < 0x80000000 ? -1 : 1) : train.normal());
  for (let k = 0; k < half; k++) {
    if (knotsWithin !== undefined) theta[atB + k] = -theta[k]! * knotsWithin * (2 * train.uniform() - 1);
    else if (spread.b !== undefined) theta[atB + k] = spread.b * train.normal();
  }
  if (antisymmetric) {
    theta.copyWithin(half * d, 0, half * d);
    theta.copyWithin(atB + half, atB, atB + half);
    for (let k = 0; k < half; k++) theta[atA + half + k] = -theta[atA + k]!;
  }
  return theta;
}

/** Everything is overwritten in place. */
export function start({ X, y }: Data, rule: TwoLayerRule, streams: Streams) {
  const { width: m } = rule;
  const [n, d] = [X.rows, X.cols];
  const train = streams.train();
  const theta = initial(rule, d, train);
  const { W = true, b = false, a = true, c = false } = rule.trained ?? {};
  const free = new Float64Array(theta.length);
  free.fill(+W, 0, m * d);
  free.fill(+b, m * d, m * d + m);
  free.fill(+a, m * d + m, m * d + 2 * m);
  free[m * d + 2 * m] = +c;
  const zeros = (size: number) => new Float64Array(size);
  return {
    ...{ X, y, rule, theta, train, noise: streams.noise(), g: zeros(theta.length) },
    /** 1 for trained parameters, 0 for others. */
    free,
    /** f at the start where centred, else 0: n. */
    origin: rule.centred ? outputs({ ...rule, theta }, X) : zeros(n),
    /** n x m: activations, slopes, and what is accumulated for the hidden layer. */
    ...{ H: zeros(n * m), D: zeros(n * m), G: zeros(n * m) },
    /** n: network outputs alpha (f - f_0), and the derivative of the loss by them. */
    ...{ f: zeros(n), e: zeros(n) },
    rows: Int32Array.from({ length: n }, (_, i) => i),
  };
}
export type Network = ReturnType<typeof start>;

/** Activations, slopes and outputs of the first `count` rows of the batch. */
export function forward({ X, rule, theta, origin, H, D, f, rows }: Network, count: number): void {
  const { width: m, activation, scale = 1, alpha = 1 } = rule;
  const d = X.cols;
  for (let s = 0; s < count; s++) dotsAt(theta, 0, d, m, d, X.data, rows[s]! * d, H, s * m);
  activateInto(activation, theta, m * d, count, m, H, D);
  for (let s = 0; s < count; s++)
    f[s] = alpha * (scale * dotAt(H, s * m, theta, m * d + m, m) + theta[m * d + 2 * m]! - origin[rows[s]!]!);
}

/** From e, the derivative of the loss by the outputs, to the gradient by the output layer, and G. */
export function backward({ X, rule, theta, g, H, D, G, e }: Network, count: number): void {
  const { width: m, scale = 1, alpha = 1 } = rule;
  const from = X.cols * m + m;
  let sum = 0;
  for (let s = 0; s < count; s++) {
    const slope = alpha * scale * e[s]!;
    sum += alpha * e[s]!;
    for (let k = 0; k < m; k++) {
      g[from + k]! += slope * H[s * m + k]!;
      G[s * m + k] = slope * theta[from + k]! * D[s * m + k]!;
    }
  }
  g[from + m]! += sum;
}

/** The gradient of the first layer from G, the derivative of the loss by the sums that enter the units. */
export function hidden({ g, G, X, rows, rule: { width: m } }: Network, count: number): void {
  const d = X.cols;
  for (let s = 0; s < count; s++) {
    const at = rows[s]! * d;
    for (let k = 0; k < m; k++) {
      const push = G[s * m + k]!;
      if (push === 0) continue;
      g[m * d + k]! += push;
      for (let j = 0; j < d; j++) g[k * d + j]! += push * X.data[at + j]!;
    }
  }
}
