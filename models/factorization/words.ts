/**
 * What a step of a symmetric matrix factorization is made of, on d x d matrices row by row in flat arrays: compiled where all
 * lie in a room (src/numerics/kernels/assembly/factorization.ts), else these loops. `strips` is room for 8 d numbers.
 */
import { productInto } from 'claimcheck/numerics/dense';
import { at, inRoom } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';

type Square = Float64Array;

/** M = U U' - V V' and S = U U'; one array for both where V is 0. */
export function squares(U: Square, V: Square, M: Square, S: Square, d: number, strips: Float64Array): void {
  if (inRoom(U, V, M, S, strips)) return words().squares(at(U), at(V), at(M), at(S), d, at(strips));
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      let [sum, less] = [0, 0];
      for (let k = 0; k < d; k++) {
        const square = U[i * d + k]! * U[j * d + k]!;
        sum += square;
        less += square - V[i * d + k]! * V[j * d + k]!;
      }
      S[i * d + j] = S[j * d + i] = sum;
      M[i * d + j] = M[j * d + i] = less;
    }
}

/** The largest sum of a row of |2 S - M|, both exactly symmetric. */
export function widest(S: Square, M: Square, d: number): number {
  if (inRoom(S, M)) return words().widest(at(S), at(M), d);
  let most = 0;
  for (let i = 0; i < d; i++) {
    let row = 0;
    for (let j = 0; j < d; j++) row += Math.abs(2 * S[i * d + j]! - M[i * d + j]!);
    most = Math.max(most, row);
  }
  return most;
}

/** E = I + t G */
export function firstOrder(G: Square, t: number, d: number, E: Square): void {
  if (inRoom(G, E)) return words().firstOrder(at(G), t, d, at(E));
  for (let k = 0; k < d * d; k++) E[k] = (k % (d + 1) === 0 ? 1 : 0) + t * G[k]!;
}

/** E = exp(t G) by its series, for |t G|_2 <= 1/2: 16 terms reach the last bit. `power` and `next` are overwritten. */
export function exponentialOf(
  G: Square,
  t: number,
  d: number,
  E: Square,
  power: Square,
  next: Square,
  strips: Float64Array,
): void {
  if (inRoom(G, E, power, next, strips))
    return words().exponential(at(G), t, d, at(E), at(power), at(next), at(strips));
  E.fill(0);
  power.fill(0);
  for (let i = 0; i < d; i++) E[i * d + i] = power[i * d + i] = 1;
  for (let term = 1; term <= 16; term++) {
    productInto(power, G, next, d, d, d, strips);
    let largest = 0;
    for (let k = 0; k < d * d; k++) {
      power[k] = (next[k]! * t) / term;
      E[k]! += power[k]!;
      largest = Math.max(largest, Math.abs(power[k]!));
    }
    if (largest < 1e-18) return;
  }
}
