/**
 * Rademacher complexities of linear classes, exactly.
 *
 * `rademacher`: of a ball of radius B on given points, (B / m) E |sum_i e_i x_i|_* over random signs e, by enumerating the
 * 2^(m-1) sign patterns up to a common sign in Gray-code order (|.|_2 for the L2 ball, |.|_inf for the L1 ball), with
 * Khintchine's bounds of the L2 ball: B root / (m sqrt 2) <= R <= B root / m, root^2 = sum |x_i|^2.
 * `spikes`: for x = 1 with probability rate / m and else 0 in one dimension and B = 1: the complexity (1/m) E |S_N| and
 * the expected supremum E |N/m - rate/m|, N binomial, S_n a walk of n steps; both finite sums.
 * Source: kakade2008complexity, section 3; the constant 1 / sqrt 2 in Khintchine's inequality is Szarek's.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { norm2, normInf, type Matrix } from '../numerics/matrix.js';
import type { Spikes } from '../tasks/labelled-sample.js';

const UNIT = 1 / 9007199254740992;

export interface BallQuestion {
  readonly X: Matrix;
  readonly ball: 'l1' | 'l2';
  readonly radius: number;
}

export interface Rademacher {
  readonly complexity: number;
  readonly lower: number;
  readonly upper: number;
}

interface Variant {
  readonly otherNorm?: boolean;
  readonly unsigned?: boolean;
  readonly perPoint?: boolean;
  readonly factor?: number;
  readonly lower?: number;
}

/** `error` bounds the rounding of all three. @throws RangeError for more than 16 points. */
function answer({ X, ball, radius }: BallQuestion, variant: Variant = {}): Certified<Rademacher> {
  const { rows: m, cols: d } = X;
  if (m < 1 || m > 16) throw new RangeError(`rademacher: X has ${m} rows; expected 1 to 16, all signs are enumerated`);
  const dual = (ball === 'l2') === !variant.otherNorm ? norm2 : normInf;
  const sum = new Float64Array(d);
  for (let i = 0; i < m; i++) for (let j = 0; j < d; j++) sum[j]! += X.data[i * d + j]!;
  const signs = new Int8Array(m).fill(1);
  const patterns = variant.unsigned ? 1 : 1 << (m - 1);
  let total = dual(sum);
  for (let k = 1; k < patterns; k++) {
    // The Gray code flips the sign at the number of trailing zeros of k; the last sign stays.
    let i = 0;
    while (((k >> i) & 1) === 0) i++;
    signs[i] = -signs[i]! as 1 | -1;
    for (let j = 0; j < d; j++) sum[j]! += 2 * signs[i]! * X.data[i * d + j]!;
    total += dual(sum);
  }
  const factor = radius * (variant.factor ?? 1);
  const complexity = (factor * (total / patterns)) / (variant.perPoint ? 1 : m);
  const root = norm2(X.data);
  const value = {
    complexity,
    lower: ((variant.lower ?? 1) * radius * root) / (m * Math.sqrt(2)),
    upper: (radius * root) / m,
  };
  const error = (radius * root * UNIT * 4 * (patterns + m * d)) / m;
  return { value, error, certificate: { kind: 'enumeration', patterns } };
}

const wrong = (what: string, variant: Variant, grade?: number): Fault<(q: BallQuestion) => Certified<Rademacher>> => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer(question, variant),
});

export const rademacher: Oracle<BallQuestion, Rademacher> = {
  name: 'rademacher',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'the other norm': wrong('the norm of the other ball is taken', { otherNorm: true }),
    'signs fixed': wrong('all signs are +1', { unsigned: true }),
    'not divided by m': wrong('the sum is not divided by the number of points', { perPoint: true }),
    'lower bound without sqrt 2': wrong('the lower bound is the upper one', { lower: Math.sqrt(2) }),
    'half of it': wrong('half of the complexity', { factor: 0.5 }),
    'complexity off by 10%': wrong('10% too large', { factor: 1.1 }, 0.1),
    'complexity off by 30%': wrong('30% too large', { factor: 1.3 }, 0.3),
  },
};

export interface SpikesAnswer {
  readonly complexity: number;
  readonly supremum: number;
}

/** P(N = n) for N binomial (m, rate / m). */
export function binomial({ m, rate }: Spikes): Float64Array {
  const p = rate / m;
  const mass = new Float64Array(m + 1);
  mass[0] = 1;
  for (let i = 0; i < m; i++) mass[0]! *= 1 - p;
  for (let n = 0; n < m; n++) mass[n + 1] = mass[n]! * ((m - n) / (n + 1)) * (p / (1 - p));
  return mass;
}

function answerSpikes(task: Spikes, factor = 1): Certified<SpikesAnswer> {
  const { m, rate } = task;
  if (!(m >= 1 && rate > 0 && rate < m))
    throw new RangeError(`spikes: the rate is ${rate} among ${m} points; expected it in (0, m)`);
  const mass = binomial(task);
  let complexity = 0;
  let supremum = 0;
  let walk = 0; // E |S_n|; E |S_(n+1)| = E |S_n| + P(S_n = 0)
  let even = 1; // P(S_2k = 0)
  for (let n = 0; n <= m; n++) {
    complexity += mass[n]! * walk;
    supremum += mass[n]! * Math.abs(n - rate);
    if (n % 2 === 0) walk += even;
    else even *= n / (n + 1);
  }
  const value = { complexity: (factor * complexity) / m, supremum: supremum / m };
  return { value, error: 1e-14 * value.supremum, certificate: { kind: 'closed form', terms: m + 1 } };
}

export const spikes: Oracle<Spikes, SpikesAnswer> = {
  name: 'spikes',
  version: 1,
  answer: (question) => answerSpikes(question),
  faults: {
    'half of the complexity': { what: 'half of it', by: (question) => answerSpikes(question, 0.5) },
    'complexity off by 10%': { what: '10% too small', grade: 0.1, by: (question) => answerSpikes(question, 0.9) },
    'complexity off by 30%': { what: '30% too small', grade: 0.3, by: (question) => answerSpikes(question, 0.7) },
    'one point fewer': {
      what: 'm - 1 points are counted',
      by: ({ m, rate }) => answerSpikes({ m: Math.max(1, m - 1), rate }),
    },
  },
};
