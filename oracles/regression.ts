/** A noiseless regression task: X: n x d, y: n. A task with more fields is a question too. */
import { normInf } from 'claimcheck/numerics/matrix';
import type { Sample as Regression } from 'claimcheck/tasks/sample';

export type { Regression };

/** @throws RangeError where the shapes differ, an entry is not finite, or more rows than columns leave no choice. */
export function checkRegression(oracle: string, question: Regression): void {
  const { X } = question;
  expectShapes(oracle, question);
  if (X.rows < 1 || X.rows > X.cols)
    throw new RangeError(`${oracle}: X is ${X.rows} x ${X.cols}; expected 1 <= rows <= columns`);
  expectFinite(oracle, question);
}

/** As `checkRegression`, with as many rows as there may be. */
export function expectSample(oracle: string, question: Regression): void {
  const { X } = question;
  expectShapes(oracle, question);
  if (X.rows < 1 || X.cols < 1)
    throw new RangeError(`${oracle}: X is ${X.rows} x ${X.cols}; expected a row and a column`);
  expectFinite(oracle, question);
}

function expectShapes(oracle: string, { X, y }: Regression): void {
  const shape = `X is ${X.rows} x ${X.cols}`;
  if (X.data.length !== X.rows * X.cols) throw new RangeError(`${oracle}: ${shape} and has ${X.data.length} entries`);
  if (y.length !== X.rows) throw new RangeError(`${oracle}: ${shape} and y has length ${y.length}; expected ${X.rows}`);
}

function expectFinite(oracle: string, { X, y }: Regression): void {
  for (const numbers of [X.data, y])
    for (let k = 0; k < numbers.length; k++)
      if (!(Math.abs(numbers[k]!) < Infinity))
        throw new RangeError(`${oracle}: an entry of X or y is ${numbers[k]}; expected finite numbers`);
}

/** Sizes whose squares, and quotients of those, neither overflow nor lose digits to underflow. */
const [SMALL, LARGE] = [1e-60, 1e60];

/** What is so large or so small, or so unequal, that sums of squares are not to be trusted; undefined: nothing is. */
export function outOfRange({ X, y }: Regression): string | undefined {
  const ordinary = (size: number) => size >= SMALL && size <= LARGE;
  for (let i = 0; i < X.rows; i++) {
    const size = normInf(X.data.subarray(i * X.cols, (i + 1) * X.cols));
    if (!ordinary(size) && size > 0) return `the largest entry of row ${i} of X is ${size}`;
  }
  const label = y.findIndex((entry) => entry !== 0 && !ordinary(Math.abs(entry)));
  return label < 0 ? undefined : `y_${label} is ${y[label]}`;
}

/** @throws RangeError where float64 alone cannot answer because of the size of an entry. */
export function expectOrdinary(oracle: string, question: Regression): void {
  const what = outOfRange(question);
  if (what) throw new RangeError(`${oracle}: ${what}; expected sizes from ${SMALL} to ${LARGE}: choose another unit`);
}
