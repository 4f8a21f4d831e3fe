/**
 * Rare spikes in one dimension, x = 1 with probability rate / m and else 0, and the class |w| <= 1: the Rademacher
 * complexity (1/m) E |S_N| and the expected supremum E |N/m - rate/m|, N binomial (m, rate / m), S_n a walk of n random
 * signs. Both are finite sums. Source: kakade2008complexity, section 3 (the quantities); the example is ours.
 */
import type { Certified, Oracle } from 'claimcheck';
import { roundings } from 'claimcheck/numerics/ball';
import type { Spikes } from 'claimcheck/tasks/labelled-sample';
import { binomialMasses, binomialRounding, COUNTS } from './binomial.js';
import { certified } from './certified.js';

export interface SpikesAnswer {
  readonly complexity: number;
  readonly supremum: number;
}

/** P(N = n) for N binomial (m, rate / m). */
export function binomial({ m, rate }: Spikes): Float64Array {
  const p = rate / m;
  return binomialMasses(m, 1 - p, (mass, n) => mass * ((m - n) / (n + 1)) * (p / (1 - p)));
}

/** `error` bounds the rounding of both. @throws RangeError unless m is a whole number and 0 < rate < m */
function answerSpikes(task: Spikes, factor = 1): Certified<SpikesAnswer> {
  const { m, rate } = task;
  if (!(Number.isInteger(m) && m >= 1 && m <= COUNTS))
    throw new RangeError(`spikes: m is ${m}; expected a whole number of points, 1 to ${COUNTS}`);
  if (!(rate > 0 && rate < m && rate / m < 1))
    throw new RangeError(`spikes: the rate is ${rate} among ${m} points; expected it in (0, m)`);
  const mass = binomial(task);
  let complexity = 0;
  let supremum = 0;
  let walk = 0; // E |S_n|; E |S_(n+1)| = E |S_n| + P(S_n = 0)
  let even = 1; // P(S_2k = 0)
  for (let n = 0; n <= m; n++) {
    complexity += mass[n]! * walk;
    supremum += mass[n]! * Math.abs(n - rate);
    if (n % 2 === 0) walk += even;
    else even *= n / (n + 1);
  }
  const value = { complexity: (factor * complexity) / m, supremum: supremum / m };
  // The masses, the walk (two roundings a step), the sums.
  const relative = binomialRounding(m, rate / m) + roundings(4 * m + 8);
  const error = Math.max(
    1e-14 * value.supremum,
    relative * Math.max(value.complexity, value.supremum) + 16 * m * Number.MIN_VALUE,
  );
  return certified('spikes', { value, error, certificate: { kind: 'closed form', terms: m + 1 } });
}

export const spikes: Oracle<Spikes, SpikesAnswer> = {
  name: 'spikes',
  answer: (question) => answerSpikes(question),
  faults: {
    'half of the complexity': { what: 'half of it', by: (question) => answerSpikes(question, 0.5) },
    'complexity off by 10%': { what: '10% too small', grade: 0.1, by: (question) => answerSpikes(question, 0.9) },
    'complexity off by 30%': { what: '30% too small', grade: 0.3, by: (question) => answerSpikes(question, 0.7) },
    'one point fewer': {
      what: 'm - 1 points are counted',
      by: ({ m, rate }) => answerSpikes({ m: Math.max(1, m - 1), rate }),
    },
  },
};
