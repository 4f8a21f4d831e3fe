/**
 * How far does a car go on a gallon? Of a table of 392 real cars (tasks/data/cars.ts), with seven numbers of each. A task is a
 * random subset of the cars, so that tasks are independent of each other given the table; what is found is about draws from it.
 *
 * Every column, the miles among them, is less its mean over the table and in its standard deviations there. So a model that
 * says 0 of every car has a squared loss of 1, and the linear one that fits the whole table best .18.
 */
import type { Population } from 'claimcheck';
import { columnsUpTo, matrix, norm2, times, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { leastSquares } from 'claimcheck/numerics/qr';
import { CARS } from './data/cars.js';
import { drawn } from './drawn.js';
import type { Sample } from './sample.js';
import { howMany, samples, type OfTable, type Sizes } from './table.js';

/** Seven numbers of a car and its miles per gallon. */
const COLUMNS = 8;

/** 392 x 8, as it was written down. */
export const table = (): Matrix => {
  const data = Float64Array.from(CARS.trim().split(/[,\n]/), Number);
  return matrix(data.length / COLUMNS, COLUMNS, data);
};

interface Known extends Sample {
  /** 392: what the linear model that fits the whole table best says. */
  readonly settled: Float64Array;
}

let held: Known | undefined;
/** 392 x 7 and 392: every column less its mean, in its standard deviations. */
function standardized(): Known {
  if (held) return held;
  const columns = transpose(table());
  for (let j = 0; j < COLUMNS; j++) {
    const column = columns.data.subarray(j * columns.cols, (j + 1) * columns.cols);
    const mean = column.reduce((sum, each) => sum + each, 0) / columns.cols;
    const deviation = norm2(column.map((each) => each - mean)) / Math.sqrt(columns.cols);
    column.forEach((each, i) => (column[i] = (each - mean) / deviation));
  }
  const y = columns.data.slice((COLUMNS - 1) * columns.cols);
  const X = columnsUpTo(transpose(columns), COLUMNS - 1);
  return (held = { X, y, settled: times(X, leastSquares(X, y)) });
}

/**
 * y: miles per gallon, from the seven columns of X. Of what the best linear model of the table does not say of them a `share`
 * is left: 1 the cars as they are, 0 linear labels.
 */
export const cars = (name: string, sizes: Sizes, share = 1): Population<OfTable> =>
  drawn(
    name,
    `${sizes.n + sizes.heldOut + sizes.test} different ones of 392 cars of the years 1970 to 1982: their cylinders, displacement, ` +
      'horsepower, weight, acceleration, year and origin (1, 2 or 3), and y, how far they go on a gallon; each less its mean over the table, ' +
      `in its standard deviations there: ${howMany(sizes)}.` +
      (share === 1
        ? ''
        : ` y is ${share} times what the best linear model of the table leaves of it, added to what that model says.`),
    (stream) => {
      const { X, y, settled } = standardized();
      return samples(stream, sizes, X, (car) => settled[car]! + share * (y[car]! - settled[car]!));
    },
  );
