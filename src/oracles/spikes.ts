/**
 * Rare spikes in one dimension, x = 1 with probability rate / m and else 0, and the class |w| <= 1: the Rademacher
 * complexity (1/m) E |S_N| and the expected supremum E |N/m - rate/m|, N binomial (m, rate / m), S_n a walk of n random
 * signs. Both are finite sums. Source: kakade2008complexity, section 3 (the quantities); the example is ours.
 */
import type { Certified, Oracle } from '../claim.js';
import type { Spikes } from '../tasks/labelled-sample.js';

export interface SpikesAnswer {
  readonly complexity: number;
  readonly supremum: number;
}

/** P(N = n) for N binomial (m, rate / m). */
export function binomial({ m, rate }: Spikes): Float64Array {
  const p = rate / m;
  const mass = new Float64Array(m + 1);
  mass[0] = 1;
  for (let i = 0; i < m; i++) mass[0]! *= 1 - p;
  for (let n = 0; n < m; n++) mass[n + 1] = mass[n]! * ((m - n) / (n + 1)) * (p / (1 - p));
  return mass;
}

function answerSpikes(task: Spikes, factor = 1): Certified<SpikesAnswer> {
  const { m, rate } = task;
  if (!(m >= 1 && rate > 0 && rate < m))
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
  return { value, error: 1e-14 * value.supremum, certificate: { kind: 'closed form', terms: m + 1 } };
}

export const spikes: Oracle<Spikes, SpikesAnswer> = {
  name: 'spikes',
  version: 1,
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
