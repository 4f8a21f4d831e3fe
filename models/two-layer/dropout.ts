/**
 * Dropout on the hidden units of a two-layer network under the squared loss, and its explicit penalty. Masks are inverted: a
 * unit is kept with probability 1 - q and then divided by it, so that the mean output is that of the whole network.
 * For this network (1/2) E (f_mask - y)^2 = (1/2)(f - y)^2 + q / (2 (1 - q)) sum_k (s a_k h_k)^2 exactly.
 */
import type { Stream } from 'claimcheck';

interface Units {
  readonly rule: { readonly width: number; readonly scale?: number };
  readonly X: { readonly cols: number };
  readonly y: Float64Array;
  readonly theta: Float64Array;
  readonly g: Float64Array;
  readonly H: Float64Array;
  readonly D: Float64Array;
  readonly G: Float64Array;
  readonly rows: Int32Array;
  readonly noise: Stream;
}

const kept = new Uint8Array(4096);

/** Draws m masks of one byte each: 1 where the unit is kept. */
function draw(noise: Stream, m: number, threshold: number): void {
  for (let k = 0; k < m; k += 4) {
    const word = noise.bits();
    kept[k] = (word & 255) >= threshold ? 1 : 0;
    kept[k + 1] = ((word >>> 8) & 255) >= threshold ? 1 : 0;
    kept[k + 2] = ((word >>> 16) & 255) >= threshold ? 1 : 0;
    kept[k + 3] = word >>> 24 >= threshold ? 1 : 0;
  }
}

/** Writes G and adds to g the gradient of the mean over `masks` masks per example; the first layer follows from G. */
export function dropped(net: Units, { q, masks }: { readonly q: number; readonly masks: number }, count: number): void {
  const { rule, X, y, theta, g, H, D, G, rows, noise } = net;
  const { width: m, scale = 1 } = rule;
  const from = X.cols * m + m;
  const unit = scale / (1 - q);
  const threshold = 256 * q;
  for (let s = 0; s < count; s++) {
    const at = s * m;
    for (let k = 0; k < m; k++) G[at + k] = 0;
    for (let copy = 0; copy < masks; copy++) {
      draw(noise, m, threshold);
      let f = 0;
      for (let k = 0; k < m; k++) if (kept[k] === 1) f += theta[from + k]! * H[at + k]!;
      const e = (unit * (unit * f + theta[from + m]! - y[rows[s]!]!)) / (count * masks);
      g[from + m]! += e / unit;
      for (let k = 0; k < m; k++)
        if (kept[k] === 1) {
          g[from + k]! += e * H[at + k]!;
          G[at + k]! += e * theta[from + k]!;
        }
    }
    for (let k = 0; k < m; k++) G[at + k]! *= D[at + k]!;
  }
}

/** Adds the gradient of (c / count) sum (s a_k h_k)^2 to g and G. */
export function weighed(net: Units, c: number, count: number): void {
  const { rule, X, theta, g, H, D, G } = net;
  const { width: m, scale = 1 } = rule;
  const from = X.cols * m + m;
  const factor = (2 * c * scale * scale) / count;
  for (let s = 0; s < count; s++)
    for (let k = 0; k < m; k++) {
      const [a, h] = [theta[from + k]!, H[s * m + k]!];
      g[from + k]! += factor * a * h * h;
      G[s * m + k]! += factor * a * a * h * D[s * m + k]!;
    }
}
