/**
 * The risks of a linear classifier where x ~ N(0, diag(variances)) and y is 1 with probability S(x.truth), S(t) = 1/(1+exp(-t)).
 *
 * With t = x.truth ~ N(0, s^2) and f = x.w, E f^2 = a^2 and E t f = b:
 *
 *   log loss: E log(1 + exp(-y f)) = E L(a z) - (b / s) E S(s z) z, L(f) = log(1 + exp(f)), z ~ N(0, 1), since
 *   log(1 + exp(-y f)) is L(f) - f where y = 1, and E f | t = (b / s^2) t.
 *   error: given t, f is N(b t / s^2, a^2 - b^2 / s^2), so it is E of S(t) P(f < 0 | t) + (1 - S(t)) P(f > 0 | t).
 *
 * Both are sums of smooth functions over an even grid of 10 standard deviations. At a = 0 the sign of f counts as wrong half the time.
 */
import { exp, log1p, normalCdf } from 'claimcheck/numerics/elementary';
import type { LogisticRegression } from './tasks/logistic-power.js';

const STEP = 1 / 64;
const z = Array.from({ length: 20 / STEP + 1 }, (_, k) => -10 + k * STEP);
/** Of the grid, with sum 1. */
const weights = (() => {
  const heights = z.map((at) => exp((-at * at) / 2));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
})();
const mean = (f: (z: number) => number): number => z.reduce((sum, at, k) => sum + weights[k]! * f(at), 0);

const S = (t: number) => 1 / (1 + exp(-t));
const L = (f: number) => Math.max(f, 0) + log1p(exp(-Math.abs(f)));

/** @returns the risks of w: d */
export function risks({ truth, variances }: LogisticRegression, w: Float64Array): { loss: number; error: number } {
  let [ss, aa, b] = [0, 0, 0];
  for (let j = 0; j < w.length; j++) {
    ss += variances[j]! * truth[j]! * truth[j]!;
    aa += variances[j]! * w[j]! * w[j]!;
    b += variances[j]! * truth[j]! * w[j]!;
  }
  const [s, a] = [Math.sqrt(ss), Math.sqrt(aa)];
  const loss = mean((at) => L(a * at)) - (b / s) * mean((at) => S(s * at) * at);
  const spread = Math.sqrt(Math.max(0, aa - (b * b) / ss));
  /** P(f < 0 | t) at t = s z. */
  const below = (at: number) => {
    const middle = (b / s) * at;
    if (spread === 0) return middle < 0 ? 1 : middle > 0 ? 0 : 0.5;
    return normalCdf(-middle / spread);
  };
  const error = mean((at) => S(s * at) * below(at) + (1 - S(s * at)) * (1 - below(at)));
  return { loss, error };
}

/** What w has more than the truth. */
export function excess(task: LogisticRegression, w: Float64Array): { loss: number; error: number } {
  const [its, least] = [risks(task, w), risks(task, task.truth)];
  return { loss: its.loss - least.loss, error: its.error - least.error };
}
