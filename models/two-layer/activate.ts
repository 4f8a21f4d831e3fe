/** Activations of a batch in place; the hot loops of the two-layer network. */
import { exp, log1p, tanh } from 'claimcheck/numerics/elementary';
import type { Activation } from 'claimcheck/oracles/two-layer';

/** H: count x m holds w.x and becomes act(w.x + b), D becomes the slope there; b begins at `from` in theta. */
export function activateInto(
  activation: Activation,
  theta: Float64Array,
  from: number,
  count: number,
  m: number,
  H: Float64Array,
  D: Float64Array,
): void {
  for (let s = 0; s < count; s++)
    for (let k = 0; k < m; k++) {
      const at = s * m + k;
      const z = H[at]! + theta[from + k]!;
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
}
