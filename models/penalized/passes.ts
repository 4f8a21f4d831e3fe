/**
 * Methods that see one example or coordinate at a time; a pass over all is one compiled word where all lies in a room
 * (src/numerics/kernels/assembly/penalized.ts). X: n x d, y: n, w: d, moved in place.
 */
import type { Stream } from 'claimcheck';
import { axpyAt, dotAt } from 'claimcheck/numerics/lanes';
import { shrunk } from 'claimcheck/numerics/entries';
import { times, transpose } from 'claimcheck/numerics/matrix';
import { at, inRoom, vector } from 'claimcheck/numerics/room';
import { lent } from 'claimcheck/numerics/stream';
import { words } from 'claimcheck/numerics/words';
import type { Ended } from './descents.js';
import type { Sample } from 'claimcheck/tasks/sample';

/** |x|^2 of `count` rows of that length. */
const squares = (rows: Float64Array, count: number, length: number) =>
  Float64Array.from({ length: count }, (_, i) => dotAt(rows, i * length, rows, i * length, length));

/** Passes until one moves nothing by more than `goal`; `each` is what one of them counts. */
function passes(pass: () => number, goal: number, limit: number, each: number): Ended {
  for (let made = 1; made <= limit; made++) if (pass() <= goal) return { steps: made * each, stopped: 'gradient' };
  return { steps: limit * each, stopped: 'budget' };
}

/** Coordinate ascent on the dual of the squared loss: w = X'a / (n penalty); every pass in a new random order. */
export function dual({ X, y }: Sample, w: Float64Array, penalty: number, stream: Stream, goal: number): Ended {
  const [n, d] = [X.rows, X.cols];
  w.fill(0);
  const [rows, labels, a, sizes] = [vector(X.data), vector(y), vector(n), vector(squares(X.data, n, d))];
  const scale = n * penalty;
  const plain = () => {
    let moved = 0;
    for (let k = 0; k < n; k++) {
      const i = stream.integer(n);
      const change = (y[i]! - dotAt(rows, i * d, w, 0, d) - a[i]!) / (1 + sizes[i]! / scale);
      a[i]! += change;
      for (let j = 0; j < d; j++) w[j]! += (change * rows[i * d + j]!) / scale;
      moved = Math.max(moved, Math.abs(change));
    }
    return moved;
  };
  const pass = () => {
    let moved = 0;
    const word = (state: number) => {
      moved = words().dualPass(state, at(rows), at(labels), n, d, at(sizes), at(a), at(w), scale);
    };
    return inRoom(rows, labels, a, sizes, w) && lent(stream, word) ? moved : plain();
  };
  return passes(pass, goal, 20_000, n);
}

/** Steps in one call of the word. */
const CALL = 1000;

/** One sample a step, at the rate 1 / (penalty (k / 2 + shift)); w is the mean over the second half. */
export function stochastic({ X, y }: Sample, w: Float64Array, penalty: number, stream: Stream, limit: number): Ended {
  const [n, d] = [X.rows, X.cols];
  const [rows, labels, sum] = [vector(X.data), vector(y), vector(d)];
  const shift = squares(X.data, n, d).reduce((most, size) => Math.max(most, size), 0) / penalty;
  const steps = (from: number, to: number) => {
    const word = (state: number) =>
      words().stochasticSteps(state, at(rows), at(labels), n, d, at(w), at(sum), from, to, limit, penalty, shift);
    if (inRoom(rows, labels, w, sum) && lent(stream, word)) return;
    for (let k = from; k < to; k++) {
      const i = stream.integer(n);
      const eta = 1 / (penalty * (k / 2 + shift));
      const r = dotAt(rows, i * d, w, 0, d) - y[i]!;
      for (let j = 0; j < d; j++) w[j]! -= eta * (r * rows[i * d + j]! + penalty * w[j]!);
      if (2 * k >= limit) axpyAt(1, w, 0, d, sum, 0);
    }
  };
  for (let k = 0; k < limit; k += CALL) steps(k, Math.min(limit, k + CALL));
  for (let j = 0; j < d; j++) w[j] = sum[j]! / Math.floor(limit / 2);
  return { steps: limit, stopped: 'steps' };
}

/** Cyclic coordinate descent on |X w - y|^2 / (2 n) + penalty |w|_1. */
export function coordinates({ X, y }: Sample, w: Float64Array, penalty: number, goal: number, limit: number): Ended {
  const [n, d] = [X.rows, X.cols];
  const columns = vector(transpose(X).data);
  const r = vector(times(X, w).map((a, i) => y[i]! - a));
  // Of a column of zeros any size takes its weight to 0.
  const sizes = vector(squares(columns, d, n).map((size) => size / n || 1));
  const plain = () => {
    let moved = 0;
    for (let j = 0; j < d; j++) {
      const size = sizes[j]!;
      const next = shrunk(dotAt(columns, j * n, r, 0, n) / n + size * w[j]!, penalty) / size;
      const change = next - w[j]!;
      axpyAt(-change, columns, j * n, n, r, 0);
      w[j] = next;
      moved = Math.max(moved, Math.abs(change));
    }
    return moved;
  };
  const pass = inRoom(columns, r, sizes, w)
    ? () => words().coordinatePass(at(columns), n, d, at(sizes), at(r), at(w), penalty)
    : plain;
  return passes(pass, goal, limit, 1);
}
