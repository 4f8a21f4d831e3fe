/**
 * Classification that two coordinates decide and no linear function sees: (x_1, x_2) = (+-1, 0) where y = 1 and (0, +-1) where
 * y = -1, all other coordinates random signs. Source: wei2019regularization, section 2.1.
 */
import type { Population, Stream } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { drawn } from './drawn.js';
import type { Sample as Labelled } from './sample.js';

export type { Labelled };

export interface CrossedSigns extends Labelled {
  /** A sample of 1.5 d^2. */
  readonly many: Labelled;
  /** From which an oracle chooses coefficients. */
  readonly fresh: Labelled;
  readonly test: Labelled;
}

const sign = (stream: Stream) => (stream.bits() < 0x80000000 ? -1 : 1);

function sample(stream: Stream, n: number, d: number, linear: boolean): Labelled {
  const X = matrix(n, d);
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const label = sign(stream);
    y[i] = label;
    X.data[i * d + (label > 0 || linear ? 0 : 1)] = linear ? label : sign(stream);
    for (let j = 2; j < d; j++) X.data[i * d + j] = sign(stream);
  }
  return { X, y };
}

/** n examples in R^d; `linear`: y = x_1 in the place of the crossed labels. */
export const crossedSigns = (n: number, d: number, linear = false): Population<CrossedSigns> =>
  drawn(
    `${n} examples of ${linear ? 'one sign' : 'crossed signs'} in dimension ${d}`,
    `${n} examples in R^${d}, y = +-1 fair: ` +
      (linear ? '(x_1, x_2) = (y, 0)' : '(x_1, x_2) = (+-1, 0) where y = 1 and (0, +-1) where y = -1, the sign fair') +
      `; all other coordinates are fair signs. Besides ${(3 * d * d) / 2} such examples (many), 1000 (fresh) and 400 (test).`,
    (stream) => ({
      ...sample(stream, n, d, linear),
      many: sample(stream, (3 * d * d) / 2, d, linear),
      fresh: sample(stream, 1000, d, linear),
      test: sample(stream, 400, d, linear),
    }),
  );
