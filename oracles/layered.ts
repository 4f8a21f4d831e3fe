/**
 * Networks of linear layers with ReLU between them, formula by formula: h_1 = W_1 x, h_i = W_i relu(h_{i-1}), f = h_r, with
 * perturbations h_i + delta_i |what enters layer i|. theta holds W_1, W_2, ... row-major, widths are d, hidden, 1.
 */
import { norm2, type Matrix } from 'claimcheck/numerics/matrix';

export interface Layered {
  readonly widths: readonly number[];
  readonly theta: Float64Array;
}

/** f(x) where layer i is perturbed by deltas[i]; and what entered every layer. */
export function perturbed(
  { widths, theta }: Layered,
  x: Float64Array,
  deltas?: readonly Float64Array[],
): { readonly f: number; readonly inputs: readonly Float64Array[]; readonly outputs: readonly Float64Array[] } {
  let parameters = 0;
  for (let i = 0; i + 1 < widths.length; i++) parameters += widths[i]! * widths[i + 1]!;
  if (widths.length < 2 || x.length !== widths[0] || theta.length !== parameters)
    throw new RangeError(
      `layered network: widths ${widths.join(', ')}, ${theta.length} parameters, x of length ${x.length}; ` +
        `expected two widths or more, ${parameters} parameters and x of the first width`,
    );
  const inputs: Float64Array[] = [];
  const outputs: Float64Array[] = [];
  let enters = x;
  let from = 0;
  for (let i = 0; i + 1 < widths.length; i++) {
    const [wide, count] = [widths[i]!, widths[i + 1]!];
    const size = deltas ? norm2(enters) : 0;
    const h = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      let sum = deltas ? deltas[i]![k]! * size : 0;
      for (let j = 0; j < wide; j++) sum += theta[from + k * wide + j]! * enters[j]!;
      h[k] = sum;
    }
    from += wide * count;
    inputs.push(enters);
    outputs.push(h);
    enters = h.map((z) => (z > 0 ? z : 0));
  }
  return { f: outputs.at(-1)![0]!, inputs, outputs };
}

/** f at the rows of X. */
export const layeredOutputs = (network: Layered, X: Matrix): Float64Array =>
  Float64Array.from({ length: X.rows }, (_, i) => perturbed(network, X.data.subarray(i * X.cols, (i + 1) * X.cols)).f);

/** df/dh_i for every layer at x. */
export function slopes({ widths, theta }: Layered, outputs: readonly Float64Array[]): Float64Array[] {
  const depth = widths.length - 1;
  const starts = widths.slice(0, depth).map((_, i) => {
    let from = 0;
    for (let l = 0; l < i; l++) from += widths[l]! * widths[l + 1]!;
    return from;
  });
  const all: Float64Array[] = [Float64Array.of(1)];
  for (let i = depth - 1; i > 0; i--) {
    const above = all[0]!;
    const into = new Float64Array(widths[i]!);
    for (let j = 0; j < into.length; j++) {
      if (!(outputs[i - 1]![j]! > 0)) continue;
      for (let k = 0; k < above.length; k++) into[j]! += above[k]! * theta[starts[i]! + k * widths[i]! + j]!;
    }
    all.unshift(into);
  }
  return all;
}
