/**
 * Narrow ReLU networks with a weak L2 penalty, trained by L-BFGS from six starts.
 *
 * 1. The regularized objective of a network is not convex: the hidden units that a start provides decide which of its
 *    stationary points is reached.
 * 2. A strong penalty switches units off and a wide network has units in every direction: then the optima are nearly one,
 *    that of a convex problem over all units at once.
 * 3. So "whatever algorithm" is approached by wide networks and strong penalties, and false for narrow and weak ones.
 */
import { along, claim, copy, forMost, type About } from 'claimcheck';
import { decayedNetwork } from 'claimcheck/models/decayed-network';
import { reluTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const network = decayedNetwork({ width: 10, penalty: 1e-4, steps: 300 });
const starts = (of: (k: number) => number) => ({ start: along([0, 1, 2, 3, 4, 5], (k) => copy(of(k), network)) });
/** The squared errors on the test points. */
const risks = ({ task: { points, values }, runs }: About<Taught, ReturnType<typeof starts>>) =>
  runs.start.each.map(({ predict }) =>
    predict(points).reduce((sum, value, i) => sum + (value - values[i]!) * (value - values[i]!), 0),
  );

export default claim({
  title: 'Weakly regularized networks disagree',
  statement:
    'ReLU networks of 10 units with an L2 penalty of 1e-4, trained by 300 steps of L-BFGS from six starts: the ' +
    'largest risk is at least 1.3 times the least. A hundred units and a penalty of 1e-2 in their place come close ' +
    'to agreeing.',
  ours: ['T14'],
  finding: true,
  sources: { wei2019regularization: 'the motivation; the example is derived in this file' },
  scope:
    "A boundary of the talk's test: weakly regularized and narrow, a network does not pass it. 60 noisy examples of " +
    'two rectified directions in 5 dimensions; a run ends near a stationary point, which kinks of relu keep it from ' +
    'reaching. How fast the spread falls with the width is not claimed.',
  premises: {
    'the network is narrow and the penalty weak': 'wide and strong',
    'starts differ': 'one start six times',
    'more steps change little': { assumed: true },
  },
  needs: ['differentiable', 'float64'],

  forAll: reluTeacher('sixty noisy examples of two rectified directions', 60, 5, 0.1),
  train: starts((k) => k),
  symbols: {
    most: ['\\max_k R(\\theta_k)', (trial) => Math.max(...risks(trial))],
    least: ['\\min_k R(\\theta_k)', (trial) => Math.min(...risks(trial))],
  },
  parts: {
    'risks differ by 1.3': {
      holds: 'most / least >= 1.3',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'wide and strong': { because: 'all starts reach nearly one function', rule: { width: 100, penalty: 1e-2 } },
        'one start six times': { because: 'the same start leads to the same point', train: starts(() => 0) },
      },
    },
  },
  dial: {
    turns: 'penalty',
    grid: [1e-4, 1e-3, 3e-3, 1e-2, 3e-2],
    at: (penalty) => ({ rule: { penalty } }),
    measured: 'most / least',
  },
});
