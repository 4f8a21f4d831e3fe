/** The plain average. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean product of the deviations of two lists, as long as each other, from their means. */
export function covariance(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [mean(x), mean(y)];
  return mean(x.map((value, k) => (value - a) * (y[k]! - b)));
}
