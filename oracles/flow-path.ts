/**
 * How long the path of gradient flow from 0 to the interpolant of least norm is. With K = X X' = U diag(k) U' and c = U'y the flow
 * b' = -X'(X b - y) has the residual e^-Kt y and so the speed
 *
 *   f(t) = |X' e^-Kt y| = (sum k_i c_i^2 e^(-2 k_i t))^(1/2),
 *
 * the root of a sum of exponentials: its logarithm is convex, and so is f. Of a convex f that falls, the rectangles at the middle
 * of every interval are at most its integral and the trapezoids at least; beyond T it is at most sum |c_i| e^(-k_i T) / k_i^(1/2).
 * `error` is half of what lies between, and the rounding of K and its spectrum, which moves f as that of a matrix within a modest
 * multiple of eps |K| does: a share of at most 100 n^2 eps (k_n / k_1)^2. X: n x d of full row rank, y: n. Derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue, relabelled, withoutLastRow } from 'claimcheck/faults';
import { UNIT } from 'claimcheck/numerics/ball';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { exp } from 'claimcheck/numerics/elementary';
import { gram, timesTransposed } from 'claimcheck/numerics/matrix';
import { certified } from './certified.js';
import { checkRegression, expectOrdinary, type Regression } from './regression.js';

/** The largest error that is still an answer, as a share of it. */
const ACCURACY = 1e-3;
/** Intervals grow by this share of t + 1 / k_n; the tail begins at that many 1 / k_1. */
const [GROWTH, TAIL] = [0.02, 25];

export interface FlowPath {
  readonly length: number;
  /** The length of the straight line, the least norm itself. */
  readonly straight: number;
}

/** @throws RangeError where shapes do not fit, X is not of full row rank, or it is too near to not being so */
function answer(question: Regression): Certified<FlowPath> {
  checkRegression('flowPath', question);
  expectOrdinary('flowPath', question);
  const { values: k, vectors } = eigenSymmetric(gram(question.X));
  const n = k.length;
  const condition = k[n - 1]! / k[0]!;
  const share = 100 * n * n * UNIT * condition * condition;
  if (!(k[0]! > 0 && share < ACCURACY))
    throw new RangeError(
      `flowPath: eigenvalues of X X' range from ${k[0]} to ${k[n - 1]}; expected a larger least one`,
    );
  const c = timesTransposed(vectors, question.y);
  const speed = (t: number) =>
    Math.sqrt(c.reduce((sum, each, i) => sum + k[i]! * each * each * exp(-2 * k[i]! * t), 0));
  const end = TAIL / k[0]!;
  let [below, above, t, here] = [0, 0, 0, speed(0)];
  while (t < end) {
    const h = GROWTH * (t + 1 / k[n - 1]!);
    const there = speed(t + h);
    below += h * speed(t + h / 2);
    above += (h * (here + there)) / 2;
    [t, here] = [t + h, there];
  }
  above += c.reduce((sum, each, i) => sum + (Math.abs(each) * exp(-k[i]! * t)) / Math.sqrt(k[i]!), 0);
  const length = (below + above) / 2;
  const straight = Math.sqrt(c.reduce((sum, each, i) => sum + (each * each) / k[i]!, 0));
  return certified(
    'flowPath',
    {
      value: { length, straight },
      error: (above - below) / 2 + share * above,
      certificate: { kind: 'closed form', below, above },
    },
    Math.max(ACCURACY * length, Number.MIN_VALUE),
  );
}

const asked = ofTask(answer);

export const flowPath: Oracle<Regression, FlowPath> = {
  name: 'flow-path',
  answer,
  faults: {
    'straight line': {
      what: 'the least norm in the place of the path',
      by: ofValue(answer)(({ straight }) => ({ length: straight })),
    },
    'last row dropped': { what: 'the last equation is forgotten', by: asked(withoutLastRow) },
    'labels squared': { what: 'labels are squared', by: asked(relabelled((y) => y * y)) },
    ...graded('length', 'the path is {grade} too long', (grade) =>
      ofValue(answer)(({ length }) => ({ length: (1 + grade) * length })),
    ),
  },
};
