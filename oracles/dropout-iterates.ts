/**
 * How far the iterates of dropout, w <- w - rate D X'(X D w - y) / n with a mask D of the inputs a step (models/dropout-descent.ts),
 * stay from what they minimize in the mean, w_q = G^-1 X'y / n, S = X'X / n, G = S + q / (1 - q) diag(S). In the stationary law
 * v = w - w_q has the mean 0, since E D S D = G, and V = E v v' is kept by a step, so that it solves a linear system:
 *
 *   G V + V G - rate E (H V H) = rate E u u',   H = D S D,   u = D X'y / n - H w_q.
 *
 * `square` = tr V = E |w - w_q|^2; `slope` its limit by the rate as that goes to 0, where the third term drops out. All masks
 * are enumerated. In the Frobenius norm the left side is at least 2 lambda_min(G) - rate E |H|_F^2 =: k times |V|, so that the
 * rounding of the system moves V by at most its size over k; where k is not positive there is no answer. X: n x d, d small.
 * Source: clara2024dropout (bounds of these covariances); the system is derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { solveWithError } from 'claimcheck/numerics/lu';
import { dot, gramTransposed, matrix, norm2, timesTransposed } from 'claimcheck/numerics/matrix';
import type { Sample } from 'claimcheck/tasks/sample';
import { certified, expectFinite, expectLength } from './certified.js';

export interface DropoutIteratesQuestion extends Sample {
  readonly q: number;
  readonly rate: number;
}
export interface DropoutIterates {
  readonly square: number;
  readonly slope: number;
}

/** @throws RangeError where q is not in [0, 1), or the rate not in (0, where second moments are sure to settle) */
function answer({ X, y, q, rate }: DropoutIteratesQuestion): Certified<DropoutIterates> {
  const [n, d] = [X.rows, X.cols];
  expectLength('dropoutIterates', 'y', y.length, n);
  expectFinite('dropoutIterates', { X: X.data, y, q, rate });
  if (!(q >= 0 && q < 1 && rate > 0 && d <= 8))
    throw new RangeError(
      `dropoutIterates: q = ${q}, rate ${rate}, ${d} inputs; expected 0 <= q < 1, a positive rate and at most 8`,
    );
  const S = gramTransposed(X).data.map((entry) => entry / n);
  const target = timesTransposed(X, y).map((entry) => entry / n);
  const G = matrix(d, d, S.slice());
  for (let j = 0; j < d; j++) G.data[j * (d + 1)]! *= 1 / (1 - q);
  const least = eigenvaluesSymmetric(G)[0]!;
  const centre = solveWithError(G, target);

  // E H (x) H and E u u' over all masks.
  const pairs = new Float64Array(d * d * d * d);
  const noise = new Float64Array(d * d);
  // E |H|_F^2 and E |u|^2.
  let [square, spread] = [0, 0];
  for (let code = 0; code < 1 << d; code++) {
    let chance = 1;
    const mask = Float64Array.from({ length: d }, (_, j) => {
      const kept = ((code >> j) & 1) === 1;
      chance *= kept ? 1 - q : q;
      return kept ? 1 / (1 - q) : 0;
    });
    const H = S.map((entry, k) => mask[Math.floor(k / d)]! * entry * mask[k % d]!);
    const u = target.map((entry, j) => {
      let sum = mask[j]! * entry;
      for (let k = 0; k < d; k++) sum -= H[j * d + k]! * centre.x[k]!;
      return sum;
    });
    square += chance * dot(H, H);
    spread += chance * dot(u, u);
    for (let i = 0; i < d * d; i++) {
      const [a, b] = [Math.floor(i / d), i % d];
      noise[i]! += chance * u[a]! * u[b]!;
      for (let k = 0; k < d * d; k++)
        pairs[i * d * d + k]! += chance * H[a * d + Math.floor(k / d)]! * H[b * d + (k % d)]!;
    }
  }
  // How far S, X'y / n, w_q and u may be off, the last in mean square, and what E u u' moves by.
  const unit = roundings(8 * n + 8 * d + 16);
  const [offS, offTarget] = [(unit * dot(X.data, X.data)) / n, (unit * Math.sqrt(dot(X.data, X.data) * dot(y, y))) / n];
  const reach = norm2(centre.x);
  const offCentre = centre.error * Math.sqrt(d) + (offTarget + (offS / (1 - q)) * reach) / least;
  const offNoise =
    Math.sqrt(square) * offCentre + (Math.sqrt(d) * offTarget) / (1 - q) + (offS * reach) / ((1 - q) * (1 - q));
  const moved = 2 * Math.sqrt(spread) * offNoise + offNoise * offNoise;
  /** tr V by the rate, and how far it may be off. */
  const solved = (rate: number): readonly [number, number] => {
    const K = matrix(
      d * d,
      d * d,
      pairs.map((entry) => -rate * entry),
    );
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++)
        for (let c = 0; c < d; c++) {
          K.data[(a * d + b) * d * d + c * d + b]! += G.data[a * d + c]!;
          K.data[(a * d + b) * d * d + a * d + c]! += G.data[b * d + c]!;
        }
    const { x, error } = solveWithError(K, noise);
    let sum = 0;
    for (let j = 0; j < d; j++) sum += x[j * (d + 1)]!;
    const k = 2 * least * (1 - 1e-12) - rate * square * (1 + 1e-12);
    if (!(k > 0))
      throw new RangeError(
        `dropoutIterates: the rate is ${rate}; expected less than ${(2 * least) / square}, or a smaller q`,
      );
    const sizes = (2 * norm2(G.data) + rate * square) * norm2(x) + norm2(noise);
    return [sum, d * (error + (roundings(8 * n + 40 * d) * sizes + moved) / k)];
  };
  const [here, off] = solved(rate);
  const [slope, offLimit] = solved(0);
  return certified('dropoutIterates', {
    value: { square: rate * here, slope },
    error: rate * off + offLimit,
    certificate: { kind: 'residual bound', least, rate },
  });
}

const asked = ofTask(answer);
const valued = ofValue(answer);

export const dropoutIterates: Oracle<DropoutIteratesQuestion, DropoutIterates> = {
  name: 'dropout-iterates',
  answer,
  faults: {
    'not settled': {
      what: 'the leading order in the rate in the place of the stationary law',
      by: valued(({ slope }, { rate }) => ({ square: rate * slope })),
      survives: 'at these rates it is smaller by some percent, within what trained runs scatter',
    },
    'not squared': {
      what: 'the distance in the place of its square',
      by: valued(({ square }) => ({ square: Math.sqrt(square) })),
    },
    'half as many dropped': { what: 'half of q is dropped', by: asked({ q: (q) => q / 2 }) },
    'twice the rate': { what: 'the rate is doubled', by: asked({ rate: (rate) => 2 * rate }) },
    ...graded('rate', 'the rate is {grade} too large', (grade) => asked({ rate: (rate) => rate * (1 + grade) })),
  },
};
