/**
 * The exact expected excess risk of least squares of least norm, for Gaussian isotropic inputs in R^p, n points, noise of
 * variance sigma2 and a truth of squared length r2:
 *
 *   n >= p + 2:  sigma2 p / (n - p - 1)
 *   n <= p - 2:  r2 (1 - n/p) + sigma2 n / (p - n - 1)
 *
 * (means of inverse Wishart matrices); in between the mean is infinite. `optimism` is the gap between the risk, noise
 * included, and the training error: sigma2 (p / (n - p - 1) + p/n) for n >= p + 2, and the whole risk below, where the
 * training error is 0. Sources: hastie2022surprises (the limits);
 * the finite forms follow from E W^-1 = I / (n - p - 1).
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { add, divide, exact, multiply, subtract } from 'claimcheck/numerics/ball';
import { certified, expectFinite } from './certified.js';

export interface Shape {
  readonly n: number;
  readonly p: number;
  readonly r2: number;
  readonly sigma2: number;
}

export interface FiniteSampleRisk {
  readonly excess: number;
  readonly optimism: number;
}

/** `error` bounds the rounding of both; `limit` is that of large n and p, without -1. @throws RangeError where |n - p| <= 1, a size is not positive, or a variance negative */
function answer(
  { n, p, r2, sigma2 }: Shape,
  {
    parameters = (all: number) => all,
    nullSpace = true,
    limit = false,
    factor = 1,
    sigma = false,
    training = true,
  } = {},
): Certified<FiniteSampleRisk> {
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(p) && n > 0 && p > 0 && Math.abs(n - p) >= 2))
    throw new RangeError(`finiteSampleRisk: n is ${n} and p is ${p}; expected whole numbers at least 2 apart`);
  expectFinite('finiteSampleRisk', { r2, sigma2 });
  if (!(r2 >= 0 && sigma2 >= 0))
    throw new RangeError(`finiteSampleRisk: r2 is ${r2} and sigma2 is ${sigma2}; expected no negative number`);
  const counted = parameters(p);
  const less = limit ? 0 : 1;
  const noise = exact(factor * (sigma ? Math.sqrt(sigma2) : sigma2));
  const [rows, columns] = [exact(n), exact(counted)];
  const missed = nullSpace ? multiply(exact(r2), subtract(exact(1), divide(rows, columns))) : exact(0);
  const excess =
    n > p
      ? divide(multiply(noise, columns), exact(n - counted - less))
      : add(missed, divide(multiply(noise, rows), exact(counted - n - less)));
  const trained = n > p ? divide(multiply(noise, columns), rows) : noise;
  const optimism = training ? add(excess, trained) : excess;
  return certified('finiteSampleRisk', {
    value: { excess: excess.value, optimism: optimism.value },
    error: Math.max(1e-15 * excess.value, excess.radius, optimism.radius),
    certificate: { kind: 'closed form', n, p },
  });
}

const by = ofSteps(answer);
const off = (grade: number, survives?: string) => ({
  what: `the variance is ${grade} too large`,
  grade,
  by: by({ factor: 1 + grade }),
  ...(survives !== undefined && { survives }),
});
const BELOW = 'means over simulated designs are compared with the law to 5%';

export const finiteSampleRisk: Oracle<Shape, FiniteSampleRisk> = {
  name: 'finite-sample-risk',
  answer: (question) => answer(question),
  faults: {
    'null space dropped': { what: 'the bias of the null space is left out', by: by({ nullSpace: false }) },
    'one parameter fewer': { what: 'p - 1 parameters are counted', by: by({ parameters: (p) => p - 1 }) },
    'the limit': { what: 'n - p in place of n - p - 1', by: by({ limit: true }) },
    'sigma for sigma squared': { what: 'the standard deviation is taken for the variance', by: by({ sigma: true }) },
    'training error forgotten': { what: 'the optimism is the excess alone', by: by({ training: false }) },
    'variance off by 1%': off(0.01, BELOW),
    'variance off by 3%': off(0.03, BELOW),
    'variance off by 10%': off(0.1),
    'variance off by 30%': off(0.3),
  },
};
