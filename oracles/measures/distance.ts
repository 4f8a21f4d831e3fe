import type { Quantity } from 'claimcheck';
import { normInf, subtract } from 'claimcheck/numerics/matrix';

/** |beta - beta*|_inf, where the certified beta* carries its own error in that norm. beta: d. */
export function distance(
  beta: Float64Array,
  { value, error }: { readonly value: { readonly beta: Float64Array }; readonly error: number },
): Quantity {
  return { value: normInf(subtract(beta, value.beta)), error };
}
