/**
 * Least squares in a box: min f(b) = |X b - y|^2 / 2 subject to |b_j| <= box; X: n x d, y: n.
 *
 * Coordinate descent, each coordinate cut at the box, finds which ones are at their bounds; the free ones are then solved
 * anew. Certificate: f is convex, so that for every point s of the box f(s) >= f(b) + g.(s - b), g = X'(X b - y), and f(b)
 * exceeds the minimum by at most max over s of g.(b - s) = sum_j (g_j b_j + box |g_j|). `error` is that gap and the rounding
 * of g and f, the sums of products of which are bounded by their terms (higham2002, 3).
 */
import type { Certified, Oracle } from 'claimcheck';
import { firstRows, graded, ofTask } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import {
  columnsOf,
  dot,
  gramTransposed,
  magnitudes,
  subtract,
  times,
  timesTransposed,
  transpose,
} from 'claimcheck/numerics/matrix';
import { certified, expectFinite } from './certified.js';
import { expectOrdinary, expectSample, type Regression } from './regression.js';
import { tried } from './tried.js';

export interface BoxQuestion extends Regression {
  readonly box: number;
}

export interface BoxOptimum {
  /** The least loss. */
  readonly loss: number;
  /** Where it is attained; d. */
  readonly b: Float64Array;
}

const ACCURACY = 1e-6;
const PASSES = 20_000;

const cut = (x: number, box: number): number => Math.max(-box, Math.min(box, x));

function coordinateDescent({ X, y, box }: BoxQuestion): Float64Array {
  const [n, d] = [X.rows, X.cols];
  const columns = transpose(X);
  const at = (j: number) => columns.data.subarray(j * n, (j + 1) * n);
  const sizes = Array.from({ length: d }, (_, j) => dot(at(j), at(j)));
  const b = new Float64Array(d);
  const r = y.slice();
  for (let pass = 0; pass < PASSES; pass++) {
    let moved = 0;
    for (let j = 0; j < d; j++) {
      if (sizes[j] === 0) continue;
      const x = at(j);
      const next = cut(b[j]! + dot(x, r) / sizes[j]!, box);
      const change = next - b[j]!;
      for (let i = 0; i < n; i++) r[i]! -= change * x[i]!;
      b[j] = next;
      moved = Math.max(moved, Math.abs(change));
    }
    if (!(moved > 1e-12 * box)) break;
  }
  return b;
}

/** The free coordinates solved for, where that stays in the box. */
function onFace({ X, y, box }: BoxQuestion, b: Float64Array): Float64Array {
  const free = Array.from(b.keys()).filter((j) => Math.abs(b[j]!) < box);
  if (free.length === 0 || free.length > X.rows) return b;
  const F = columnsOf(X, free);
  const held = b.map((entry) => (Math.abs(entry) < box ? 0 : entry));
  const rest = subtract(y, times(X, held));
  const solved = tried(() => choleskySolve(cholesky(gramTransposed(F)), timesTransposed(F, rest)));
  if (!solved || !solved.every((entry) => Math.abs(entry) < box)) return b;
  const out = held.slice();
  free.forEach((j, k) => (out[j] = solved[k]!));
  return out;
}

function measured({ X, y, box }: BoxQuestion, b: Float64Array) {
  const r = subtract(times(X, b), y);
  const g = timesTransposed(X, r);
  const absolute = magnitudes(X);
  const lost = times(absolute, b.map(Math.abs)).map(
    (size, i) => roundings(X.cols + 2) * (size + Math.abs(y[i]!)) + roundings(X.rows + 2) * Math.abs(r[i]!),
  );
  const slopes = timesTransposed(absolute, lost);
  let gap = 0;
  let rounding = 0;
  for (let j = 0; j < b.length; j++) {
    gap += Math.max(0, g[j]! * b[j]! + box * Math.abs(g[j]!));
    rounding += 2 * box * (slopes[j]! + roundings(4) * Math.abs(g[j]!));
  }
  const loss = dot(r, r) / 2;
  rounding += roundings(X.rows + 4) * loss;
  for (let i = 0; i < r.length; i++) rounding += lost[i]! * (Math.abs(r[i]!) + lost[i]!);
  return { loss, gap, error: gap * (1 + roundings(b.length + 4)) + 2 * rounding };
}

/**
 * `error` bounds the error of the loss.
 * @throws RangeError on bad shapes, entries or box, and where the gap is above a millionth of |y|^2
 */
function answer(question: BoxQuestion): Certified<BoxOptimum> {
  expectSample('boxOptimum', question);
  expectOrdinary('boxOptimum', question);
  const { box, y } = question;
  expectFinite('boxOptimum', { box });
  if (!(box >= 1e-60 && box <= 1e60))
    throw new RangeError(`boxOptimum: the box is ${box}; expected a size from 1e-60 to 1e60`);
  const b = onFace(question, coordinateDescent(question));
  const { loss, gap, error } = measured(question, b);
  const active = b.filter((entry) => Math.abs(entry) === box).length;
  return certified(
    'boxOptimum',
    { value: { loss, b }, error, certificate: { kind: 'duality gap', gap, active } },
    ACCURACY * dot(y, y),
  );
}

const boxed = (factor: number) => ofTask(answer)({ box: (box) => factor * box });

export const boxOptimum: Oracle<BoxQuestion, BoxOptimum> = {
  name: 'box-optimum',
  answer,
  faults: {
    'no box': { what: 'the box is a million times as large', by: boxed(1e6) },
    'twice the box': { what: 'the box is twice as large', by: boxed(2) },
    'last equation dropped': {
      what: 'the last equation is forgotten',
      by: ofTask(answer)(firstRows((rows) => Math.max(1, rows - 1))),
    },
    ...graded('box', 'the box is {grade} too large', (grade) => boxed(1 + grade)),
  },
};
