/**
 * The constants that compare gradient flow with ridge, x = s t at an eigenvalue s of X'X/n and the penalty 1/t:
 *
 *   risk of flow <= c risk of ridge,   c = max_x ((1 - e^-x)(1 + x) / x)^2 = 1.6859090583 at x = 1.7932821329,
 *
 * since its bias e^-x is below ridge's 1 / (1 + x) and its variance is that ratio. Descent with steps eta, k of them, has
 * (1 - (1 - eta s)^k) in the place of 1 - e^-x, x = eta s k; at `step` = eta s its ratio has the supremum `descent` over k.
 * The maximum is that of the derivative's root, by bisection. With r = -log(1 - eta s) / (eta s) in the place of 1 descent's
 * ratio, for real k, rises up to one point and falls beyond, since r (x^2 + x) - (e^(r x) - 1) is first convex, then concave,
 * with slope 0 at 0; so the best whole numbers are the neighbours of its root. Sources: ali2019continuous, Theorem 1 (1.6862, an upper bound);
 * the sharp value and that of descent are derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded } from 'claimcheck/faults';
import { add, divide, exact, multiply, roundings, subtract, type Ball } from 'claimcheck/numerics/ball';
import { exp, expm1, log1p, power } from 'claimcheck/numerics/elementary';
import { certified } from './certified.js';

export interface EarlyStopping {
  readonly constant: number;
  readonly at: number;
  /** sup over k of the ratio of descent at eta s = `step`; the constant itself for step 0. */
  readonly descent: number;
}

const ratio = (x: number) => {
  const root = ((1 - exp(-x)) * (1 + x)) / x;
  return root * root;
};

/** The root of the derivative of (1 - e^-x)(1 + 1/x): e^-x (1 + 1/x) = (1 - e^-x) / x^2. */
function maximizer(): number {
  const slope = (x: number) => exp(-x) * (x * x + x) - (1 - exp(-x));
  let [low, high] = [1, 3];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Below this step the supremum is that of the flow, to far less than what 1 - step rounds away. */
const SMALLEST = 1e-12;
/** From here on (1 - step)^k is formed from the rounded 1 - step. */
const LARGE = 1e-3;

/** The root of r (x^2 + x) = e^(r x) - 1 beyond 0; 0 where there is none. */
function turningPoint(r: number): number {
  const rises = (x: number) => r * (x * x + x) > expm1(r * x);
  let [low, high] = [0, 3];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (rises(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Descent's ratio after k steps, and what its rounding may be. */
function ratioAfter(step: number, k: number, factor: number): Ball {
  const x = multiply(exact(step), exact(k));
  const left =
    step >= LARGE
      ? { value: power(1 - step, k), radius: step === 1 ? 0 : roundings(k + 4) * power(1 - step, k) }
      : { value: exp(k * log1p(-step)), radius: roundings(4 + 6 * k * step) * exp(k * log1p(-step)) };
  const root = divide(multiply(subtract(exact(1), left), add(exact(1), x)), x);
  return multiply(multiply(exact(factor), root), root);
}

/** @param step eta s in (0, 1], or 0 for the flow; `error` bounds that of `constant`, `at` and `descent` */
function answer(step: number, factor = 1, power2 = true): Certified<EarlyStopping> {
  if (!(step >= 0 && step <= 1)) throw new RangeError(`earlyStopping: step ${step}; expected 0 to 1`);
  if (step > 0 && step < SMALLEST)
    throw new RangeError(`earlyStopping: step ${step}; expected 0 for the flow, or ${SMALLEST} to 1`);
  const at = maximizer();
  const constant = factor * (power2 ? ratio(at) : Math.sqrt(ratio(at)));
  let descent = step > 0 ? 0 : constant;
  let error = 1e-13;
  if (step > 0) {
    const turn = (step < 1 ? turningPoint(-log1p(-step) / step) : 0) / step;
    // The root is known to a few units in its last place, so to less than one step.
    for (let k = Math.max(1, Math.floor(turn) - 2); k <= Math.floor(turn) + 3; k++) {
      const { value, radius } = ratioAfter(step, k, factor);
      descent = Math.max(descent, value);
      error = Math.max(error, radius);
    }
  }
  return certified('earlyStopping', {
    value: { constant, at, descent },
    error,
    certificate: { kind: 'closed form', x: at },
  });
}

export const earlyStopping: Oracle<number, EarlyStopping> = {
  name: 'early-stopping',
  answer: (step) => answer(step),
  faults: {
    'not squared': { what: 'the ratio of amplitudes in place of variances', by: (step) => answer(step, 1, false) },
    'rounded up': {
      what: '1.6862 in place of the sharp value',
      by: (step) => answer(step, 1.6862 / ratio(maximizer())),
    },
    ...graded('', 'the constant is {grade} too small', (grade) => (step) => answer(step, 1 - grade)),
  },
};
