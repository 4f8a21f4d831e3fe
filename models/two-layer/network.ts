/** The two-layer network, where it starts, its outputs and its gradient. */
import type { Stream, Streams } from 'claimcheck';
import { accumulateAt, dotsAt } from 'claimcheck/numerics/lanes';
import { matrix } from 'claimcheck/numerics/matrix';
import { at, inRoom, resident, vector } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';
import { outputs } from 'claimcheck/oracles/two-layer';
import type { TwoLayerRule } from './rule.js';
import { kindOf, units } from './units.js';
import type { Sample } from 'claimcheck/tasks/sample';

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

/** theta and what belongs to it; everything is overwritten in place. */
export function start({ X, y }: Sample, rule: TwoLayerRule, streams: Streams) {
  const { width: m } = rule;
  const [n, d] = [X.rows, X.cols];
  const train = streams.train();
  const theta = vector(initial(rule, d, train));
  const { W = true, b = false, a = true, c = false } = rule.trained ?? {};
  const free = vector(theta.length);
  free.fill(+W, 0, m * d);
  free.fill(+b, m * d, m * d + m);
  free.fill(+a, m * d + m, m * d + 2 * m);
  free[m * d + 2 * m] = +c;
  return {
    X,
    y,
    rule,
    theta,
    train,
    noise: streams.noise(),
    g: vector(theta.length),
    /** 1 for trained parameters, 0 for others. */
    free,
    /** f at the start where centred, else 0: n. */
    origin: rule.centred ? outputs({ ...rule, theta }, X) : new Float64Array(n),
  };
}
export type Network = ReturnType<typeof start>;

/** What a step sees of `count` examples. */
export function batch({ X, theta, g, rule: { width: m } }: Network, count: number) {
  const inputs = count === X.rows ? vector(X.data) : vector(count * X.cols);
  const panels = resident(matrix(count, X.cols, inputs));
  const [H, D, G] = [vector(count * m), vector(count * m), vector(count * m)];
  const [f, e] = [vector(count), vector(count)];
  return {
    /** Whether all of it lies in a room, of which `e` was the last. */
    placed: inRoom(theta, g, inputs, panels, e),
    count,
    d: X.cols,
    m,
    /** The inputs, count x d, for products along and across them, and which rows of X they are. */
    inputs,
    panels,
    rows: Int32Array.from({ length: count }, (_, i) => i),
    /** count x m: activations, slopes, and the derivative of the loss by what enters the units. */
    H,
    D,
    G,
    /** count: network outputs alpha (f - f_0), and the derivative of the loss by them. */
    f,
    e,
    /** Where the masks of dropout are drawn, where they are drawn in a room. */
    masks: undefined as number | undefined,
  };
}
export type Batch = ReturnType<typeof batch>;

/** Draws the examples, with replacement. */
export function choose({ X, train }: Network, { placed, inputs, panels, count, d, rows }: Batch): void {
  for (let s = 0; s < count; s++) {
    const row = train.integer(X.rows);
    rows[s] = row;
    for (let j = 0; j < d; j++) inputs[s * d + j] = X.data[row * d + j]!;
  }
  if (count > 1 && placed) words().packQuads(at(inputs), count, d, at(panels));
}

/** Activations, slopes and outputs. */
export function forward({ rule, theta, origin }: Network, seen: Batch): void {
  const { activation, scale = 1, alpha = 1 } = rule;
  const { placed, inputs, panels, count, d, m, H, D, f, rows } = seen;
  const from = m * d + m;
  if (placed) {
    const W = at(theta);
    const h = at(H);
    words().units(kindOf(activation), at(inputs), at(panels), count, d, W, W + 8 * m * d, m, h, at(D));
    words().dots(h, 8 * m, count, m, W + 8 * from, at(f));
  } else {
    units(activation, inputs, count, d, theta, m, H, D);
    dotsAt(H, 0, m, count, m, theta, from, f, 0);
  }
  const c = theta[from + m]!;
  for (let s = 0; s < count; s++) f[s] = alpha * (scale * f[s]! + c - origin[rows[s]!]!);
}

/** From e, the derivative of the loss by the outputs, to the gradient by the output layer, and G. */
export function backward({ rule, theta, g }: Network, { placed, count, d, m, H, D, G, e }: Batch): void {
  const { scale = 1, alpha = 1 } = rule;
  const from = m * d + m;
  let sum = 0;
  for (let s = 0; s < count; s++) {
    sum += alpha * e[s]!;
    e[s] = alpha * scale * e[s]!;
  }
  if (placed) words().outward(at(e), at(theta) + 8 * from, count, m, at(H), at(D), at(G), at(g) + 8 * from);
  else {
    for (let s = 0; s < count; s++) for (let k = 0; k < m; k++) G[s * m + k] = e[s]! * theta[from + k]! * D[s * m + k]!;
    g.fill(0, from, from + m);
    accumulateAt(H, 0, m, count, m, e, 0, 1, g, from);
  }
  g[from + m] = sum;
}

/** The gradient of the first layer from G. */
export function hidden({ g }: Network, { placed, inputs, count, d, m, G }: Batch): void {
  if (placed) return words().inward(at(G), at(inputs), count, d, m, at(g), at(g) + 8 * m * d);
  g.fill(0, 0, m * d + m);
  for (let s = 0; s < count; s++)
    for (let k = 0; k < m; k++) {
      const push = G[s * m + k]!;
      g[m * d + k]! += push;
      for (let j = 0; j < d; j++) g[k * d + j]! += push * inputs[s * d + j]!;
    }
}
