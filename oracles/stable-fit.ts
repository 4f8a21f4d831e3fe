/**
 * What a function of one input whose weighted variation integral |f''| g is bounded can be on n points, g as in
 * weighted-curvature.ts: where a two-layer ReLU network rests and is stable for step eta it is at most 1/eta - 1/2.
 *
 * 1. D_i f = (f_{i+1} - f_i) / (x_{i+1} - x_i) - (f_i - f_{i-1}) / (x_i - x_{i-1}) = integral f'' h_i, h_i the hat at x_i.
 * 2. Between two points g is the smaller of two linear functions, so concave, and sum p_i h_i is linear: where |p_i| <= g_i,
 *    the least of g at x_i and on both sides of it, sum p_i D_i f <= integral |f''| g.
 * 3. So `least` = sum g_i |D_i y| is at most that of any f through the labels; knots beside the points come as near as one likes.
 * 4. Where integral |f''| g <= most, p'D y - most <= p'D (y - f) <= |D'p| |y - f|: `floor` = (p'D y - most)^2 / (n |D'p|^2), for
 *    the best p that was tried, is at most the mean of (y - f)^2.
 *
 * `error` bounds the rounding of both; that no other p gives more is not certified.
 * Source: mulayoff2021implicit for g; steps 1 to 4 are derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofEnd, ofSteps, ofTask, relabelled } from 'claimcheck/faults';
import { add, divide, exact, multiply, subtract, UNIT, type Ball } from 'claimcheck/numerics/ball';
import { dot, type Matrix } from 'claimcheck/numerics/matrix';
import { certified, expectFinite, expectLength } from './certified.js';
import { weight } from './weighted-curvature.js';

export interface Labelled {
  /** n x 1, n >= 3, no two alike */
  readonly X: Matrix;
  readonly y: Float64Array;
}

export interface FitQuestion extends Labelled {
  /** What the weighted variation is at most. */
  readonly most: number;
}

export interface StableFit {
  readonly least: number;
  readonly floor: number;
}

interface Variant {
  readonly plainShare?: boolean;
  readonly rightAlone?: boolean;
  readonly unweighted?: boolean;
}

/** The points in ascending order, and their labels. */
function ascending({ X, y }: Labelled): { readonly x: Float64Array; readonly y: Float64Array } {
  const order = [...X.data.keys()].sort((i, j) => X.data[i]! - X.data[j]!);
  return { x: Float64Array.from(order, (i) => X.data[i]!), y: Float64Array.from(order, (i) => y[i]!) };
}

/** Known as well as the worse of both. */
const smaller = (a: Ball, b: Ball): Ball => ({
  value: Math.min(a.value, b.value),
  radius: Math.max(a.radius, b.radius),
});

/** g_i, and on which side of the i-th point a knot weighs least. */
function lightest(x: Float64Array, i: number, v: Variant = {}): { readonly g: Ball; readonly beside: 1 | -1 } {
  const t = x[i]!;
  const of = (side: 1 | -1, beyond: (point: number) => boolean) => weight(x, exact(t), side, beyond, v);
  const least = (left: (point: number) => boolean) => {
    const right = of(1, (point) => !left(point));
    return v.rightAlone ? right : smaller(of(-1, left), right);
  };
  // A knot before the point has the point on its right.
  const [before, after] = [least((point) => point < t), least((point) => point <= t)];
  return { g: smaller(before, after), beside: before.value <= after.value ? -1 : 1 };
}

/** The inner points, by number. */
const inner = (x: Float64Array): number[] => Array.from({ length: x.length - 2 }, (_, i) => i + 1);

/** The slopes of the line through the points. */
const slopes = (x: Float64Array, y: Float64Array): Ball[] =>
  Array.from({ length: x.length - 1 }, (_, i) =>
    divide(subtract(exact(y[i + 1]!), exact(y[i]!)), subtract(exact(x[i + 1]!), exact(x[i]!))),
  );
/** D_i y at the inner points. */
function bends(x: Float64Array, y: Float64Array): Ball[] {
  const slope = slopes(x, y);
  return slope.slice(1).map((next, i) => subtract(next, slope[i]!));
}

/** `floor` of any p, one for each inner point; 0 where it says nothing. */
function bound(x: Float64Array, bend: readonly Ball[], p: Float64Array, most: number): Ball {
  const gain = bend.reduce((sum, each, i) => add(sum, multiply(exact(p[i]!), each)), exact(-most));
  if (gain.value <= gain.radius) return exact(0);
  // D'p is how the slope of sum p_i h_i changes, which is 0 outside of the points.
  const slope = [exact(0), ...slopes(x, Float64Array.from([0, ...p, 0])), exact(0)];
  const turns = slope.slice(1).map((next, i) => subtract(next, slope[i]!));
  const square = turns.reduce((sum, turn) => add(sum, multiply(turn, turn)), exact(0));
  return divide(multiply(gain, gain), multiply(exact(x.length), square));
}

/** Turns in s, which comes slowest where two points nearly meet, and sweeps through p in each. */
const [TURNS, ROUNDS] = [200, 4];

/**
 * p within its limits: ascent of 2 s (p'Dy - most) - s^2 |D'p|^2, by turns in s and in one entry of p after another. Its largest value
 * is n `floor`, and y - s D'p is then the function that is nearest to y.
 */
function propose(x: Float64Array, y: Float64Array, limits: Float64Array, most: number): Float64Array {
  const m = limits.length;
  /** The entries of row i of D: before[i], -before[i] - after[i], after[i]. */
  const before = Float64Array.from(limits, (_, i) => 1 / (x[i + 1]! - x[i]!));
  const after = Float64Array.from(limits, (_, i) => 1 / (x[i + 2]! - x[i + 1]!));
  const bend = (of: Float64Array, i: number) =>
    before[i]! * (of[i]! - of[i + 1]!) + after[i]! * (of[i + 2]! - of[i + 1]!);
  const square = (i: number) => 2 * (before[i]! * (before[i]! + after[i]!) + after[i]! * after[i]!);
  const wanted = limits.map((_, i) => bend(y, i));
  const p = new Float64Array(m);
  /** D'p */
  const spread = new Float64Array(m + 2);
  const move = (i: number, to: number) => {
    const by = Math.max(-limits[i]!, Math.min(limits[i]!, to)) - p[i]!;
    p[i]! += by;
    spread[i]! += by * before[i]!;
    spread[i + 1]! -= by * (before[i]! + after[i]!);
    spread[i + 2]! += by * after[i]!;
  };
  wanted.forEach((bent, i) => move(i, Math.sign(bent) * limits[i]!));
  for (let turn = 0; turn < TURNS; turn++) {
    const s = (dot(wanted, p) - most) / dot(spread, spread);
    if (!(s > 0)) break;
    for (let step = 0; step < ROUNDS * m; step++) {
      const round = Math.floor(step / m);
      const i = round % 2 === 0 ? step - round * m : m - 1 - (step - round * m);
      move(i, p[i]! + (wanted[i]! / s - bend(spread, i)) / square(i));
    }
  }
  return p;
}

/** @throws RangeError where there are fewer than three points, or two are alike */
function answer({ X, y, most }: FitQuestion, v: Variant = {}): Certified<StableFit> {
  const n = X.rows;
  if (X.cols !== 1 || n < 3) throw new RangeError(`stableFit: X is ${n} x ${X.cols}; expected n x 1, n at least 3`);
  expectLength('stableFit', 'y', y.length, n);
  expectFinite('stableFit', { X: X.data, y, most });
  if (!(most > 0)) throw new RangeError(`stableFit: the variation is at most ${most}; expected a positive number`);
  const { x, y: labels } = ascending({ X, y });
  const twin = x.findIndex((at, i) => at === x[i - 1]);
  if (twin >= 0) throw new RangeError(`stableFit: two points are ${x[twin]}; expected all different: merge them`);
  const weights = inner(x).map((i) => lightest(x, i, v).g);
  const bend = bends(x, labels);
  const sizes = bend.map(({ value, radius }) => ({ value: Math.abs(value), radius }));
  const least = sizes.reduce((sum, size, i) => add(sum, multiply(weights[i]!, size)), exact(0));
  const limits = Float64Array.from(weights, ({ value, radius }) => Math.max(0, value - radius) * (1 - 4 * UNIT));
  const floor = bound(x, bend, propose(x, labels, limits, most), most);
  return certified('stableFit', {
    value: { least: least.value, floor: floor.value },
    error: Math.max(least.radius, floor.radius),
    certificate: { kind: 'duality gap' },
  });
}

/**
 * theta = [w | b | a | c] of n - 1 neurons: the network through the labels whose knots lie beside the inner points, `share` of the
 * nearer gap away, where they weigh least. Its weighted variation comes to `least` as `share` falls.
 */
export function smoothest(labelled: Labelled, share = 1e-7): Float64Array {
  const { x, y } = ascending(labelled);
  const m = x.length - 1;
  const knots = inner(x).map((i) => {
    const { beside } = lightest(x, i);
    return x[i]! + beside * share * Math.min(x[i]! - x[i - 1]!, x[i + 1]! - x[i]!);
  });
  // sum_k a_k h_i(t_k) = D_i y, where h_i(t_k) is nearly 1 if i = k, else nearly 0.
  const hat = (i: number, t: number) =>
    Math.max(0, Math.min((t - x[i]!) / (x[i + 1]! - x[i]!), (x[i + 2]! - t) / (x[i + 2]! - x[i + 1]!)));
  const wanted = bends(x, y).map(({ value }) => value);
  const seen = (i: number, k: number) => (k in knots ? hat(i, knots[k]!) * a[k]! : 0);
  let a = wanted;
  for (let round = 0; round < 60; round++)
    a = a.map((was, i) => was + wanted[i]! - seen(i, i - 1) - seen(i, i) - seen(i, i + 1));
  const bent = (at: number) => knots.reduce((sum, t, k) => sum + a[k]! * Math.max(0, at - t), 0);
  const [first, last] = [x[0]!, x[m]!];
  const slope = (y[m]! - y[0]! - bent(last) + bent(first)) / (last - first);
  // Both weights of a neuron have one size; the last one is the line, its knot before all points.
  const [turns, at] = [
    [...a, slope],
    [...knots, first - 1],
  ];
  const w = turns.map((turn) => Math.sqrt(Math.abs(turn)));
  const b = w.map((size, k) => -size * at[k]!);
  return Float64Array.of(...w, ...b, ...w.map((size, k) => size * Math.sign(turns[k]!)), y[0]! - bent(first) - slope);
}

const by = ofSteps(answer);
const more = (change: (fit: StableFit, n: number) => Partial<StableFit>) =>
  ofEnd(answer)((end, { X: { rows } }) => ({ ...end, value: { ...end.value, ...change(end.value, rows) } }));

/** @throws RangeError where there are fewer than three points, or two are alike */
export const stableFit: Oracle<FitQuestion, StableFit> = {
  name: 'stable-fit',
  answer: (question) => answer(question),
  faults: {
    'P for P^2': { what: 'the share of the points is not squared', by: by({ plainShare: true }) },
    'one side alone': { what: 'g+ in place of the smaller of both sides', by: by({ rightAlone: true }) },
    unweighted: { what: "the variation of f', g = 1", by: by({ unweighted: true }) },
    'labels forgotten': { what: 'all labels are 0', by: ofTask(answer)(relabelled(() => 0)) },
    'summed squares': { what: 'the floor is a sum, not a mean', by: more(({ floor }, n) => ({ floor: n * floor })) },
    'no floor': { what: 'the floor is 0', by: more(() => ({ floor: 0 })) },
    ...graded('least', 'the least is {grade} too large', (grade) =>
      more(({ least }) => ({ least: (1 + grade) * least })),
    ),
  },
};
