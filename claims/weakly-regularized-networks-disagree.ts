/**
 * Narrow ReLU networks with a weak L2 penalty, trained by L-BFGS from six starts.
 *
 * 1. The regularized objective of a network is not convex: the hidden units that a start provides decide which of its
 *    stationary points is reached.
 * 2. A strong penalty switches units off and a wide network has units in every direction: then the optima are nearly one,
 *    that of a convex problem over all units at once.
 * 3. So "whatever algorithm" is approached by wide networks and strong penalties, and false for narrow and weak ones.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { DecayedRule } from 'claimcheck/models/decayed-network';
import { reluTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const starts = [0, 1, 2, 3, 4, 5] as const;
const runs = (rule: Partial<DecayedRule> = {}) =>
  Object.fromEntries(
    starts.map((replicate) => [
      `start ${replicate}`,
      ['decayed-network', { width: 10, penalty: 1e-4, steps: 300, replicate, ...rule } satisfies DecayedRule] as const,
    ]),
  );

/** The mean squared error on the test points, least and largest of the six. */
const spread = ({ task, trained }: { task: Taught; trained: Readonly<Record<string, Trained>> }) => {
  const risks = Object.values(trained).map(({ predict }) => {
    const found = predict(task.points);
    return found.reduce((sum, value, i) => sum + (value - task.values[i]!) * (value - task.values[i]!), 0);
  });
  return { most: Math.max(...risks), least: Math.min(...risks) };
};
const tex = { most: '\\max_k R(\\theta_k)', least: '\\min_k R(\\theta_k)' };

export default claim({
  title: 'Weakly regularized networks disagree',
  statement:
    'ReLU networks of 10 units with an L2 penalty of 1e-4, trained by 300 steps of L-BFGS from six starts: the largest risk is at least ' +
    '1.3 times the least. A hundred units and a penalty of 1e-2 in their place come close to agreeing.',
  talk: ['T14'],
  marking: 'ours',
  finding: true,
  sources: [{ key: 'wei2019regularization', where: 'the introduction; the example is derived in this file' }],
  scope:
    'Limits "whatever algorithm". 60 noisy examples of two rectified directions in 5 dimensions; a run ends near a stationary ' +
    'point, which kinks of relu keep it from reaching. How fast the spread falls with the width is not claimed.',
  premises: {
    'the network is narrow and the penalty weak': { how: 'by construction', control: 'wide and strong' },
    'starts differ': { how: 'by construction', control: 'one start six times' },
    'more steps change little': { how: 'assumed' },
  },
  needs: ['differentiable', 'float64'],

  forAll: reluTeacher('sixty noisy examples of two rectified directions', 60, 5, 0.1),
  train: runs(),
  parts: {
    'risks differ by 1.3': {
      holds: 'most / least >= 1.3',
      where: spread,
      tex,
      accept: forMost({ allBut: 0.2 }),
    },
  },

  controls: {
    mustFail: {
      'wide and strong': {
        breaks: 'risks differ by 1.3',
        because: 'with a hundred units and a strong penalty every start reaches nearly the same function',
        train: runs({ width: 100, penalty: 1e-2 }),
      },
      'one start six times': {
        breaks: 'risks differ by 1.3',
        because: 'the same start leads to the same point',
        train: runs({ replicate: 0 }),
      },
    },
  },

  dial: {
    of: 'penalty',
    axis: 'log',
    grid: [1e-4, 1e-3, 3e-3, 1e-2, 3e-2],
    at: (penalty) => ({ train: runs({ penalty }) }),
    measured: { value: 'most / least', where: spread, tex },
  },
});
