/**
 * Narrow ReLU networks with a weak L2 penalty, trained by L-BFGS from six starts.
 *
 * 1. The regularized objective is not convex: the hidden units of a start decide which stationary point is reached.
 * 2. A strong penalty switches units off, a wide network has all of them: nearly one optimum, that of a convex problem.
 * 3. So "whatever algorithm" is approached by wide networks and strong penalties, and false for narrow and weak ones.
 */
import { along, claim, copy, forMost, type About } from 'claimcheck';
import { decayedNetwork } from 'claimcheck/models/decayed-network';
import { reluTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const network = decayedNetwork({ width: 10, penalty: 1e-4, steps: 300 });
const starts = (of: (k: number) => number) => ({ start: along([0, 1, 2, 3, 4, 5], (k) => copy(of(k), network)) });
const square = (x: number) => x * x;
const squaredErrors = ({ task: { points, values }, runs }: About<Taught, ReturnType<typeof starts>>) =>
  runs.start.each.map(({ predict }) => predict(points).reduce((sum, f, i) => sum + square(f - values[i]!), 0));

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
    most: ['\\max_k R(\\theta_k)', (trial) => Math.max(...squaredErrors(trial))],
    least: ['\\min_k R(\\theta_k)', (trial) => Math.min(...squaredErrors(trial))],
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
