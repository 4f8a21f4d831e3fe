/** Samples on which float64 alone gets into trouble: dependent, duplicated and zero columns, shifts, ties, any scale. */
import { matrix, type Matrix } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';

type Stream = ReturnType<typeof seededStream>;

/** 10^k, k whole and from the given range. */
export const decade = (stream: Stream, low: number, high: number): number =>
  Number(`1e${low + stream.integer(high - low + 1)}`);

/** X: n x d, y: n, and what was done to them. */
export function hardSample(
  seed: number,
  n: number,
  d: number,
): { X: Matrix; y: Float64Array; kinds: string[]; stream: Stream } {
  const stream = seededStream(seed);
  const X = matrix(n, d);
  const kinds: string[] = [];
  const whole = stream.integer(4) === 0;
  for (let k = 0; k < n * d; k++) X.data[k] = whole ? stream.integer(5) - 2 : stream.normal();
  let y = Float64Array.from({ length: n }, () => (whole ? stream.integer(5) - 2 : stream.normal()));
  if (whole) kinds.push('ties');
  const eachRow = (change: (row: Float64Array) => void) => {
    for (let i = 0; i < n; i++) change(X.data.subarray(i * d, (i + 1) * d));
  };
  const [a, b] = [stream.integer(d), stream.integer(d)];
  const far = stream.integer(12);
  if (far === 0) {
    kinds.push('zero column');
    eachRow((row) => (row[a] = 0));
  } else if (far === 1) {
    kinds.push('equal columns');
    eachRow((row) => (row[a] = row[b]!));
  } else if (far <= 4) {
    kinds.push('near columns');
    const gap = decade(stream, -12, -1);
    eachRow((row) => (row[a] = row[b]! + gap * stream.normal()));
  } else if (far === 5) {
    kinds.push('shifted columns');
    const shift = decade(stream, 1, 6);
    for (let k = 0; k < n * d; k++) X.data[k] = X.data[k]! + shift;
  } else if (far === 6) {
    kinds.push('nuisance column');
    const factor = decade(stream, -6, 6);
    eachRow((row) => (row[a] = row[a]! * factor));
  } else if (far === 7 && n > 1) {
    kinds.push('near rows');
    const gap = decade(stream, -12, -1);
    for (let j = 0; j < d; j++) X.data[j] = X.data[d + j]! + gap * stream.normal();
  } else if (far === 8 && n > 1) {
    kinds.push('equal rows');
    for (let j = 0; j < d; j++) X.data[j] = X.data[d + j]!;
  }
  const scale = stream.integer(6);
  if (scale === 0) {
    kinds.push('scale of X');
    const factor = decade(stream, -300, 290);
    for (let k = 0; k < n * d; k++) X.data[k] = X.data[k]! * factor;
  } else if (scale === 1) {
    kinds.push('scale of y');
    const factor = decade(stream, -300, 290);
    y = y.map((entry) => entry * factor);
  }
  return { X, y, kinds, stream };
}
