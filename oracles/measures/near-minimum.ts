import type { Quantity } from 'claimcheck';

/**
 * A number of the minimizer of a strongly convex objective, measured at a point near it: `moves` bounds by how much it
 * moves over the distance to the minimizer, which is at most |gradient| / convexity.
 */
export const nearMinimum = (
  value: number,
  { moves, rounding }: Readonly<Record<'moves' | 'rounding', number>>,
): Quantity => ({
  value,
  error: moves + rounding,
});
