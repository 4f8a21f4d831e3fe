/** Weights that are a product of factors entry by entry, all factors with one penalty, by L-BFGS. */
import { multiplied, scaled } from 'claimcheck/numerics/entries';
import { axpy, dot } from 'claimcheck/numerics/matrix';
import { part, vector } from 'claimcheck/numerics/room';
import { lbfgs, type Minimized } from './lbfgs.js';
import type { Smooth } from './loss.js';

/** w = the product of `depth` factors of d entries, one after another in x. */
export function product(x: Float64Array, depth: number, w: Float64Array): void {
  const d = w.length;
  for (let j = 0; j < d; j++) {
    let all = 1;
    for (let k = 0; k < depth; k++) all *= x[k * d + j]!;
    w[j] = all;
  }
}

/** Least value(w) + (penalty / 2) |x|^2 from x, which is left where it ends. */
export function factorized(
  { value }: Smooth,
  d: number,
  depth: number,
  penalty: number,
  x: Float64Array,
  goal: number,
  limit: number,
): Minimized {
  const [w, g, others] = [vector(d), vector(d), vector(d)];
  const split = (of: Float64Array) => Array.from({ length: depth }, (_, k) => part(of, k * d, (k + 1) * d));
  let factors: Float64Array[] | undefined;
  let slopes: Float64Array[] = [];
  /** The product of all factors but one; 1 where there is no other. */
  const without = (left: number, out: Float64Array) => {
    let begun = false;
    for (let k = 0; k < depth; k++) {
      if (k === left) continue;
      if (begun) multiplied(out, factors![k]!, out);
      else scaled(1, factors![k]!, out);
      begun = true;
    }
    if (!begun) out.fill(1);
  };
  return lbfgs(
    (at, slope) => {
      if (!factors) [factors, slopes] = [split(at), split(slope)];
      without(-1, w);
      const least = value(w, g);
      for (let k = 0; k < depth; k++) {
        without(k, others);
        multiplied(g, others, slopes[k]!);
      }
      axpy(penalty, at, slope);
      return least + (penalty / 2) * dot(at, at);
    },
    x,
    goal,
    limit,
  );
}
