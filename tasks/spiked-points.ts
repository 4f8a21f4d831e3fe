/** One sample of regressions with two large input directions and a long tail (spiked-regression.ts). */
import type { Population } from 'claimcheck';
import { seed } from './drawn.js';
import { spikedSample, type SpikedSample, type Spectrum } from './spiked-regression.js';

export function spikedPoints(n: number, spectrum: Spectrum): Population<SpikedSample> {
  const { p, tail, sigma = 0.5 } = spectrum;
  const total = Number(tail(n).toPrecision(4));
  return {
    name: `${n} spiked points of ${p(n)} inputs, tail ${total}, noise ${sigma}`,
    version: 1,
    about:
      `${n} points of ${p(n)} independent Gaussian inputs, two of variance 1, the others of ${total} together in equal parts; ` +
      `y = X truth + ${sigma} N(0, 1), the truth of length 1 in a uniform direction of the two large inputs.`,
    arbitrary: seed.map((from) => spikedSample(from, n, spectrum)),
  };
}
