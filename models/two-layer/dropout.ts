/**
 * Dropout on the hidden units of a two-layer network under the squared loss, and its explicit penalty. Masks are inverted: a
 * unit is kept with probability 1 - q and then divided by it, so that the mean output is that of the whole network.
 * For this network (1/2) E (f_mask - y)^2 = (1/2)(f - y)^2 + q / (2 (1 - q)) sum_k (s a_k h_k)^2 exactly.
 */
import type { Stream } from 'claimcheck';
import { at, vector } from 'claimcheck/numerics/room';
import { lent } from 'claimcheck/numerics/stream';
import { words } from 'claimcheck/numerics/words';
import type { Batch, Network } from './network.js';
import type { Phase } from './rule.js';

/** What a kept unit counts, and which units are kept. */
export interface Masks {
  readonly unit: (scale: number, q: number) => number;
  /** Sees to it that the mask of a copy of example s is drawn. @returns where it begins in `kept` */
  readonly draw: (noise: Stream, m: number, threshold: number, s: number, copy: number) => number;
}

/** Units of which all masks can be enumerated. */
const FEW = 12;

const kept = new Uint8Array(4096);

/** Draws m masks of one byte each: 1 where the unit is kept. */
function draw(noise: Stream, m: number, threshold: number, at: number): void {
  for (let k = at; k < at + m; k += 4) {
    const word = noise.bits();
    kept[k] = (word & 255) >= threshold ? 1 : 0;
    kept[k + 1] = ((word >>> 8) & 255) >= threshold ? 1 : 0;
    kept[k + 2] = ((word >>> 16) & 255) >= threshold ? 1 : 0;
    kept[k + 3] = word >>> 24 >= threshold ? 1 : 0;
  }
}

/** Inverted masks, one after another. */
export const MASKS: Masks = {
  unit: (scale, q) => scale / (1 - q),
  draw: (noise, m, threshold) => {
    draw(noise, m, threshold, 0);
    return 0;
  },
};

/** The examples of a batch have the same masks. */
export const shared: Masks['draw'] = (noise, m, threshold, s, copy) => {
  // `draw` writes up to three bytes past a mask.
  const at = copy * (m + 3);
  if (s === 0) draw(noise, m, threshold, at);
  return at;
};

/** The mask whose bits are those of `code`. @returns its probability */
function decode(code: number, m: number, q: number): number {
  let chance = 1;
  for (let k = 0; k < m; k++) {
    kept[k] = (code >>> k) & 1;
    chance *= kept[k] === 1 ? 1 - q : q;
  }
  return chance;
}

/**
 * Writes G and the gradient by the output layer of the mean over the masks of every example; the first layer follows from G.
 * @throws RangeError where there are too many masks to enumerate
 */
export function dropped(net: Network, seen: Batch, { q, masks }: NonNullable<Phase['dropout']>, how: Masks): void {
  const { rule, y, theta, g, noise } = net;
  const { count, d, m, H, D, G, e: labels, rows } = seen;
  const { scale = 1 } = rule;
  if (masks === 'all' && m > FEW) throw new RangeError(`dropout: all masks of ${m} units; expected at most ${FEW}`);
  const from = m * d + m;
  for (let s = 0; s < count; s++) labels[s] = y[rows[s]!]!;
  if (how === MASKS && masks !== 'all' && seen.placed) {
    const [a, ga] = [at(theta) + 8 * from, at(g) + 8 * from];
    const room = seen.masks ?? (seen.masks = at(vector(2 * (m + 3))));
    const word = (stream: number) =>
      words().drop(stream, room, masks, q, scale, count, m, at(H), at(D), at(G), a, at(labels), ga);
    if (lent(noise, word)) return;
  }
  const unit = how.unit(scale, q);
  const threshold = 256 * q;
  const copies = masks === 'all' ? 1 << m : masks;
  g.fill(0, from);
  for (let s = 0; s < count; s++) {
    const at = s * m;
    for (let k = 0; k < m; k++) G[at + k] = 0;
    for (let copy = 0; copy < copies; copy++) {
      const share = masks === 'all' ? count / decode(copy, m, q) : count * masks;
      const mask = masks === 'all' ? 0 : how.draw(noise, m, threshold, s, copy);
      let f = 0;
      for (let k = 0; k < m; k++) if (kept[mask + k] === 1) f += theta[from + k]! * H[at + k]!;
      const e = (unit * (unit * f + theta[from + m]! - labels[s]!)) / share;
      g[from + m]! += e / unit;
      for (let k = 0; k < m; k++)
        if (kept[mask + k] === 1) {
          g[from + k]! += e * H[at + k]!;
          G[at + k]! += e * theta[from + k]!;
        }
    }
    for (let k = 0; k < m; k++) G[at + k]! *= D[at + k]!;
  }
}

/** Adds the gradient of (c / count) sum (s a_k h_k)^2 to g and G. */
export function weighed({ rule, theta, g }: Network, { placed, count, d, m, H, D, G }: Batch, c: number): void {
  const { scale = 1 } = rule;
  const from = m * d + m;
  const factor = (2 * c * scale * scale) / count;
  if (placed) return words().weigh(factor, count, m, at(H), at(D), at(G), at(theta) + 8 * from, at(g) + 8 * from);
  for (let s = 0; s < count; s++)
    for (let k = 0; k < m; k++) {
      const [a, h] = [theta[from + k]!, H[s * m + k]!];
      g[from + k]! += factor * a * h * h;
      G[s * m + k]! += factor * a * a * h * D[s * m + k]!;
    }
}
