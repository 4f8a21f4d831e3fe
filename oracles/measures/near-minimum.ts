import type { Quantity } from 'claimcheck';

/** Where training ended, by the norm of the gradient, and the convexity of the objective. */
interface Near {
  readonly run: { readonly gradient: number };
  readonly task: { readonly penalty: number };
}

/**
 * A number of the minimizer of a penalized objective, measured where training ended: at most |gradient| / penalty away, and the
 * number moves by at most `times` that, and by `rounding`.
 */
export const nearMinimum = ({ run, task }: Near, value: number, rounding: number, times = 1): Quantity => ({
  value,
  error: times * (run.gradient / task.penalty) + rounding,
});
