import { norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { perturbed, slopes, type Layered } from 'claimcheck/oracles/layered';

/**
 * The all-layer margin to first order, |f| / sqrt(sum_i (|input_i| |df/dh_i|)^2) where the example is classified rightly, else 0;
 * averaged over the rows of X: n x d with labels y. A network that is constant near an example has margin 0 there; one
 * that computes what is not a number, in whatever layer, has none (NaN).
 * Source: wei2020improved, section 3 (the margin), linearized here.
 */
export function firstOrderMargin(network: Layered, { X, y }: { readonly X: Matrix; readonly y: Float64Array }): number {
  let total = 0;
  for (let i = 0; i < X.rows; i++) {
    const { f, inputs, outputs } = perturbed(network, X.data.subarray(i * X.cols, (i + 1) * X.cols));
    // A ReLU takes NaN for nothing and would hide it from f.
    if (outputs.some((layer) => layer.some(Number.isNaN))) return NaN;
    let square = 0;
    slopes(network, outputs).forEach((slope, layer) => {
      const reach = norm2(inputs[layer]!) * norm2(slope);
      square += reach * reach;
    });
    if (square !== 0) total += Math.max(0, y[i]! * f) / Math.sqrt(square);
  }
  return total / X.rows;
}
