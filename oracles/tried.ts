/** What is computed, or undefined where the numbers at hand do not allow it: the computation refuses with a RangeError. */
export function tried<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
