/**
 * Why no L2 penalty helps. Every minimizer of a decreasing loss of the margins plus a multiple of |w|^2 is
 * w = sum alpha_i y_i x_i with alpha >= 0 (representer theorem). On the mirrored sample its margins, weighted by alpha, sum to
 *
 *   |w_signal|^2 - |w_noise|^2 <= ((2u)^2 m - mu) |alpha|^2,   mu the least eigenvalue of the noise's m x m Gram matrix,
 *
 * since |w_signal| = 2u sum alpha <= 2u sqrt(m) |alpha|. Where `ratio` = mu / ((2u)^2 m) > 1 the sum is negative: the
 * classifier errs on the mirrored sample, whatever alpha >= 0 is, so whatever the loss and the strength of the penalty are.
 */
import type { Certified, Oracle } from 'claimcheck';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { gram, magnitudes, matrix, norm2, times } from 'claimcheck/numerics/matrix';
import type { SignalNoise } from 'claimcheck/tasks/signal-noise';
import { certified, expectFinite, expectLength } from './certified.js';
import { gramRounding } from './weighted-gram.js';

/**
 * The ratio above; its error is that of the eigenvalue (backward stable: a multiple of eps times the largest), and what the
 * roundings of the noise, of which the signal's part is taken, and of its Gram matrix move it by.
 * @throws RangeError where shapes do not fit or the size of the signal is 0
 */
function answer({ X, signal, size, m }: SignalNoise, factor = 1, keepSignal = false): Certified<number> {
  expectLength('noiseGram', 'signal', signal.length, X.cols);
  expectFinite('noiseGram', { X: X.data, signal, size });
  if (!(size !== 0 && m >= 1 && X.rows >= 1))
    throw new RangeError(`noiseGram: size ${size} of the signal, ${X.rows} rows, m = ${m}; expected none of them 0`);
  const along = times(X, signal);
  const noise = matrix(X.rows, X.cols, X.data.slice());
  if (!keepSignal)
    for (let k = 0; k < noise.data.length; k++) noise.data[k]! -= along[Math.floor(k / X.cols)]! * signal[k % X.cols]!;
  const spectrum = eigenvaluesSymmetric(gram(noise));
  const budget = 4 * size * size * m * factor;
  const unit = norm2(signal);
  // The signal's part of a row is a sum of products, most of them 0 where the signal has few coordinates.
  const terms = signal.reduce((count, entry) => count + (entry === 0 ? 0 : 1), 0);
  const parts = norm2(times(magnitudes(X), signal.map(Math.abs)));
  const offNoise = roundings(terms + 4) * parts * unit + 2 * UNIT * norm2(noise.data);
  const whole = norm2(noise.data);
  const moved =
    2 * whole * offNoise + offNoise * offNoise + gramRounding(noise) + roundings(8 * X.rows) * whole * whole;
  return certified('noiseGram', {
    value: spectrum[0]! / budget,
    error: Math.max((1e-13 * m * spectrum.at(-1)!) / budget, (1.01 * moved) / budget + 4 * Number.MIN_VALUE),
    certificate: { kind: 'residual bound', least: spectrum[0]!, signal: budget },
  });
}

export const noiseGram: Oracle<SignalNoise, number> = {
  name: 'noise-gram',
  answer: (task) => answer(task),
  faults: {
    'm times too large': { what: 'the signal counts m times', by: (task) => answer(task, task.m) },
    'signal 30 times too large': { what: 'the signal counts 30 times', by: (task) => answer(task, 30) },
    'signal kept': {
      what: 'the signal is left in the Gram matrix',
      by: (task) => answer(task, 1, true),
      survives: 'one more direction of rank 1 does not lower the least eigenvalue',
    },
    'signal off by 10%': {
      what: 'the signal counts 1.1 times',
      grade: 0.1,
      by: (task) => answer(task, 1.1),
      survives: 'the ratio is far from 1',
    },
  },
};
