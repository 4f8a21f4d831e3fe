/**
 * The network of some of the inputs, at the n examples that a phase sees. What is kept of examples and units is m x n', n' the
 * next even number: the compiled words (src/numerics/kernels/assembly/idealized.ts) take two examples at a time.
 */
import { blended } from 'claimcheck/numerics/entries';
import { accumulateAt } from 'claimcheck/numerics/lanes';
import { gram, matrix, multiply, type Matrix } from 'claimcheck/numerics/matrix';
import { at, inRoom, vector } from 'claimcheck/numerics/room';
import { fillNormals } from 'claimcheck/numerics/stream';
import { words } from 'claimcheck/numerics/words';
import type { Stream } from 'claimcheck';

/** The network of the d inputs from `from` on: a: m; v, w: d x m. */
export interface Block {
  readonly from: number;
  readonly d: number;
  readonly a: Float64Array;
  readonly v: Float64Array;
  readonly w: Float64Array;
}

/** The inputs that a block sees: n x d. */
function seen({ from, d }: Block, { rows, cols, data }: Matrix): Matrix {
  const Z = matrix(rows, d);
  for (let i = 0; i < rows; i++) Z.data.set(data.subarray(i * cols + from, i * cols + from + d), i * d);
  return Z;
}

/** A block and what it sees. */
export function sight(block: Block, X: Matrix) {
  const { d, a } = block;
  const [n, m] = [X.rows, a.length];
  const wide = n + (n & 1);
  const Z = seen(block, X);
  const Zt = vector(d * wide);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) Zt[j * wide + i] = Z.data[i * d + j]!;
  return {
    block,
    n,
    m,
    wide,
    Z: vector(Z.data),
    Zt,
    G: vector(gram(Z).data),
    /** m x n': 1 where a unit is on. */
    on: vector(m * wide),
    /** m x n': what units say, or what pulls at them. */
    said: vector(m * wide),
    /** n' */
    sums: vector(wide),
    /** m x d: what the signal is moved by. */
    by: vector(m * d),
    draws: vector(m * d),
    packed: vector(Math.ceil(m / 64) * wide),
    strip: vector(4 * Math.max(wide, d)),
  };
}
export type Sight = ReturnType<typeof sight>;

/** out = weights' Z': m x n', for weights d x m. */
function scores(weights: Float64Array, { block: { d }, m, wide, Zt }: Sight, out: Float64Array): void {
  out.fill(0);
  for (let k = 0; k < m; k++) accumulateAt(Zt, 0, wide, d, wide, weights, k, m, out, k * wide);
}

/** One Ornstein-Uhlenbeck move of v that keeps a share `keep` of it. */
export function stir({ block: { v }, draws }: Sight, keep: number, noise: Stream): void {
  fillNormals(noise, draws);
  blended(Math.sqrt(1 - keep * keep), draws, keep, v);
}

/** Which units are on. */
export function switchOn(sight: Sight): void {
  const { block, n, m, Zt, on, strip } = sight;
  const { d, v } = block;
  if (inRoom(v, Zt, on, strip)) return words().switchOn(at(v), at(Zt), n, d, m, at(strip), at(on));
  scores(v, sight, on);
  for (let k = 0; k < on.length; k++) on[k] = on[k]! > 0 ? 1 : 0;
}

/** Adds the network's outputs to f: n'. */
export function say(sight: Sight, f: Float64Array): void {
  const { block, n, m, wide, Zt, on, said, sums, strip } = sight;
  const { d, a, w } = block;
  if (inRoom(w, a, on, Zt, f) && inRoom(said, sums, strip))
    return words().say(at(w), at(a), at(on), at(Zt), n, d, m, at(strip), at(said), at(sums), at(f));
  scores(w, sight, said);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < m; k++) if (on[k * wide + i] === 1) sum += a[k]! * said[k * wide + i]!;
    f[i]! += sum;
  }
}

/** Adds the tangent kernel at the examples, (z_i.z_j) times the share of units that are on at both, to K: n x n. */
export function overlap({ n, m, wide, G, on, packed }: Sight, K: Float64Array): void {
  if (inRoom(on, G, packed, K)) return words().overlap(at(on), at(G), n, m, at(packed), at(K));
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      let both = 0;
      for (let k = 0; k < m; k++) both += on[k * wide + i]! * on[k * wide + j]!;
      K[i * n + j]! += (G[i * n + j]! * both) / m;
    }
}

/** Brings the signal from c, the sum over steps of minus the rate times the derivative of the loss by f. */
export function learn({ block, n, m, wide, Z, on, said, by, strip }: Sight, c: Float64Array, kept: number): void {
  const { d, a, w } = block;
  if (inRoom(c, a, on, Z, w) && inRoom(said, by, strip))
    return words().learn(at(c), kept, at(a), at(on), at(Z), n, d, m, at(strip), at(said), at(by), at(w));
  by.fill(0);
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < n; i++) said[k * wide + i] = on[k * wide + i] === 1 ? c[i]! * a[k]! : 0;
    accumulateAt(Z, 0, d, n, d, said, k * wide, 1, by, k * d);
    for (let j = 0; j < d; j++) w[j * m + k] = kept * w[j * m + k]! + by[k * d + j]!;
  }
}

/** Adds the outputs at the rows of X to f. */
export function outputs(block: Block, X: Matrix, everyUnit: boolean, f: Float64Array): void {
  const { a, d } = block;
  const m = a.length;
  const Z = seen(block, X);
  const entering = multiply(Z, matrix(d, m, block.v)).data;
  const said = multiply(Z, matrix(d, m, block.w)).data;
  for (let i = 0; i < X.rows; i++) {
    let sum = 0;
    for (let k = 0; k < m; k++) if (everyUnit || entering[i * m + k]! > 0) sum += a[k]! * said[i * m + k]!;
    f[i]! += sum;
  }
}
