/**
 * The limiting excess risk of ridge as n, p -> infinity with p / n = gamma, isotropic inputs, truth of squared length r2,
 * noise of variance sigma2, for the penalty lambda on the mean loss ((1/n) |X b - y|^2 + lambda |b|^2):
 *
 *   r2 lambda^2 m'(-lambda) + sigma2 gamma (m(-lambda) - lambda m'(-lambda)),
 *
 * m the Stieltjes transform of the Marchenko-Pastur law, gamma z m^2 + (gamma + z - 1) m + 1 = 0. At lambda = 0:
 * sigma2 gamma / (1 - gamma) below 1 and r2 (1 - 1/gamma) + sigma2 / (gamma - 1) above. Source: hastie2022surprises,
 * Theorems 1 and 5. At finite sizes it is off by about 1 / |n - p|.
 */
import type { Certified, Fault, Oracle } from '../claim.js';

export interface LimitQuestion {
  readonly gamma: number;
  readonly lambda: number;
  readonly r2: number;
  readonly sigma2: number;
}

interface Variant {
  readonly lambda?: (lambda: number) => number;
  readonly sigma?: boolean;
  readonly withoutBias?: boolean;
  readonly gamma?: (gamma: number) => number;
}

/** m(-lambda) and m'(-lambda). m is the positive root of gamma lambda m^2 + b m - 1 = 0, taken without cancellation. */
export function stieltjes(gamma: number, lambda: number): readonly [m: number, slope: number] {
  const b = 1 - gamma + lambda;
  const root = Math.sqrt(b * b + 4 * gamma * lambda);
  const m = b >= 0 ? 2 / (b + root) : (root - b) / (2 * gamma * lambda);
  return [m, (gamma * m * m + m) / (2 * gamma * lambda * m + b)];
}

/** `error` bounds the rounding. @throws RangeError for lambda < 0, and for lambda = 0 at gamma = 1, where it is infinite. */
function answer(asked: LimitQuestion, variant: Variant = {}): Certified<number> {
  const { r2 } = asked;
  const gamma = variant.gamma ? variant.gamma(asked.gamma) : asked.gamma;
  const lambda = variant.lambda ? variant.lambda(asked.lambda) : asked.lambda;
  const sigma2 = variant.sigma ? Math.sqrt(asked.sigma2) : asked.sigma2;
  if (!(gamma > 0 && lambda >= 0 && (lambda > 0 || gamma !== 1)))
    throw new RangeError(`ridgeLimit: gamma is ${gamma} and lambda is ${lambda}; expected a finite limit`);
  let bias = gamma > 1 ? r2 * (1 - 1 / gamma) : 0;
  let variance = gamma < 1 ? (sigma2 * gamma) / (1 - gamma) : sigma2 / (gamma - 1);
  if (lambda > 0) {
    const [m, slope] = stieltjes(gamma, lambda);
    bias = r2 * lambda * lambda * slope;
    variance = sigma2 * gamma * (m - lambda * slope);
  }
  const value = (variant.withoutBias ? 0 : bias) + variance;
  return { value, error: 1e-12 * value, certificate: { kind: 'closed form', gamma, lambda } };
}

const wrong = (what: string, variant: Variant): Fault<(q: LimitQuestion) => Certified<number>> => ({
  what,
  by: (question) => answer(question, variant),
});

export const ridgeLimit: Oracle<LimitQuestion, number> = {
  name: 'ridge-limit',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'sigma for sigma squared': wrong('the standard deviation is taken for the variance', { sigma: true }),
    'no bias': wrong('the bias is left out', { withoutBias: true }),
    'gamma inverted': wrong('n / p is taken for p / n', { gamma: (gamma) => 1 / gamma }),
    'half of the penalty': wrong('the loss has a factor 1/2', { lambda: (lambda) => lambda / 2 }),
  },
};
