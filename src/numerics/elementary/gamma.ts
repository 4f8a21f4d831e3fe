/**
 * The logarithm of the gamma function for x >= 0, to 1e-15 relative.
 *
 * On [1.5, 2.5]: log Gamma(2 + z) = z (z + 1) R(z), R of degree 18, minimax (Remez, 60 digits), so that the zeros at 1 and
 * 2 are exact. Elsewhere below 8 by the recurrence; from 8 on by Stirling's formula with the remainder T(1/x^2) / x,
 * T of degree 6, truncation below 2^-64.
 */
import { log, log1p } from './logarithm.js';

const HALF_LOG_2PI = 0.9189385332046728;

/** log Gamma(2 + z) for |z| <= 1/2. */
function nearTwo(z: number): number {
  let r = 1.2216648000832933e-7;
  r = r * z - 2.526203706043523e-7;
  r = r * z + 3.863321847183204e-7;
  r = r * z - 8.208225259249383e-7;
  r = r * z + 1.8133652583515988e-6;
  r = r * z - 3.856346905442329e-6;
  r = r * z + 8.221237437450985e-6;
  r = r * z - 1.7660186299695072e-5;
  r = r * z + 3.8168995402322435e-5;
  r = r * z - 8.30952742740646e-5;
  r = r * z + 0.00018255263190362962;
  r = r * z - 0.0004057073889019863;
  r = r * z + 0.0009153769225295219;
  r = r * z - 0.00210813083422644;
  r = r * z + 0.004998641164691851;
  r = r * z - 0.012384192193367415;
  r = r * z + 0.032965000621155864;
  r = r * z - 0.10031730167435393;
  r = r * z + 0.42278433509846713;
  return z * (z + 1) * r;
}

/** log Gamma(x) for x > 0; Infinity at 0, NaN below. */
export function logGamma(x: number): number {
  if (!(x < Infinity)) return x;
  if (x <= 0) return x === 0 ? Infinity : NaN;
  if (x < 0.5) return nearTwo(x) - log1p(x) - log(x);
  if (x < 1.5) return nearTwo(x - 1) - log1p(x - 1);
  if (x < 2.5) return nearTwo(x - 2);
  if (x < 8) {
    let y = x - 1;
    let product = y;
    while (y >= 2.5) {
      y -= 1;
      product *= y;
    }
    return nearTwo(y - 2) + log(product);
  }
  const w = 1 / (x * x);
  const t =
    0.08333333333333333 +
    w *
      (-0.002777777777767375 +
        w *
          (0.0007936507863754892 +
            w *
              (-0.000595235844832692 +
                w * (0.000841391280195031 + w * (-0.001886351212819672 + w * 0.004986544549258822)))));
  return (x - 0.5) * (log(x) - 1) - 0.5 + (HALF_LOG_2PI + t / x);
}
