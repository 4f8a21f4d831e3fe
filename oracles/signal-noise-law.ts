/**
 * The exact errors of one gradient step on signal and noise (tasks/signal-noise.ts): w = sum y x, so that with
 * c ~ chi^2_D, e the energy, a the length of the signal and Phi the normal law
 *
 *   on fresh inputs  E Phi(-4 a^2 D / (e sqrt(m c)))
 *   on S'            E Phi((e c/D - 4 a^2) D / (e sqrt((m - 1) c)))
 *   on S             E Phi(-(4 a^2 + e c/D) D / (e sqrt((m - 1) c)))
 *
 * by the trapezoid rule in c over 12 standard deviations where that agrees to 1e-13 with the rule in log c, whose error is
 * bounded (chi-square-mean.ts), and by the latter elsewhere: the density in c is steep or infinite at 0 for few dimensions.
 * `error` bounds all three. Source: derived here; the setting is nagarajan2019uniform, section 3.1.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps, ofTask } from 'claimcheck/faults';
import { exp, log, normalCdf } from 'claimcheck/numerics/elementary';
import { certified, expectFinite } from './certified.js';
import { chiSquareMeans } from './chi-square-mean.js';

export interface SignalNoiseShape {
  readonly m: number;
  readonly D: number;
  readonly energy: number;
  /** u sqrt(m) */
  readonly length: number;
}

export interface SignalNoiseErrors {
  readonly fresh: number;
  readonly mirrored: number;
  readonly train: number;
}

/** The mean of f(c), c ~ chi^2_D, with `nodes` intervals. */
function meanOverChiSquare(D: number, nodes: number, f: (c: number) => number): number {
  const deviation = Math.sqrt(2 * D);
  const low = Math.max(D - 12 * deviation, 1e-9 * D);
  const high = D + 14 * deviation;
  let sum = 0;
  let mass = 0;
  for (let k = 0; k <= nodes; k++) {
    const c = low + ((high - low) * k) / nodes;
    const weight = exp((D / 2 - 1) * log(c / D) - (c - D) / 2);
    mass += weight;
    sum += weight * f(c);
  }
  return sum / mass;
}

/** The nodes of the rule in c, and how near it must be to the one in log c to stand. */
const NODES = 128;
const AGREED = 1e-13;

/** @throws RangeError where m < 2, D < 1, the energy is not positive, or the errors turn too fast to be integrated */
function answer(
  shape: SignalNoiseShape,
  { signal = 1, others: counted = (k: number) => k - 1, oneSample = false } = {},
): Certified<SignalNoiseErrors> {
  const { m, D, length, energy } = shape;
  expectFinite('signalNoiseLaw', { m, D, energy, length });
  if (!(m >= 2 && D >= 1 && energy > 0))
    throw new RangeError(`signalNoiseLaw: m = ${m}, D = ${D}, energy ${energy}; expected m >= 2, D >= 1, energy > 0`);
  const margin = 4 * length * length * signal;
  // In a wrong step the noise of w is that of one sample.
  const all = oneSample ? 1 : m;
  const others = oneSample ? 1 : counted(m);
  const fresh = (c: number) => (-margin * D) / (energy * Math.sqrt(all * c));
  const mirrored = (c: number) => (((energy * c) / D - margin) * D) / (energy * Math.sqrt(others * c));
  const train = (c: number) => (-((energy * c) / D + margin) * D) / (energy * Math.sqrt(others * c));
  const known = chiSquareMeans(
    D,
    [fresh, mirrored, train].map((w) => (c) => [w(c), Math.abs(w === mirrored ? train(c) : w(c))]),
    (margin * D) / (energy * others),
  );
  const rule = [fresh, mirrored, train].map((w) => meanOverChiSquare(D, NODES, (c) => normalCdf(w(c))));
  const apart = Math.max(...rule.map((mean, k) => Math.abs(mean - known.means[k]!)));
  const agreed = apart <= AGREED;
  const means = agreed ? rule : known.means;
  return certified('signalNoiseLaw', {
    value: { fresh: means[0]!, mirrored: means[1]!, train: means[2]! },
    error: Math.max(1e-14, known.error + (agreed ? apart : 0)),
    certificate: { kind: 'closed form', nodes: known.nodes, apart },
  });
}

const by = ofSteps(answer);

export const signalNoiseLaw: Oracle<SignalNoiseShape, SignalNoiseErrors> = {
  name: 'signal-noise-law',
  answer: (shape) => answer(shape),
  faults: {
    'signal halved': { what: 'the signal u in place of 2u', by: by({ signal: 0.5 }) },
    'noise of one sample': { what: 'the noise of w is that of one sample', by: by({ oneSample: true }) },
    'm for m - 1': {
      what: 'the noise of the other samples counts m of them',
      by: by({ others: (m) => m }),
      survives:
        "only the errors on S and S' see it, which are 0 and 1 to many digits at the usual energy; where it moves them " +
        'most, near energy 4.5, by .01, while those that are counted on a task scatter by .1',
    },
    ...graded('energy', 'the energy is {grade} too large', (grade) =>
      ofTask(answer)({ energy: (energy) => energy * (1 + grade) }),
    ),
  },
};
