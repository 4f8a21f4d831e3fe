/**
 * How far from the largest L2 margin g the L2-penalized logistic classifier is, (1/n) sum log(1 + exp(-z_i.w)) + (c / 2) |w|^2,
 * z_i = y_i x_i separable; X: n x d. Let u = sum q_i z_i / g be the direction of the largest margin, q the weights of its
 * support in the simplex, r = |w|, m the smallest margin.
 *
 * 1. c w = (1/n) sum p_i z_i with p_i = 1 / (1 + exp(z_i.w)); along u: c r >= g p_max / n >= g / (n (1 + exp(r g))), so that
 *    r g >= s, the root of s (1 + exp(s)) = g^2 / (n c).
 * 2. F(w) <= F(r u): log(1 + exp(-m)) <= n exp(-r g), so m >= r g - log(n / log 2) where that is positive: the margin m / r is
 *    at least g `least`, least = 1 - log(n / log 2) / s.
 * 3. As c -> 0 margins on the support are log(g / (n c r q_i)): the penalty pays q_i with exp(-margin). With the entropy
 *    H = -sum q_i log q_i and t = r g this is t + log t = log(g^2 / (n c)) + H, and the margin is 1 - gap + O(1 / t^2) of g,
 *    gap = (H + log max q) / t.
 *
 * The support is proposed by max-margin.ts; its weights solve K a = 1 with a bound of their error, and stand where they are
 * positive and all other margins above 1, by more than the errors. The roots: both left sides have a slope of at least 1 in
 * logarithms. `error` bounds all that is answered. Source: wei2019regularization and rosset2003margin for the limit; the rest
 * is derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps, ofTask } from 'claimcheck/faults';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { exp, log, log1p } from 'claimcheck/numerics/elementary';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { solveWithError } from 'claimcheck/numerics/lu';
import { gram, magnitudes, matrix, normInf, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { certified } from './certified.js';
import { maxMargin } from './max-margin.js';
import type { Sample } from 'claimcheck/tasks/sample';

export interface WeakPenalty extends Sample {
  readonly penalties: readonly number[];
}

export interface MarginPath {
  /** g */
  readonly margin: number;
  /** H, and H + log max q. */
  readonly entropy: number;
  readonly excess: number;
  /** By penalty: the least share of g, by 2; and the share of g that is missing, by 3. */
  readonly least: Float64Array;
  readonly gap: Float64Array;
}

/** What the answer is composed of. */
interface Steps {
  readonly excess: (entropy: number, largest: number) => number;
  /** Of n examples. */
  readonly counted: (n: number) => number;
}
const STEPS: Steps = { excess: (entropy, largest) => entropy + log(largest), counted: (n) => n };

/** The weights of the support, of sum 1 / g^2, with a bound of the error of each. @throws RangeError where float64 does not tell it */
function support(Z: Matrix, proposed: Float64Array): { a: Float64Array; error: number } {
  const on = Array.from(proposed.keys()).filter((i) => proposed[i]! > 1e-9);
  const K = gram(Z);
  const among = matrix(
    on.length,
    on.length,
    Float64Array.from(on.flatMap((i) => on.map((j) => K.data[i * K.cols + j]!))),
  );
  const { x, error: off } = solveWithError(among, new Float64Array(on.length).fill(1));
  // Products of the Gram matrix are rounded, which moves x by at most |K^-1| times what that moves K x.
  const spreadX = spread(Z.rows, on, x);
  const sizes = times(magnitudes(Z), timesTransposed(magnitudes(Z), spreadX.map(Math.abs)));
  const most = normInf(sizes) * roundings(Z.cols + 4);
  const [low = 0, high = 1] = [eigenvaluesSymmetric(among)[0], normInf(K.data) * on.length];
  const error = 1.01 * (off + (Math.sqrt(on.length) * most) / (0.99 * low));
  const others = times(K, spreadX);
  const room = error * high + most;
  const apart = others.every((margin, i) => proposed[i]! > 1e-9 || margin > 1 + 2 * room);
  if (!(low > 1e-9 * high && apart && x.every((weight) => weight > 2 * error)))
    throw new RangeError(
      `weakPenalty: float64 does not tell which of ${Z.rows} points support the largest margin; expected points in general position`,
    );
  return { a: spreadX, error };
}
const spread = (n: number, on: readonly number[], x: Float64Array): Float64Array => {
  const all = new Float64Array(n);
  on.forEach((i, k) => (all[i] = x[k]!));
  return all;
};

/** The root of log x + more(x) = right, whose left side rises by at least 1 a unit; and what is left there. */
function root(more: (x: number) => number, slope: (x: number) => number, right: number): [x: number, left: number] {
  let x = Math.max(1, right);
  for (let step = 0; step < 200; step++) {
    const next = x - (log(x) + more(x) - right) / (1 / x + slope(x));
    const moved = Math.abs(next - x);
    x = next > 0 ? next : x / 4;
    if (moved <= 4 * UNIT * x) break;
  }
  return [x, Math.abs(log(x) + more(x) - right) + 16 * UNIT * (Math.abs(right) + x + Math.abs(log(x)))];
}

/** @throws RangeError on bad shapes, entries, labels or penalties, where the points are not separable, or not in general position */
function answer(question: WeakPenalty, { excess: ahead, counted } = STEPS): Certified<MarginPath> {
  const { X, y, penalties } = question;
  const bad = penalties.find((penalty) => !(penalty > 0 && penalty < Infinity));
  if (bad !== undefined) throw new RangeError(`weakPenalty: a penalty is ${bad}; expected > 0 and finite`);
  const { weights } = maxMargin.answer({ X, y, norm: 'L2' }).value;
  const Z = matrix(
    X.rows,
    X.cols,
    X.data.map((entry, k) => entry * y[Math.floor(k / X.cols)]!),
  );
  const { a, error: off } = support(Z, weights);
  const total = a.reduce((sum, entry) => sum + entry, 0);
  const n = a.length;
  // Relative errors: of the sum, and of every weight in it.
  const [ofTotal, least] = [(n * off) / total + roundings(n), Math.min(...a.filter((entry) => entry > 0))];
  const ofWeights = 1.01 * (off / least + ofTotal) + 4 * UNIT;
  const q = a.map((entry) => entry / total);
  const entropy = q.reduce((sum, share) => sum - (share > 0 ? share * log(share) : 0), 0);
  const excess = ahead(entropy, Math.max(...q));
  // d (-q log q) = -(1 + log q) dq, and |dq| <= ofWeights q.
  const ofEntropy = 1.01 * ofWeights * (1 + entropy) + roundings(n + 4) * (1 + entropy);
  const ofExcess = ofEntropy + 1.01 * ofWeights + 4 * UNIT * excess;
  let error = Math.max(ofExcess, ofTotal / Math.sqrt(total));
  const each = penalties.map((penalty) => {
    const strength = -log(total) - log(counted(n)) - log(penalty);
    const ofStrength = 1.01 * ofTotal + 8 * UNIT * (Math.abs(log(total)) + log(n) + Math.abs(log(penalty)));
    const [s, leftS] = root(
      (x) => (x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))),
      (x) => 1 / (1 + exp(-x)),
      strength,
    );
    const [t, leftT] = root(
      (x) => x,
      () => 1,
      strength + entropy,
    );
    const bound = log(counted(n) / log(2)) / s;
    const [ofS, ofT] = [leftS + ofStrength, leftT + ofStrength + ofEntropy];
    error = Math.max(
      error,
      (1.01 * bound * ofS) / s + 8 * UNIT * (1 + bound),
      (1.01 * (ofExcess + (excess * ofT) / t)) / t + 8 * UNIT,
    );
    return [1 - bound, excess / t] as const;
  });
  return certified('weakPenalty', {
    value: {
      margin: 1 / Math.sqrt(total),
      entropy,
      excess,
      least: Float64Array.from(each, ([bound]) => bound),
      gap: Float64Array.from(each, ([, gap]) => gap),
    },
    error,
    certificate: { kind: 'residual bound', weights: ofWeights },
  });
}

const by = ofSteps(answer);

export const weakPenalty: Oracle<WeakPenalty, MarginPath> = {
  name: 'weak-penalty',
  answer: (question) => answer(question),
  faults: {
    'entropy alone': {
      what: 'the entropy of the weights, where the logarithm of the largest belongs to it',
      by: by({ ...STEPS, excess: (entropy) => entropy }),
    },
    'logarithm of the largest alone': {
      what: 'minus the logarithm of the largest weight, without the entropy',
      by: by({ ...STEPS, excess: (_, largest) => -log(largest) }),
    },
    'penalty by n': {
      what: 'the penalty is divided by n once more',
      by: by({ ...STEPS, counted: (n) => n * n }),
      survives:
        'it moves log(1 / c) by log n, a hundredth of it, and at penalties that are not weak nothing is promised',
    },
    'penalty squared': {
      what: 'every penalty is squared',
      by: ofTask(answer)({
        penalties: (penalties: readonly number[]) => penalties.map((penalty) => penalty * penalty),
      }),
    },
    ...graded('excess', 'the excess of the entropy is {grade} too large', (grade) =>
      by({ ...STEPS, excess: (entropy, largest) => (1 + grade) * STEPS.excess(entropy, largest) }),
    ),
  },
};
