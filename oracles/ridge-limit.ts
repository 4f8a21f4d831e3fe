/**
 * The limiting excess risk of ridge as n, p -> infinity with p / n = gamma, isotropic inputs, truth of squared length r2,
 * noise of variance sigma2, for the penalty lambda on the mean loss ((1/n) |X b - y|^2 + lambda |b|^2):
 *
 *   r2 lambda^2 m'(-lambda) + sigma2 gamma (m(-lambda) - lambda m'(-lambda)),
 *
 * m the Stieltjes transform of the Marchenko-Pastur law, gamma z m^2 + (gamma + z - 1) m + 1 = 0. With b = 1 - gamma + lambda,
 * D = sqrt(b^2 + 4 gamma lambda) and x = lambda m in [0, 1], the equation makes it a sum of positive terms,
 *
 *   (r2 x (gamma x + lambda) + sigma2 gamma x / (gamma x + lambda)) / D,   x = 2 lambda / (b + D) = (D - b) / (2 gamma),
 *
 * so that nothing cancels. At lambda = 0: sigma2 gamma / (1 - gamma) below 1 and r2 (1 - 1/gamma) + sigma2 / (gamma - 1)
 * above. Source: hastie2022surprises, Theorems 1 and 5. At finite sizes it is off by about 1 / |n - p|.
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofTask } from 'claimcheck/faults';
import { add, divide, exact, multiply, root, subtract, type Ball } from 'claimcheck/numerics/ball';
import { certified, expectFinite } from './certified.js';

export interface LimitQuestion {
  readonly gamma: number;
  readonly lambda: number;
  readonly r2: number;
  readonly sigma2: number;
}

interface Parts {
  readonly bias: Ball;
  readonly variance: Ball;
}

/** Bias by r2 = 1 and variance by sigma2 = 1, lambda > 0. */
function parts(gamma: Ball, lambda: Ball): Parts {
  const b = add(subtract(exact(1), gamma), lambda);
  const four = multiply(exact(4), multiply(gamma, lambda));
  const D = root(add(multiply(b, b), four));
  const x =
    b.value >= 0 ? divide(multiply(exact(2), lambda), add(b, D)) : divide(subtract(D, b), multiply(exact(2), gamma));
  const moved = add(multiply(gamma, x), lambda);
  return {
    bias: divide(multiply(x, moved), D),
    variance: divide(divide(multiply(gamma, x), moved), D),
  };
}

/** Both without a penalty, gamma not 1. */
function ridgeless(gamma: Ball): Parts {
  const one = exact(1);
  if (gamma.value < 1) return { bias: exact(0), variance: divide(gamma, subtract(one, gamma)) };
  const over = subtract(gamma, one);
  return { bias: divide(over, gamma), variance: divide(one, over) };
}

/** `error` bounds the rounding. @throws RangeError for lambda < 0, and for lambda = 0 at gamma = 1, where it is infinite. */
function answer({ gamma, lambda, r2, sigma2 }: LimitQuestion): Certified<number> {
  expectFinite('ridgeLimit', { gamma, lambda, r2, sigma2 });
  if (!(gamma > 0 && lambda >= 0 && (lambda > 0 || gamma !== 1)))
    throw new RangeError(`ridgeLimit: gamma is ${gamma} and lambda is ${lambda}; expected a finite limit`);
  if (!(r2 >= 0 && sigma2 >= 0))
    throw new RangeError(`ridgeLimit: r2 is ${r2} and sigma2 is ${sigma2}; expected no negative number`);
  const { bias, variance } = lambda > 0 ? parts(exact(gamma), exact(lambda)) : ridgeless(exact(gamma));
  const noise = multiply(exact(sigma2), variance);
  const { value, radius } = add(multiply(exact(r2), bias), noise);
  return certified('ridgeLimit', {
    value,
    error: radius,
    certificate: { kind: 'closed form', gamma, lambda },
  });
}

export const ridgeLimit: Oracle<LimitQuestion, number> = {
  name: 'ridge-limit',
  answer,
  faults: {
    'sigma for sigma squared': {
      what: 'the standard deviation is taken for the variance',
      by: ofTask(answer)({ sigma2: (sigma2) => Math.sqrt(sigma2) }),
    },
    'no bias': { what: 'the bias is left out', by: ofTask(answer)({ r2: 0 }) },
    'gamma inverted': { what: 'n / p is taken for p / n', by: ofTask(answer)({ gamma: (gamma) => 1 / gamma }) },
    'half of the penalty': {
      what: 'the loss has a factor 1/2',
      by: ofTask(answer)({ lambda: (lambda) => lambda / 2 }),
    },
  },
};
