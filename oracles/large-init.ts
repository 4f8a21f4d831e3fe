/**
 * Where a diagonal network of large initialization goes, to leading order: with b2 the interpolant of least Euclidean norm
 * and a = D / (D - 2),
 *   depth 2: b_alpha - b2 = P_N(b2^3) / (24 alpha^4) + O(alpha^-8),
 *   depth D: b_alpha - b2 = P_N(b2^3) (a + 1)(a + 2) / (24 a^2 alpha^(2 D)) + O(alpha^(-4 D)),
 * cubes by coordinate, P_N the projection on the null space of X. It follows from expanding z^-1 to third order in the
 * stationarity condition; the remainder is not bounded here, `error` is that of evaluating the formula.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps } from 'claimcheck/faults';
import { power } from 'claimcheck/numerics/elementary';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { norm2, normInf, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';
import { certified } from './certified.js';
import { minimumL2 } from './minimum-l2.js';
import type { Regression } from './regression.js';
import { leastSingular } from './weighted-gram.js';

export interface LargeInitQuestion extends Regression {
  readonly alpha: number;
  /** The number of layers; 2 if absent. */
  readonly depth?: number;
}

export interface LargeInit {
  /** d; the interpolant of least Euclidean norm. */
  readonly origin: Float64Array;
  /** d; the predicted b_alpha - origin. */
  readonly shift: Float64Array;
}

/** x - X^+ X x, and a bound of its rounding in the Euclidean norm: that of the answer, and that of X x through X^+. */
function nullPart(X: Matrix, x: Float64Array): { readonly part: Float64Array; readonly off: number } {
  const { value, error } = minimumL2.answer({ X, y: times(X, x) });
  const offImage = roundings(X.cols / 2 + 4) * norm2(X.data) * norm2(x) + X.cols * X.rows * Number.MIN_VALUE;
  const size = norm2(x);
  return { part: subtract(x, value.beta), off: 1.01 * (error + offImage / leastSingular(X) + 2 * UNIT * size) };
}

/** `error` bounds the rounding of `shift`, in the Euclidean norm. */
function answer(
  { X, y, alpha, depth = 2 }: LargeInitQuestion,
  { coefficient = 1, scale = (entry: number) => entry, projected = true } = {},
): Certified<LargeInit> {
  if (!(alpha > 0 && alpha < Infinity))
    throw new RangeError(`largeInit: alpha is ${alpha}; expected a positive number`);
  if (!(Number.isInteger(depth) && depth >= 2))
    throw new RangeError(`largeInit: depth is ${depth}; expected 2, 3, ...`);
  const least = minimumL2.answer({ X, y });
  const origin = least.value.beta;
  const cubes = origin.map((entry) => entry * entry * entry);
  const a = depth / (depth - 2);
  const constant = depth === 2 ? 1 / 24 : ((a + 1) * (a + 2)) / (24 * a * a);
  const factor = (coefficient * constant) / power(scale(alpha), 2 * depth);
  const { part, off } = projected ? nullPart(X, cubes) : { part: cubes, off: 0 };
  const shift = part.map((entry) => factor * entry);
  const relative = least.error / (least.value.norm || 1);
  // A cube moves by 3 (|b| + e)^2 e, and a projection by no more; the factor is rounded a dozen times.
  const reach = normInf(origin) + least.error;
  const moved = 3 * reach * reach * least.error + 2 * UNIT * norm2(cubes) + origin.length * Number.MIN_VALUE;
  const usual = Math.abs(factor) * norm2(cubes) * (16 * relative + 1e-14);
  const certain = Math.abs(factor) * (off + moved + 16 * UNIT * norm2(part)) * 1.01 + origin.length * Number.MIN_VALUE;
  return certified('largeInit', {
    value: { origin, shift },
    error: Math.max(usual, certain),
    certificate: { kind: 'closed form', order: 2 * depth, relative },
  });
}

const by = ofSteps(answer);

/** @throws RangeError on bad shapes, rank, alpha or depth. */
export const largeInit: Oracle<LargeInitQuestion, LargeInit> = {
  name: 'large-init',
  answer: (question) => answer(question),
  faults: {
    ...graded('constant-{grade}', 'the constant is {grade} too large', (grade) => by({ coefficient: 1 + grade })),
    'alpha-for-alpha-squared': { what: 'alpha in place of alpha^2 is the scale', by: by({ scale: Math.sqrt }) },
    'one-twelfth': { what: 'the constant is twice too large', by: by({ coefficient: 2 }) },
    'not-projected': { what: 'the cube is not projected on the null space', by: by({ projected: false }) },
    'sign-flipped': { what: 'the shift points the other way', by: by({ coefficient: -1 }) },
  },
};
