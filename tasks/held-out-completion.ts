/**
 * A noisy 16 x 16 matrix of low rank with entries of variance 1, of which `share` are seen and 30 more are held out for
 * tuning; what is left is missing. `seen`, `heldOut`, `missing` hold 1 where an entry is of that kind and 0 elsewhere;
 * `observed` is truth + noise N(0, sigma^2).
 */
import type { Population } from 'claimcheck';
import { matrix, multiply, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';

export interface HeldOutCompletion {
  readonly truth: Matrix;
  readonly observed: Matrix;
  readonly seen: Float64Array;
  readonly heldOut: Float64Array;
  readonly missing: Float64Array;
}

const [D, HELD_OUT, SIGMA] = [16, 30, 0.05];

const about = (rank: number, share: number): string =>
  `A ${D} x ${D} matrix of rank ${rank}, the product of two Gaussian factors with entries of variance 1, observed with noise ` +
  `of standard deviation ${SIGMA}: ${Math.floor(share * D * D + 0.5)} of its entries are seen, ${HELD_OUT} held out, the ` +
  'others missing, drawn without replacement.';

export const heldOutCompletion = (
  name: string,
  { rank, share }: { readonly rank: number; readonly share: number },
): Population<HeldOutCompletion> =>
  drawn(name, about(rank, share), (stream) => {
    const left = matrix(D, rank, normals(stream, D * rank));
    const right = matrix(rank, D, normals(stream, D * rank));
    const product = multiply(left, right);
    const truth = { ...product, data: product.data.map((entry) => entry / Math.sqrt(rank)) };
    const order = Array.from({ length: D * D }, (_, k) => k);
    for (let k = D * D - 1; k > 0; k--) {
      const other = stream.integer(k + 1);
      [order[k], order[other]] = [order[other]!, order[k]!];
    }
    const noise = normals(stream, D * D);
    const observed = { ...truth, data: truth.data.map((entry, k) => entry + SIGMA * noise[k]!) };
    const count = Math.floor(share * D * D + 0.5);
    const kind = (from: number, to: number) => {
      const flags = new Float64Array(D * D);
      for (const entry of order.slice(from, to)) flags[entry] = 1;
      return flags;
    };
    return {
      truth,
      observed,
      seen: kind(0, count),
      heldOut: kind(count, count + HELD_OUT),
      missing: kind(count + HELD_OUT, D * D),
    };
  });
