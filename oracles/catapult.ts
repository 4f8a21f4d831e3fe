/**
 * Where gradient descent with step h ends on L = (u.v)^2 / 2, exactly. With f = u.v and s = |u|^2 + |v|^2 its step
 * u - h f v, v - h f u is a map of two numbers, phi = h f and sigma = h s:
 *
 *   phi <- phi (1 - sigma + phi^2),   sigma <- sigma - phi^2 (4 - sigma).
 *
 * 1. It is iterated with numbers that carry their radius (numerics/ball) until |phi| <= e and 0 < sigma < 2.
 * 2. From there on, while sigma has fallen by at most g, |phi| falls by the factor m = max |1 - sigma + t|, 0 <= t <= g + e^2, at
 *    least; all that sigma can still fall is sum 4 phi^2 <= 4 e^2 / (1 - m^2). Where this is at most g, so it stays.
 *
 * u, v: d. `error` bounds that of both: the radius, and g.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask } from 'claimcheck/faults';
import { add, exact, multiply, size, subtract, type Ball } from 'claimcheck/numerics/ball';
import { certified, expectFinite, expectLength } from './certified.js';

export interface CatapultQuestion {
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** h */
  readonly rate: number;
}

export interface Catapult {
  /** h (|u|^2 + |v|^2) at the end. */
  readonly ended: number;
  /** The largest h |u.v| on the way. */
  readonly peak: number;
}

/** What a fault can take for the map. */
interface Variant {
  /** What multiplies phi^2 in the step of phi, and what sigma is subtracted from. */
  readonly cubic?: number;
  readonly four?: number;
}

const FALL = 1e-12;
const STEPS = 100_000;
const ACCURACY = 1e-6;

const sum = (terms: readonly Ball[]) => terms.reduce(add, exact(0));

function answer({ u, v, rate }: CatapultQuestion, { cubic = 1, four = 4 }: Variant = {}): Certified<Catapult> {
  expectLength('catapult', 'v', v.length, u.length);
  expectFinite('catapult', { u, v, rate });
  if (!(rate > 0)) throw new RangeError(`catapult: rate ${rate}; expected a positive number`);
  const h = exact(rate);
  const ball = (x: number) => exact(x);
  const products = (x: Float64Array, z: Float64Array) => sum(Array.from(x, (a, j) => multiply(ball(a), ball(z[j]!))));
  let phi = multiply(h, products(u, v));
  let sigma = multiply(h, add(products(u, u), products(v, v)));
  if (!(sigma.value + sigma.radius < 4))
    throw new RangeError(`catapult: the step times the sharpness is ${sigma.value}; expected less than 4`);
  if (!(sigma.value > sigma.radius && Math.abs(phi.value) > phi.radius))
    throw new RangeError('catapult: the product is 0 up to rounding; expected a start that is no interpolant');
  let peak = phi;
  for (let step = 0; step < STEPS && sigma.radius < ACCURACY; step++) {
    const e = size(phi);
    const low = 1 - sigma.value - sigma.radius;
    const m = Math.max(Math.abs(low), Math.abs(1 - sigma.value + sigma.radius + FALL + e * e)) + 1e-15;
    if (sigma.value + sigma.radius < 2 && m < 1 && (4 * e * e) / (1 - m * m) <= FALL / 1.01)
      return certified(
        'catapult',
        {
          value: { ended: sigma.value, peak: Math.abs(peak.value) },
          error: Math.max(sigma.radius + FALL, peak.radius),
          certificate: { kind: 'closed form', unit: 'the recursion, enclosed', steps: step },
        },
        ACCURACY,
      );
    const square = multiply(phi, phi);
    const factor = add(subtract(exact(1), sigma), multiply(exact(cubic), square));
    sigma = subtract(sigma, multiply(square, subtract(exact(four), sigma)));
    phi = multiply(phi, factor);
    if (size(phi) > size(peak)) peak = phi;
  }
  throw new RangeError(
    `catapult: no end in ${STEPS} steps to within ${ACCURACY}; expected a start further from 2 and 4`,
  );
}

const by =
  (variant: Variant) =>
  (question: CatapultQuestion): Certified<Catapult> =>
    answer(question, variant);

/** @throws RangeError where the start is not below 4 / h or is an interpolant, and where rounding hides the end. */
export const catapult: Oracle<CatapultQuestion, Catapult> = {
  name: 'catapult',
  answer: (question) => answer(question),
  faults: {
    ...graded(
      'cubic term',
      'phi^2 is {grade} too large in the step of phi',
      (grade) => by({ cubic: 1 + grade }),
      [0.01, 0.03],
    ),
    '3.99 for 4': { what: 'sigma falls by phi^2 (3.99 - sigma)', by: by({ four: 3.99 }) },
    ...graded(
      'rate',
      'the step is {grade} too large',
      (grade) => ofTask((question: CatapultQuestion) => answer(question))({ rate: (rate) => rate * (1 + grade) }),
      [0.01, 0.03],
    ),
  },
};
