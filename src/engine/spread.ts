/** Mean and a two-sided 98% t interval, for display only. */
export function spread(values: readonly number[]): { mean: number; low: number; high: number } {
  const n = values.length;
  const centre = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean: centre, low: centre, high: centre };
  const variance = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (n - 1);
  // Expansion of the t quantile around the normal one, z = 2.3263.
  const z = 2.3263478740408408;
  const nu = n - 1;
  const z3 = z * z * z;
  const t = z + (z3 + z) / (4 * nu) + (5 * z3 * z * z + 16 * z3 + 3 * z) / (96 * nu * nu);
  const half = t * Math.sqrt(variance / n);
  return { mean: centre, low: centre - half, high: centre + half };
}
