/**
 * Ridge whose penalty is chosen from the data. lambda_opt = d sigma^2 / r^2 is the best there is on average over the direction
 * of the truth, for every design; a rule that sees the data alone is to come near it.
 */
import { ask, claim, forMost, on, type About } from 'claimcheck';
import { penalizedOptimum } from 'claimcheck/oracles/penalized-optimum';
import { risk } from 'claimcheck/properties/risk';
import { noisySamples, type NoisySample } from 'claimcheck/tasks/penalized';
import { asked, drawn, instead } from '../column.js';
import { solve } from '../models/solver.js';

const [n, d, sigma] = [40, 60, 0.5];
/** d sigma^2 / r^2, r = 1, of a mean over n samples. */
const OPTIMAL = (d * sigma * sigma) / n;
const most = forMost({ allBut: 0.2 });
const holds = 'found / best - 1 <= 0.1';
const ours = (share: number) =>
  instead(
    on(({ X, y }: NoisySample) => ({ X, y }), solve({ find: 'tuned', penalty: share * OPTIMAL, settings: 'tight' })),
  );

export default claim({
  title: 'Tuned ridge',
  statement:
    'Ridge as the implementation tunes it has at most 1.1 times the risk of the optimal penalty, on all but a fifth of the tasks.',
  ours: ['T11'],
  sources: { nakkiran2021optimal: 'Theorem 1' },
  scope:
    'Forty samples in sixty dimensions, inputs of covariance I; penalties of the row, which sees neither sigma nor the length of the truth.',
  premises: {
    'the penalty is near the optimal one': 'a tenth of it',
    'it is not far above': 'ten times of it',
  },
  needs: ['linear', 'parameters'],

  forAll: drawn(noisySamples('forty noisy samples in sixty dimensions', { n, d, sigma })),
  train: asked({ find: 'tuned', penalty: OPTIMAL }),
  theory: {
    optimum: ask(penalizedOptimum, ({ task: { X, y } }: About<NoisySample>) => ({
      X,
      y,
      loss: 'squared',
      penalty: OPTIMAL,
    })),
  },
  symbols: {
    found: ['\\lVert\\hat\\beta-\\beta\\rVert^2', ({ task, run }) => risk(run.beta, task.truth)],
    best: [
      '\\lVert\\beta_{\\lambda^\\ast}-\\beta\\rVert^2',
      ({ task, theory: { optimum } }) => optimum.known(risk(optimum.value, task.truth), 4),
    ],
  },
  parts: {
    default: {
      of: 'default',
      holds,
      accept: most,
      unless: { 'a tenth of it': { because: 'a weak penalty keeps most of the noise', train: ours(0.1) } },
    },
    tight: {
      of: 'tight',
      holds,
      accept: most,
      unless: { 'ten times of it': { because: 'a strong penalty keeps little of the truth', train: ours(10) } },
    },
  },
});
