/**
 * What a yes/no law comes to where tasks succeed with a known probability: for planning and advice. Exact where there is an
 * exact table (threshold.ts). Beyond, the log wealth of the stake that grows fastest is taken for normal at the last trial,
 * which is rough near the boundary alone.
 */
import { log, normalCdf, sqrt } from '../numerics/elementary.js';
import { boundaries, operatingCharacteristic, type OperatingCharacteristic } from './binary.js';
import { STAKES, wagers } from './grid.js';
import { MIXING } from './need.js';
import { EXACT } from './threshold.js';

/** The probability that P(one) > p0 is certified within N trials, and about how many that takes. */
function reaches(p0: number, alpha: number, N: number, p: number) {
  const { win, lose } = wagers(p0);
  let [growth, spread] = [-Infinity, 0];
  for (let j = 0; j < STAKES.length; j++) {
    // A stake of 1 is lost by the first zero alone.
    const each = p * win[j]! + (p < 1 ? (1 - p) * lose[j]! : 0);
    if (each > growth) [growth, spread] = [each, p < 1 ? sqrt(p * (1 - p)) * (win[j]! - lose[j]!) : 0];
  }
  const goal = log(1 / alpha) + MIXING;
  const above = N * growth - goal;
  return {
    probability: spread > 0 ? normalCdf(above / (spread * sqrt(N))) : above >= 0 ? 1 : 0,
    trials: growth > 0 ? Math.min(N, Math.ceil(goal / growth)) : N,
  };
}

export function outlook(
  p0: number,
  alpha: number,
  failAlpha: number,
  N: number,
  p: number,
): Pick<OperatingCharacteristic, 'holds' | 'fails' | 'trials'> {
  if (N <= EXACT) return operatingCharacteristic(boundaries(p0, alpha, failAlpha, N), p);
  const [hold, fail] = [reaches(p0, alpha, N, p), reaches(1 - p0, failAlpha, N, 1 - p)];
  return { holds: hold.probability, fails: fail.probability, trials: Math.min(hold.trials, fail.trials) };
}
