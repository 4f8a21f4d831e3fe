/** Draws from a table of real data: rows to train on, rows held out and rows to test on, no row twice. */
import type { Stream } from 'claimcheck';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import type { Sample } from './sample.js';

export interface Sizes {
  readonly n: number;
  /** Rows on which a strength may be chosen. */
  readonly heldOut: number;
  readonly test: number;
}

export interface OfTable extends Sample {
  readonly heldOut: Sample;
  /** Rows that training does not see. */
  readonly test: Sample;
}

/** `count` different numbers below `below`, in random order. */
export function chosen(stream: Stream, count: number, below: number): number[] {
  const all = Array.from({ length: below }, (_, k) => k);
  for (let k = 0; k < count; k++) {
    const other = k + stream.integer(below - k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all.slice(0, count);
}

const rowsOf = (X: Matrix, at: readonly number[]): Matrix => {
  const data = new Float64Array(at.length * X.cols);
  at.forEach((i, k) => data.set(X.data.subarray(i * X.cols, (i + 1) * X.cols), k * X.cols));
  return matrix(at.length, X.cols, data);
};

/** Different rows of X, labelled by which rows they are. */
export function samples(
  stream: Stream,
  { n, heldOut, test }: Sizes,
  X: Matrix,
  label: (row: number) => number,
): OfTable {
  const rows = chosen(stream, n + heldOut + test, X.rows);
  const sample = (from: number, count: number): Sample => {
    const at = rows.slice(from, from + count);
    return { X: rowsOf(X, at), y: Float64Array.from(at, label) };
  };
  return { ...sample(0, n), heldOut: sample(n, heldOut), test: sample(n + heldOut, test) };
}

export const howMany = ({ n, heldOut, test }: Sizes): string =>
  `${n} to train on, ${heldOut === 0 ? '' : `${heldOut} held out, `}${test} to test on`;
