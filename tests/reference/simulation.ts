/** Means of simulated numbers, and what two of them may differ by. */

export interface Simulated {
  readonly mean: number;
  readonly sd: number;
  /** Of the mean. */
  readonly se: number;
}

/** Mean, standard deviation and standard error of the mean of numbers. */
export function simulated(values: readonly number[]): Simulated {
  const T = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (T - 1));
  return { mean, sd, se: sd / Math.sqrt(T) };
}

/** Of `draw(0), ..., draw(T - 1)`. */
export const simulate = (T: number, draw: (t: number) => number): Simulated =>
  simulated(Array.from({ length: T }, (_, t) => draw(t)));

/** Four standard errors of the difference from another simulation's mean, whose own standard error is given. */
export const fourErrors = ({ se }: Simulated, other: number): number => 4 * Math.sqrt(se * se + other * other);
