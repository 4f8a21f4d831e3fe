/**
 * The exact error of the largest L2 margin on signal and noise (tasks/signal-noise.ts), where every sample supports it.
 *
 * 1. y_i x_i = (2u, y_i z_i), so the Gram matrix is 4 u^2 1 1' + N, N that of the noise, and w = sum a_i y_i x_i with
 *    a ~ (4 u^2 1 1' + N)^-1 1 ~ N^-1 1. With v^2 = 1 / (1' N^-1 1) the squared margin of the noise alone, the largest is g^2 = 4 u^2 + v^2.
 * 2. Along the signal w is 2 u sum a, across it sqrt(a'N a) = sum a v: a fresh input is wrong with probability Phi(-4 u^2 sqrt(D / e) / v).
 * 3. N ~ (e / D) Wishart of D degrees, so that v^2 = (e / D) c / m with c ~ chi^2 of D - m + 1 degrees: with a = u sqrt(m)
 *
 *   error = E Phi(-4 a^2 D / (e sqrt(m c))).
 *
 * `error` bounds it (chi-square-mean.ts). Source: derived here; the setting is nagarajan2019uniform, section 3.1.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps, ofTask } from 'claimcheck/faults';
import { certified, expectFinite } from './certified.js';
import { chiSquareMeans } from './chi-square-mean.js';
import type { SignalNoiseShape } from './signal-noise-law.js';

export interface MaxMarginLaw {
  readonly fresh: number;
}

/** @throws RangeError where m < 2, D < m, the energy is not positive, or the error turns too fast to be integrated */
function answer(
  shape: SignalNoiseShape,
  { signal = 1, degrees = (D: number, m: number) => D - m + 1 } = {},
): Certified<MaxMarginLaw> {
  const { m, D, length, energy } = shape;
  expectFinite('maxMarginLaw', { m, D, energy, length });
  if (!(m >= 2 && D >= m && energy > 0))
    throw new RangeError(`maxMarginLaw: m = ${m}, D = ${D}, energy ${energy}; expected m >= 2, D >= m, energy > 0`);
  const margin = 4 * length * length * signal;
  const wrong = (c: number) => {
    const w = (-margin * D) / (energy * Math.sqrt(m * c));
    return [w, Math.abs(w)] as const;
  };
  const { means, error, nodes } = chiSquareMeans(degrees(D, m), [wrong], 0);
  return certified('maxMarginLaw', {
    value: { fresh: means[0]! },
    error,
    certificate: { kind: 'closed form', nodes },
  });
}

const by = ofSteps(answer);

export const maxMarginLaw: Oracle<SignalNoiseShape, MaxMarginLaw> = {
  name: 'max-margin-law',
  answer: (shape) => answer(shape),
  faults: {
    'signal halved': { what: 'the signal u in place of 2u', by: by({ signal: 0.5 }) },
    'signal doubled': { what: 'the signal counts twice', by: by({ signal: 2 }) },
    'degrees of one sample': {
      what: 'chi^2 has D degrees, as for one gradient step',
      by: by({ degrees: (D) => D }),
      survives: 'at D >= 100 m it moves the mean by 1%, and the error by less',
    },
    'degrees of half': { what: 'chi^2 has D / 2 degrees', by: by({ degrees: (D) => D / 2 }) },
    ...graded('energy', 'the energy is {grade} too large', (grade) =>
      ofTask(answer)({ energy: (energy) => energy * (1 + grade) }),
    ),
  },
};
