/**
 * What ridge errs on each example when it is trained on all others: beta = argmin |X b - y|^2 + penalty |b|^2. X: n x p, y: n.
 *
 * With G = X X' and A = (G + penalty I)^-1, example i left out is missed by (A y)_i / A_ii: the residual (y_i - f_i) / (1 - H_ii) of
 * the fit on all, H = G A, since y - f = penalty A y and I - H = penalty A. The penalty cancels, so that small ones lose no digits.
 */
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { gram, timesTransposed } from 'claimcheck/numerics/matrix';
import type { Sample } from 'claimcheck/tasks/sample';

/** @returns for each penalty > 0 the mean of the squares of these errors */
export function leaveOneOut({ X, y }: Sample, penalties: readonly number[]): number[] {
  const n = X.rows;
  const { values, vectors } = eigenSymmetric(gram(X));
  const z = timesTransposed(vectors, y);
  return penalties.map((penalty) => {
    const inverse = values.map((s) => 1 / (Math.max(0, s) + penalty));
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let [missed, own] = [0, 0];
      for (let k = 0; k < n; k++) {
        const u = vectors.data[i * n + k]!;
        missed += u * inverse[k]! * z[k]!;
        own += u * u * inverse[k]!;
      }
      sum += (missed / own) * (missed / own);
    }
    return sum / n;
  });
}
