/** What a linear classifier of signal and noise errs on: exactly on fresh inputs, counted on given ones. */
import { ask, type About, type Trained } from 'claimcheck';
import { normalCdf } from 'claimcheck/numerics/elementary';
import { dot, norm2 } from 'claimcheck/numerics/matrix';
import { signalNoiseLaw } from 'claimcheck/oracles/signal-noise-law';
import type { Labelled, SignalNoise } from 'claimcheck/tasks/signal-noise';

/**
 * P(y w.x <= 0) for a fresh input: y w.x is N(2 u (w.signal), (energy / D) |w - (w.signal) signal|^2). A w without any
 * noise in it errs nowhere if it points along the signal, everywhere if not. NaN where w is not a vector of numbers.
 */
export function freshError(w: Float64Array, { signal, size, energy, D }: SignalNoise): number {
  const along = dot(w, signal);
  const across = norm2(w.map((entry, j) => entry - along * signal[j]!));
  const spread = Math.sqrt(energy / D) * across;
  if (spread === 0) return along > 0 ? 0 : 1;
  return normalCdf((-2 * size * along) / spread);
}

/**
 * The share of the samples on which the sign of the prediction is wrong; a prediction of 0 is wrong. NaN where there is no
 * sample or a prediction is not a number: such a classifier is neither right nor wrong.
 */
export function countedError({ predict }: Pick<Trained, 'predict'>, { X, y }: Labelled): number {
  const predicted = predict(X);
  let wrong = 0;
  for (let i = 0; i < y.length; i++) {
    const signed = Math.sign(y[i]!) * predicted[i]!;
    if (Number.isNaN(signed)) return NaN;
    if (!(signed > 0)) wrong++;
  }
  return wrong / y.length;
}

type Classifier = { readonly task: SignalNoise; readonly run: Pick<Trained, 'predict'> & { readonly w: Float64Array } };

/** Symbols: the errors of a run on fresh inputs and on the mirrored sample. */
export const errors = {
  fresh: ['\\varepsilon', ({ task, run }: Classifier) => freshError(run.w, task)],
  mirrored: ["\\varepsilon_{S'}", ({ task, run }: Classifier) => countedError(run, task.mirrored)],
} as const;

/** The head of the table to which each claim about a regularizer of the counterexample gives its rows. */
export const whichVoids = {
  title: 'Which regularizer voids the counterexample',
  of: 'regularizer',
  columns: {
    'error on fresh inputs': 'fresh',
    'error on the mirrored sample': 'mirrored',
    'voids it': 'max(fresh, mirrored) <= 0.15',
  },
  drawn: ['error on fresh inputs', 'error on the mirrored sample'],
} as const;

/** The law of one gradient step. */
export const oneStepLaw = ask(signalNoiseLaw, ({ task: { m, D, energy, size } }: About<SignalNoise>) => ({
  m,
  D,
  energy,
  length: size * Math.sqrt(m),
}));
