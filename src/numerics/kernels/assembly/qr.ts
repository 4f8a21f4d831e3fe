/** Twin of the loops of src/numerics/qr.ts. data: count x length; h, diagonal: count; sums: room for count. */
import { at, axpy, dots, norm2 } from './lanes';

const EPS: f64 = 2.220446049250313e-16;
const TINY: f64 = 1e-290;

/** Householder vectors and the entries of R before them in the place of the rows. Returns the dependent row, or -1. */
export function reflections(data: usize, count: i32, length: i32, h: usize, diagonal: usize, sums: usize): i32 {
  const stride = <usize>length << 3;
  for (let j = 0; j < count; j++) store<f64>(at(diagonal, j), norm2(data + <usize>j * stride, length));
  for (let j = 0; j < count; j++) {
    const tail = at(data + <usize>j * stride, j);
    const left = length - j;
    const norm = norm2(tail, left);
    const size = load<f64>(at(diagonal, j));
    if (!(norm > Math.max(<f64>length * EPS * size, TINY) && norm < Infinity)) return j;
    for (let k = 0; k < left; k++) store<f64>(at(tail, k), load<f64>(at(tail, k)) / norm);
    const head = load<f64>(tail);
    const sign: f64 = head < 0 ? -1 : 1;
    const height = 1 + Math.abs(head);
    store<f64>(at(h, j), height);
    store<f64>(tail, head + sign);
    store<f64>(at(diagonal, j), -sign * norm);
    reflect1(tail, left, height, tail + stride, stride, count - j - 1, sums);
  }
  return -1;
}

/** Rows of `length` entries, `stride` bytes apart, reflected at v; v'v = 2 height. */
export function reflect1(v: usize, length: i32, height: f64, rows: usize, stride: usize, count: i32, sums: usize): void {
  dots(rows, stride, count, length, v, sums);
  for (let k = 0; k < count; k++) {
    axpy(-load<f64>(at(sums, k)) / height, v, length, rows);
    rows += stride;
  }
}

/** The rows of Q' from `from` on, which are zeros before: count - from x length. */
export function basis(
  data: usize,
  count: i32,
  length: i32,
  h: usize,
  diagonal: usize,
  sums: usize,
  from: i32,
  Q: usize,
): void {
  const stride = <usize>length << 3;
  for (let k = from; k < count; k++)
    store<f64>(at(Q + <usize>(k - from) * stride, k), load<f64>(at(diagonal, k)) < 0 ? -1 : 1);
  for (let j = count - 1; j >= 0; j--) {
    const first = max(j, from);
    const v = at(data + <usize>j * stride, j);
    const rows = at(Q + <usize>(first - from) * stride, j);
    reflect1(v, length - j, load<f64>(at(h, j)), rows, stride, count - first, sums);
  }
}
