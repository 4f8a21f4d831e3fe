/** The hidden units of a batch: inputs X: count x d row-major, W: m x d and b: m at the start of theta, H and D: count x m. */
import { exp, log1p, tanh } from 'claimcheck/numerics/elementary';
import { dotsAt } from 'claimcheck/numerics/lanes';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { at, inRoom } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';
import type { Activation } from 'claimcheck/oracles/two-layer';

/** In the order of the compiled word. */
const KINDS: readonly Activation[] = ['relu', 'tanh', 'softplus', 'linear'];

/** H = act(X W' + b) and D, the slope there; `panels` is X as `resident` has it. */
export function units(
  activation: Activation,
  X: Float64Array,
  panels: Matrix,
  count: number,
  d: number,
  theta: Float64Array,
  m: number,
  H: Float64Array,
  D: Float64Array,
): void {
  if (inRoom(X, panels, theta, H, D)) {
    const [W, kind] = [at(theta), KINDS.indexOf(activation)];
    return words().units(kind, at(X), at(panels), count, d, W, W + 8 * m * d, m, at(H), at(D));
  }
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
