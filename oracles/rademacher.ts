/**
 * The Rademacher complexity of a ball of radius B on given points, exactly: (B / m) E |sum_i e_i x_i|_* over random signs e,
 * by enumerating the 2^(m-1) sign patterns up to a common sign in Gray-code order (|.|_2 for the L2 ball, |.|_inf for the
 * L1 ball), with Khintchine's bounds of the L2 ball: B root / (m sqrt 2) <= R <= B root / m, root^2 = sum |x_i|^2.
 * Source: kakade2008complexity, section 3; the constant 1 / sqrt 2 in Khintchine's inequality is Szarek's.
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { UNIT } from 'claimcheck/numerics/ball';
import { norm2, normInf, type Matrix } from 'claimcheck/numerics/matrix';
import { certified, expectFinite } from './certified.js';

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

/** `error` bounds the rounding of all three. @throws RangeError for more than 16 points, and a radius that is no size. */
function answer(
  { X, ball, radius }: BallQuestion,
  { otherNorm = false, unsigned = false, perPoint = false, factor: times = 1, lower = 1 } = {},
): Certified<Rademacher> {
  const { rows: m, cols: d } = X;
  if (m < 1 || m > 16) throw new RangeError(`rademacher: X has ${m} rows; expected 1 to 16, all signs are enumerated`);
  if (ball !== 'l1' && ball !== 'l2')
    throw new RangeError(`rademacher: the ball is ${String(ball)}; expected l1 or l2`);
  if (!(radius >= 0 && d >= 1))
    throw new RangeError(`rademacher: radius ${radius} and ${d} columns; expected radius >= 0 and a column`);
  expectFinite('rademacher', { radius, X: X.data });
  const dual = (ball === 'l2') === !otherNorm ? norm2 : normInf;
  const sum = new Float64Array(d);
  for (let i = 0; i < m; i++) for (let j = 0; j < d; j++) sum[j]! += X.data[i * d + j]!;
  const signs = new Int8Array(m).fill(1);
  const patterns = unsigned ? 1 : 1 << (m - 1);
  let total = dual(sum);
  for (let k = 1; k < patterns; k++) {
    // The Gray code flips the sign at the number of trailing zeros of k; the last sign stays.
    let i = 0;
    while (((k >> i) & 1) === 0) i++;
    signs[i] = -signs[i]! as 1 | -1;
    for (let j = 0; j < d; j++) sum[j]! += 2 * signs[i]! * X.data[i * d + j]!;
    total += dual(sum);
  }
  const factor = radius * times;
  const complexity = (factor * (total / patterns)) / (perPoint ? 1 : m);
  const root = norm2(X.data);
  const value = {
    complexity,
    lower: (lower * radius * root) / (m * Math.sqrt(2)),
    upper: (radius * root) / m,
  };
  const underflow = (radius + 1) * patterns * (d + m) * Number.MIN_VALUE;
  const error = (radius * root * UNIT * 4 * (patterns + m * d)) / m + underflow;
  return certified('rademacher', { value, error, certificate: { kind: 'enumeration', patterns } });
}

const by = ofSteps(answer);

export const rademacher: Oracle<BallQuestion, Rademacher> = {
  name: 'rademacher',
  answer: (question) => answer(question),
  faults: {
    'the other norm': { what: 'the norm of the other ball is taken', by: by({ otherNorm: true }) },
    'signs fixed': { what: 'all signs are +1', by: by({ unsigned: true }) },
    'not divided by m': { what: 'the sum is not divided by the number of points', by: by({ perPoint: true }) },
    'lower bound without sqrt 2': { what: 'the lower bound is the upper one', by: by({ lower: Math.sqrt(2) }) },
    'half of it': { what: 'half of the complexity', by: by({ factor: 0.5 }) },
    'complexity off by 10%': { what: '10% too large', grade: 0.1, by: by({ factor: 1.1 }) },
    'complexity off by 30%': { what: '30% too large', grade: 0.3, by: by({ factor: 1.3 }) },
  },
};
