/**
 * Gradient flow beside ridge at its best penalty, averaged over the noise and over the direction of the truth. At an
 * eigenvalue that is z times that penalty, in units of the truth, and with times in units of one over the penalty:
 *
 *   ridge 1 / (1 + z),   flow F(t, z) = e^(-2tz) + (1 - e^(-tz))^2 / z,   rho(t, z) = (1 + z) F(t, z) >= 1.
 *
 * - `matched` = max_z rho(1, z), at z = `at`: the flow at time 1.
 * - `tuned`: with the shares p, 1 - p every spectrum has min_k F(t_k) <= p F(t_1) + (1 - p) F(t_2), so that
 *   max_z (p rho(t_1, z) + (1 - p) rho(t_2, z)) bounds the best of the two `times`, whatever the spectrum. A spectrum of two
 *   scales at which no time has less than that bound makes it sharp: a game, of which both sides are bounded here.
 * - `least`: of the given spectrum, the least ratio of the two risks over all times. F falls in t up to log(1 + z) / z and
 *   rises beyond, so the best time lies between the least and the largest of these.
 *
 * Maxima over log z or log t are by bisection (largest.ts). Twice a d/da of e^(-2a), a e^(-2a), (1 - e^-a)^2 and (1 - e^-a)^2 / a is at most .31, .22, .93 and 1.24 in size, and of the third at most
 * 4 a^2. Beyond the
 * range of log z every ratio is below 1.01. `error` bounds all numbers but `at` and those of the certificate. Derived here;
 * the setting and 1.22 are ali2019continuous.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofValue } from 'claimcheck/faults';
import { exp, expm1, log, log1p } from 'claimcheck/numerics/elementary';
import { certified, expectFinite } from './certified.js';
import { largest } from './largest.js';

export interface TunedStoppingQuestion {
  /** The eigenvalues of X'X / n in units of the best penalty, all positive. */
  readonly z: readonly number[];
}
export interface TunedStopping {
  readonly matched: number;
  readonly at: number;
  readonly tuned: number;
  readonly least: number;
}

/** The two times and the share of the first, by Newton's method: any others give a bound, too. */
export const times = [0.34605779268, 0.63487123851] as const;
const SHARE = 0.41896636727;
/** The two scales, and what share of ridge's risk the first has: one direction in 11.88 has it. */
const SCALES = [0.86367124988, 8.59553227012] as const;
const FIRST = 0.32114437513;

const flow = (t: number, z: number) => exp(-2 * t * z) + (expm1(-t * z) * expm1(-t * z)) / z;
const rho = (t: number, z: number) => (1 + z) * flow(t, z);

const TOLERANCE = 1e-10;

/** Bends of rho(t, .) in log z, and of F(., z) in log t. */
const bendOfScale = (t: number) => 0.31 + 0.22 / t + 0.93 + 1.24 * t;
const bendOfTime = (z: number) => 0.31 + Math.min(0.93 / z, 4 * z);
const RANGE = [-8, 12] as const;

const overScales = (ts: readonly number[], share: number) =>
  largest(
    (u) => share * rho(ts[0]!, exp(u)) + (1 - share) * rho(ts[1]!, exp(u)),
    ...RANGE,
    () => Math.max(...ts.map(bendOfScale)),
    TOLERANCE,
  );

/** The least over all times of sum w_i F(t, z_i) / sum w_i / (1 + z_i). */
function overTimes(z: readonly number[], w: readonly number[]): number {
  const ridge = z.reduce((sum, each, i) => sum + w[i]! / (1 + each), 0);
  const best = z.map((each) => log(log1p(each) / each));
  const bend = z.reduce((sum, each, i) => sum + w[i]! * bendOfTime(each), 0) / ridge;
  const risk = (u: number) => z.reduce((sum, each, i) => sum + w[i]! * flow(exp(u), each), 0) / ridge;
  return -largest(
    (u) => -risk(u),
    Math.min(...best),
    Math.max(...best),
    () => bend,
    TOLERANCE,
  ).value;
}

const MATCHED = overScales([1, 1], 1);
const ABOVE = overScales(times, SHARE).value;
const BELOW = overTimes(SCALES, [FIRST * (1 + SCALES[0]), (1 - FIRST) * (1 + SCALES[1])]);

/** @throws RangeError for no eigenvalues, and for one that is not within 1e-6 to 1e6 */
function answer({ z }: TunedStoppingQuestion): Certified<TunedStopping> {
  expectFinite('tunedStopping', { z });
  if (z.length === 0 || !z.every((each) => each >= 1e-6 && each <= 1e6))
    throw new RangeError(`tunedStopping: z = ${z.join(', ')}; expected eigenvalues from 1e-6 to 1e6 best penalties`);
  const least = overTimes(
    z,
    z.map(() => 1),
  );
  return certified('tunedStopping', {
    value: { matched: MATCHED.value, at: exp(MATCHED.at), tuned: ABOVE, least },
    // What bisection leaves, how far the sides of the game are apart, and rounding.
    error: 2 * TOLERANCE + Math.abs(ABOVE - BELOW) + 1e-14 * z.length * (1 + least),
    certificate: { kind: 'closed form', above: ABOVE, below: BELOW },
  });
}

const changed = ofValue(answer);
const bounded = (ts: readonly number[], share: number) => changed(() => ({ tuned: overScales(ts, share).value }));

export const tunedStopping: Oracle<TunedStoppingQuestion, TunedStopping> = {
  name: 'tuned-stopping',
  answer,
  faults: {
    'one time for two': { what: 'the second time in the place of both', by: bounded([times[1], times[1]], 1) },
    'equal shares': { what: 'the two times have equal shares', by: bounded(times, 0.5) },
    'half the time': {
      what: 'the flow at half the time is matched',
      by: changed(() => ({ matched: overScales([0.5, 0.5], 1).value })),
    },
    ...graded('', 'the constants are {grade} too small', (grade) =>
      changed(({ matched, tuned }) => ({ matched: matched * (1 - grade), tuned: tuned * (1 - grade) })),
    ),
  },
};
