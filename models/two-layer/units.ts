/** The hidden units of a batch: inputs X: count x d row-major, W: m x d and b: m at the start of theta, H and D: count x m. */
import { exp, log1p, tanh } from 'claimcheck/numerics/elementary';
import { dotsAt } from 'claimcheck/numerics/lanes';
import type { Activation } from 'claimcheck/oracles/two-layer';

/** In the order of the compiled word. */
const KINDS: readonly Activation[] = ['relu', 'tanh', 'softplus', 'linear'];

export const kindOf = (activation: Activation): number => KINDS.indexOf(activation);

/** H = act(X W' + b) and D, the slope there: the twin of the compiled word, src/numerics/kernels/assembly/units.ts. */
export function units(
  activation: Activation,
  X: Float64Array,
  count: number,
  d: number,
  theta: Float64Array,
  m: number,
  H: Float64Array,
  D: Float64Array,
): void {
  for (let s = 0; s < count; s++) dotsAt(theta, 0, d, m, d, X, s * d, H, s * m);
  for (let s = 0; s < count; s++) for (let k = 0; k < m; k++) activate(activation, theta[m * d + k]!, s * m + k, H, D);
}

/** H holds w.x and becomes act(w.x + b), D becomes the slope there. */
function activate(activation: Activation, b: number, at: number, H: Float64Array, D: Float64Array): void {
  const z = H[at]! + b;
  if (activation === 'relu') {
    H[at] = z > 0 ? z : 0;
    D[at] = z > 0 ? 1 : 0;
  } else if (activation === 'tanh') {
    const t = tanh(z);
    H[at] = t;
    D[at] = 1 - t * t;
  } else if (activation === 'softplus') {
    const e = exp(-Math.abs(z));
    H[at] = (z > 0 ? z : 0) + log1p(e);
    D[at] = (z > 0 ? 1 : e) / (1 + e);
  } else {
    H[at] = z;
    D[at] = 1;
  }
}
