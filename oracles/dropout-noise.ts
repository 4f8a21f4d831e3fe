/**
 * The noise of dropout on the inputs of a linear model: the trace of the covariance of the gradient
 * sum_i (m_i * x_i)((m_i * x_i).w - y_i) at w = (1, ..., 1), entries of the masks m_i independent, 1 / (1 - q) with
 * probability 1 - q and else 0, and a mask for every sample.
 *
 * Samples are independent, so that their variances add. In one of them c = m * x, with E m^k = (1 - q)^(1 - k); entry j is
 * c_j (c_j + r), r = sum_{l != j} c_l - y independent of c_j with the mean t and the variance q / (1 - q) sum_{l != j} x_l^2:
 *
 *   E = x^4 E m^4 + 2 x^3 E m^3 t + x^2 E m^2 (t^2 + Var r),  less the square of the mean x^2 E m^2 + x t.
 *
 * X: n x d; `error` bounds the rounding. Derived here; wei2020implicit, section 3 (the noise that dropout adds).
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { certified, expectFinite, expectLength } from './certified.js';
import type { Dropout } from './dropout-ridge.js';

const momentsOf = (q: number): readonly [number, number, number] => {
  const kept = 1 - q;
  return [1 / kept, 1 / (kept * kept), 1 / (kept * kept * kept)];
};

/**
 * In wrong steps only input j is dropped (`alone`), or the square of the mean is not subtracted (`raw`).
 * @throws RangeError where q is not in [0, 1)
 */
function answer(
  { X, y, q }: Dropout,
  { moments = momentsOf, alone = false, raw = false, factor = 1 } = {},
): Certified<number> {
  if (!(q >= 0 && q < 1)) throw new RangeError(`dropoutNoise: q = ${q}; expected 0 <= q < 1`);
  const [second, third, fourth] = moments(q);
  const d = X.cols;
  expectLength('dropoutNoise', 'y', y.length, X.rows);
  expectFinite('dropoutNoise', { X: X.data, y });
  let sum = 0;
  let size = 0;
  let terms = 0; // as if nothing cancelled
  let widest = 1;
  for (let i = 0; i < X.rows; i++) {
    const row = X.data.subarray(i * d, (i + 1) * d);
    for (let j = 0; j < d; j++) {
      const x = row[j]!;
      let t = -y[i]!;
      let others = 0;
      let reach = Math.abs(y[i]!);
      for (let l = 0; l < d; l++)
        if (l !== j) {
          t += row[l]!;
          others += row[l]! * row[l]!;
          reach += Math.abs(row[l]!);
        }
      const mean = x * x * second + x * t;
      const square =
        x * x * (x * x * fourth + 2 * x * third * t + second * (t * t + (alone ? 0 : (second - 1) * others)));
      sum += square - (raw ? 0 : mean * mean);
      size += square + mean * mean;
      const most = Math.abs(x) * second + reach;
      widest = Math.max(widest, most);
      terms += x * x * (x * x * fourth + 2 * Math.abs(x) * third * reach + second * (reach * reach + second * others));
      terms += x * x * most * most;
    }
  }
  const rounding =
    roundings(2 * d + X.rows * d + 24) * terms + 16 * d * X.rows * Number.MIN_VALUE * fourth * widest * widest;
  return certified('dropoutNoise', {
    value: factor * sum,
    error: Math.max(1e-14 * d * factor * size, factor * rounding),
    certificate: { kind: 'closed form' },
  });
}

const by = ofSteps(answer);

export const dropoutNoise: Oracle<Dropout, number> = {
  name: 'dropout-noise',
  answer: (question) => answer(question),
  faults: {
    'mean not subtracted': { what: 'the second moment in place of the variance', by: by({ raw: true }) },
    'one unit dropped': { what: 'the other inputs are not dropped', by: by({ alone: true }) },
    'Gaussian masks': {
      what: 'moments of a Gaussian mask of the same mean and variance',
      by: by({
        moments: (q) => {
          const odds = q / (1 - q);
          return [1 + odds, 1 + 3 * odds, 1 + 6 * odds + 3 * odds * odds];
        },
      }),
    },
    'off by 1%': { what: 'the noise is 1% too large', grade: 0.01, by: by({ factor: 1.01 }) },
    'off by 10%': { what: 'the noise is 10% too large', grade: 0.1, by: by({ factor: 1.1 }) },
  },
};
