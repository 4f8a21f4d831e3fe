/** What is known of a minimizer from a run that ended near it. */
import type { Quantity } from 'claimcheck';

/**
 * A number of the minimizer of a `convexity`-strongly convex objective, measured at b: |b - minimizer| <= |gradient(b)| /
 * convexity, and the number moves by at most `slope` times that and its own rounding.
 */
export const nearMinimum = (
  value: number,
  {
    gradient,
    convexity,
    slope = 1,
    rounding,
  }: Readonly<Record<'gradient' | 'convexity' | 'rounding', number>> & { readonly slope?: number },
): Quantity => ({ value, error: slope * (gradient / convexity) + rounding });
