import type { Quantity } from '../claim.js';
import { normInf, subtract } from '../numerics/matrix.js';

/** |beta - beta*|_inf, where the certified beta* carries its own error in that norm. beta: d. */
export function distance(
  beta: Float64Array,
  { value, error }: { readonly value: { readonly beta: Float64Array }; readonly error: number },
): Quantity {
  return { value: normInf(subtract(beta, value.beta)), error };
}
