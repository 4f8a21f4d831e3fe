/**
 * A diagonal network of depth 3, w = u v z entry by entry, with the penalty (lambda / 2)(|u|^2 + |v|^2 + |z|^2).
 *
 * 1. At a given w the least penalty is (3 lambda / 2) sum |w_j|^(2/3): the regularized objective is not convex in w.
 * 2. w_j = 0 is a local minimum in every coordinate, whatever the data: the loss is linear in w_j near 0, the penalty steeper.
 * 3. So which coordinates survive depends on the start, and with it the risk: regularized is not yet "whatever algorithm".
 */
import { always, claim, forMost, type Trained } from 'claimcheck';
import type { PenalizedRule } from 'claimcheck/models/penalized-linear';
import { norm2, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { noisySamples, type NoisySample } from 'claimcheck/tasks/penalized';

const PENALTY = 0.03;
const starts = [0.3, 0.5, 0.7, 0.9, 1.1, 1.3] as const;
const runs = (rule: Partial<PenalizedRule>, scales: readonly number[] = starts) =>
  Object.fromEntries(
    scales.map((start, k) => [
      `start ${k}`,
      [
        'penalized-linear',
        {
          loss: 'lasso',
          optimizer: 'factorized',
          depth: 3,
          penalty: PENALTY,
          start,
          replicate: k,
          gradient: 1e-6,
          ...rule,
        } satisfies PenalizedRule,
      ] as const,
    ]),
  );
const risks = (task: NoisySample, trained: Readonly<Record<string, Trained>>) =>
  Object.values(trained).map(({ parameters }) => {
    const off = norm2(subtract(parameters['w']!, task.truth));
    return off * off;
  });

/** |g_j| |w_j|^(1/3) / penalty at every w_j away from 0, g the gradient of the loss: 1 at a stationary point of the factors. */
const balances = ({ X, y }: NoisySample, { parameters }: Trained) => {
  const w = parameters['w']!;
  const g = timesTransposed(X, subtract(times(X, w), y));
  return Array.from(w, (entry, j) => ({
    size: Math.abs(entry),
    pull: Math.abs(g[j]!) / y.length,
    penalty: PENALTY,
  })).filter(({ size }) => size > 0.05);
};

export default claim({
  title: 'Regularized but not convex, optima disagree',
  statement:
    'With L2-regularized factors of depth 3 the regularized objective has many stationary points: trained to one of them ' +
    'from six starts, each is stationary and the largest risk is at least 1.3 times the least.',
  talk: ['T14'],
  marking: 'ours',
  finding: true,
  sources: [{ key: 'wei2019regularization', where: 'section 1; the example is derived in this file' }],
  scope:
    'Limits "whatever algorithm" to objectives without bad stationary points. Diagonal networks of depth 3 alone; ReLU networks are in ' +
    'weakly-regularized-networks-disagree.',
  premises: {
    'the regularized objective is not convex': { how: 'by construction', control: 'depth 2' },
    'starts differ': { how: 'by construction', control: 'one start six times' },
    'training ends at a stationary point': { how: 'checked per task', control: 'five steps' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noisySamples('twenty noisy samples of a sparse truth', { n: 20, d: 40, sigma: 0.2, sparsity: 4 }),
  train: runs({}),
  parts: {
    'risks differ by 1.3': {
      holds: 'most / least >= 1.3',
      where: ({ task, trained }) => {
        const found = risks(task, trained as Readonly<Record<string, Trained>>);
        return { most: Math.max(...found), least: Math.min(...found) };
      },
      tex: { most: '\\max_k R(w_k)', least: '\\min_k R(w_k)' },
      accept: forMost({ allBut: 0.2 }),
    },
    'every one is stationary': {
      holds: 'abs(pull * pow(size, 1/3) / penalty - 1) <= 0.005',
      where: ({ task, trained }) =>
        Object.values(trained as Readonly<Record<string, Trained>>).flatMap((run) => balances(task, run)),
      tex: { pull: '|\\nabla_j L(w)|', size: '|w_j|', penalty: '\\lambda' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'depth 2': {
        breaks: 'risks differ by 1.3',
        because: 'two factors are the lasso in disguise, whose stationary points but 0 are all optimal',
        train: runs({ depth: 2 }),
      },
      'the convex form': {
        breaks: 'risks differ by 1.3',
        because: 'the lasso has one minimizer',
        train: runs({ optimizer: 'coordinates' }),
      },
      'five steps': {
        breaks: 'every one is stationary',
        because: 'training has hardly begun',
        train: runs({ steps: 5 }),
      },
      'one start six times': {
        breaks: 'risks differ by 1.3',
        because: 'the same start leads to the same point',
        train: runs({ replicate: 0, start: 0.5 }),
      },
    },
  },

  dial: {
    of: 'penalty',
    axis: 'log',
    grid: [0.003, 0.01, 0.03, 0.1, 0.3],
    at: (penalty) => ({ train: runs({ penalty }) }),
    measured: {
      value: 'most / least',
      where: ({ task, trained }) => {
        const found = risks(task, trained as Readonly<Record<string, Trained>>);
        return { most: Math.max(...found), least: Math.min(...found) };
      },
      tex: { most: '\\max_k R(w_k)', least: '\\min_k R(w_k)' },
    },
  },
});
