/** Twin of `shrinkSingular` in models/penalized/nuclear.ts: d x d. */
import { rowOrder } from './products';
import { svd } from './svd';

/**
 * next = at - r with its singular values less the penalty, or 0. X, left, right: room for d^2 numbers each; values: d; room as
 * that of svd. False where the plain code is to run.
 */
export function shrinkSingular(
  at: usize,
  r: usize,
  d: i32,
  penalty: f64,
  next: usize,
  X: usize,
  left: usize,
  right: usize,
  values: usize,
  room: usize,
): bool {
  const row = <usize>d << 3;
  for (let i: usize = 0; i < row; i += 8) {
    let to = X + i;
    const end = (i + 8) * <usize>d;
    for (let k = i * <usize>d; k < end; k += 8) {
      store<f64>(to, load<f64>(at + k) - load<f64>(r + k));
      to += row;
    }
  }
  if (!svd(X, d, d, values, left, right, right, room)) return false;
  // The singular values that become 0 add nothing.
  let rank = 0;
  for (; rank < d; rank++) {
    const shrunk = load<f64>(values + (<usize>rank << 3)) - penalty;
    if (!(shrunk > 0)) break;
    const vector = left + <usize>rank * row;
    for (let k: usize = 0; k < row; k += 8) store<f64>(vector + k, load<f64>(vector + k) * shrunk);
  }
  rowOrder(left, 8, row, right, row, next, row, d, rank, d, room, false);
  return true;
}
