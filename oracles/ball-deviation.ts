/**
 * The supremum over a ball of the deviation of the sample's mean margin from its expectation, w.Delta with
 * Delta = mean y x - E y x: radius |Delta|_inf over the L1 ball, radius |Delta|_2 over the L2 ball.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { magnitudes, norm2, normInf, timesTransposed } from 'claimcheck/numerics/matrix';
import type { SignalNoise } from 'claimcheck/tasks/signal-noise';
import { certified, expectFinite, expectLength } from './certified.js';

export interface BallQuestion {
  readonly task: SignalNoise;
  readonly radius: number;
}
export interface Deviations {
  readonly L1: number;
  readonly L2: number;
}

/** `error` bounds the rounding of both. @throws RangeError for a negative radius, no points, or shapes that do not fit */
function answer({ task, radius }: BallQuestion, factor = 1, wrong?: 'swapped' | 'labels'): Certified<Deviations> {
  const { X, y, size, signal } = task;
  expectLength('ballDeviation', 'y', y.length, X.rows);
  expectLength('ballDeviation', 'signal', signal.length, X.cols);
  expectFinite('ballDeviation', { radius, size });
  if (!(radius >= 0 && X.rows >= 1))
    throw new RangeError(`ballDeviation: radius ${radius}, ${X.rows} points; expected radius >= 0 and a point`);
  const labels = wrong === 'labels' ? y.map(() => 1) : y;
  const sums = timesTransposed(X, labels);
  const delta = sums.map((sum, j) => sum / y.length - 2 * size * signal[j]!);
  const [one, two] = wrong === 'swapped' ? [norm2(delta), normInf(delta)] : [normInf(delta), norm2(delta)];
  const value = { L1: factor * radius * one, L2: factor * radius * two };
  // A sum of m products, whose terms may cancel each other and the expectation.
  const sizes = timesTransposed(magnitudes(X), labels.map(Math.abs));
  const off = sizes.map(
    (sum, j) => roundings(y.length + 4) * (sum / y.length + 2 * Math.abs(size * signal[j]!)) + 4 * Number.MIN_VALUE,
  );
  const certain = factor * radius * (norm2(off) + roundings(X.cols + 8) * norm2(delta)) * 1.01 + 4 * Number.MIN_VALUE;
  return certified('ballDeviation', {
    value,
    error: Math.max(1e-13 * value.L2, certain),
    certificate: { kind: 'closed form', radius },
  });
}

export const ballDeviation: Oracle<BallQuestion, Deviations> = {
  name: 'ball-deviation',
  answer: (question) => answer(question),
  faults: {
    'norms swapped': {
      what: 'each ball has its own norm in place of the dual one',
      by: (q) => answer(q, 1, 'swapped'),
    },
    'labels forgotten': { what: 'mean x in place of mean y x', by: (q) => answer(q, 1, 'labels') },
    ...graded('', 'the radius is {grade} too large', (grade) => (q) => answer(q, 1 + grade)),
  },
};
