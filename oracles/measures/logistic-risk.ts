/**
 * The risks of a linear classifier where x ~ N(0, diag(variances)) and y is 1 with probability S(x.truth), S(t) = 1/(1+exp(-t)).
 *
 * With t = x.truth ~ N(0, s^2) and f = x.w, E f^2 = a^2 and E t f = b:
 *
 *   log loss: E log(1 + exp(-y f)) = E L(a z) - (b / s) E S(s z) z, L(f) = log(1 + exp(f)), z ~ N(0, 1), since
 *   log(1 + exp(-y f)) is L(f) - f where y = 1, and E f | t = (b / s^2) t.
 *   error: given t, f is N(b t / s^2, a^2 - b^2 / s^2), so it is E of S(t) P(f < 0 | t) + (1 - S(t)) P(f > 0 | t).
 *
 * All are sums of smooth even functions over an even grid of 10 standard deviations, so that half of it is enough. A sum misses
 * about exp(-128 pi^2 / a): less than 1e-10 for a <= 50. At a = 0 the sign of f counts as wrong half the time.
 */
import { exp, log1p, normalCdf } from 'claimcheck/numerics/elementary';
import type { LogisticRegression } from 'claimcheck/tasks/logistic-power';

const STEP = 1 / 64;
const z = Float64Array.from({ length: 10 / STEP + 1 }, (_, k) => k * STEP);
/** Of z and -z at once, with sum 1. */
const weights = (() => {
  const heights = z.map((at) => (at === 0 ? 1 : 2) * exp((-at * at) / 2));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
})();
/** E f(z), f even. */
const mean = (f: (z: number) => number): number => z.reduce((sum, at, k) => sum + weights[k]! * f(at), 0);

const S = (t: number) => 1 / (1 + exp(-t));

/** s, a and b. */
function moments({ truth, variances }: LogisticRegression, w: Float64Array) {
  let [ss, aa, b] = [0, 0, 0];
  for (let j = 0; j < w.length; j++) {
    ss += variances[j]! * truth[j]! * truth[j]!;
    aa += variances[j]! * w[j]! * w[j]!;
    b += variances[j]! * truth[j]! * w[j]!;
  }
  return { s: Math.sqrt(ss), a: Math.sqrt(aa), b };
}

/** The mean of log(1 + exp(-y x.w)); w: d. */
export function logLoss(task: LogisticRegression, w: Float64Array): number {
  const { s, a, b } = moments(task, w);
  // Both integrands without their odd parts, a z / 2 and z / 2.
  const level = mean((at) => (a * at) / 2 + log1p(exp(-a * at)));
  return level - (b / s) * mean((at) => (S(s * at) - 1 / 2) * at);
}

/** How often y x.w < 0; w: d. */
export function error(task: LogisticRegression, w: Float64Array): number {
  const { s, a, b } = moments(task, w);
  const spread = Math.sqrt(Math.max(0, a * a - (b / s) * (b / s)));
  /** P(f < 0 | t) at t = s z. */
  const below = (at: number) => {
    const middle = (b / s) * at;
    if (spread === 0) return middle < 0 ? 1 : middle > 0 ? 0 : 0.5;
    return normalCdf(-middle / spread);
  };
  return mean((at) => S(s * at) * below(at) + (1 - S(s * at)) * (1 - below(at)));
}

/** @returns both risks of w: d */
export const risks = (task: LogisticRegression, w: Float64Array) => ({ loss: logLoss(task, w), error: error(task, w) });

/** What w has more than the truth. */
export const excessLoss = (task: LogisticRegression, w: Float64Array): number =>
  logLoss(task, w) - logLoss(task, task.truth);
export const excessError = (task: LogisticRegression, w: Float64Array): number =>
  error(task, w) - error(task, task.truth);
export const excess = (task: LogisticRegression, w: Float64Array) => ({
  loss: excessLoss(task, w),
  error: excessError(task, w),
});
