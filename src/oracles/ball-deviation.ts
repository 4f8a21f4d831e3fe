/**
 * The supremum over a ball of the deviation of the sample's mean margin from its expectation, w.Delta with
 * Delta = mean y x - E y x: radius |Delta|_inf over the L1 ball, radius |Delta|_2 over the L2 ball.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { norm2, normInf, timesTransposed } from '../numerics/matrix.js';
import type { SignalNoise } from '../tasks/signal-noise.js';

export interface BallQuestion {
  readonly task: SignalNoise;
  readonly radius: number;
}
export interface Deviations {
  readonly L1: number;
  readonly L2: number;
}

/** `error` bounds the rounding of both. */
function answer({ task, radius }: BallQuestion, factor = 1, wrong?: 'swapped' | 'labels'): Certified<Deviations> {
  const { X, y, size, signal } = task;
  const sums = timesTransposed(X, wrong === 'labels' ? y.map(() => 1) : y);
  const delta = sums.map((sum, j) => sum / y.length - 2 * size * signal[j]!);
  const [one, two] = wrong === 'swapped' ? [norm2(delta), normInf(delta)] : [normInf(delta), norm2(delta)];
  const value = { L1: factor * radius * one, L2: factor * radius * two };
  return { value, error: 1e-13 * value.L2, certificate: { kind: 'closed form', radius } };
}

type Answer = (question: BallQuestion) => Certified<Deviations>;
const fault = (what: string, by: Answer, grade?: number): Fault<Answer> => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by,
});
const off = (grade: number) => fault(`the radius is ${grade} too large`, (q) => answer(q, 1 + grade), grade);

export const ballDeviation: Oracle<BallQuestion, Deviations> = {
  name: 'ball-deviation',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'norms swapped': fault('each ball has its own norm in place of the dual one', (q) => answer(q, 1, 'swapped')),
    'labels forgotten': fault('mean x in place of mean y x', (q) => answer(q, 1, 'labels')),
    'off by 1%': off(0.01),
    'off by 3%': off(0.03),
    'off by 10%': off(0.1),
    'off by 30%': off(0.3),
  },
};
