/**
 * One regularized convex objective F, many optimizers. w* minimizes F, R is the risk on fresh isotropic inputs.
 *
 * 1. F is penalty-strongly convex (ridge, logistic): |w - w*| <= |grad F(w)| / penalty =: e for every w, whoever found it.
 * 2. Hence |R(w) - R(w*)| <= e (2 |w* - truth| + e): whatever algorithm makes the gradient small has the risk of w*.
 * 3. The lasso is convex with a unique minimizer here (certified by its optimality conditions), so the same holds for it.
 */
import { claim, copy, equivalent, on } from 'claimcheck';
import { penalized, type PenalizedRule } from 'claimcheck/models/penalized-linear';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { penalizedOptimum } from 'claimcheck/oracles/penalized-optimum';
import { noisySamples, type NoisySample } from 'claimcheck/tasks/penalized';

const PENALTY = 0.1;
type Loss = PenalizedRule['loss'];
const seen = (loss: Loss) => (task: NoisySample) => ({ X: task.X, y: loss === 'logistic' ? task.signs : task.y });
const objective = (task: NoisySample, loss: Loss) => ({ ...seen(loss)(task), loss, penalty: PENALTY });
/** The k-th copy, to a gradient of 1e-9. */
const by = (loss: Loss, k: number, optimizer: PenalizedRule['optimizer'], rule: Partial<PenalizedRule> = {}) =>
  copy(k, on(seen(loss), penalized({ loss, optimizer, penalty: PENALTY, gradient: 1e-9, ...rule })));

const ended = {
  'squared descent': by('squared', 1, 'descent'),
  'squared nesterov': by('squared', 2, 'nesterov'),
  'squared heavy-ball': by('squared', 3, 'heavy-ball'),
  'squared adam': by('squared', 4, 'adam', { gradient: 0, steps: 3000 }),
  'squared lbfgs': by('squared', 5, 'lbfgs'),
  'squared dual': by('squared', 6, 'dual'),
  'logistic descent': by('logistic', 1, 'descent'),
  'logistic nesterov': by('logistic', 2, 'nesterov'),
  'logistic heavy-ball': by('logistic', 3, 'heavy-ball'),
  'logistic adam': by('logistic', 4, 'adam', { gradient: 0, steps: 1000 }),
  'logistic lbfgs': by('logistic', 5, 'lbfgs'),
  'lasso ista': by('lasso', 1, 'ista'),
  'lasso fista': by('lasso', 2, 'fista'),
  'lasso coordinates': by('lasso', 3, 'coordinates'),
  'lasso factorized': by('lasso', 4, 'factorized'),
};
const off = (w: Float64Array, { truth }: NoisySample) => norm2(subtract(w, truth));

export default claim({
  title: 'Regularized and convex, every optimizer generalizes alike',
  statement:
    'Of a regularized convex objective (ridge, logistic regression, lasso) gradient descent, momentum, Adam, L-BFGS, dual ' +
    'coordinate ascent, proximal methods and a factorized network, each from a random start of its own, reach the ' +
    'certified optimum and with it the same risk.',
  implies: ['T14'],
  sources: { wei2019regularization: 'the motivation; the bound is derived in this file' },
  scope:
    'Convex objectives with a penalty of 0.1 and training to the end: a run that stops after T steps has the risk of the ' +
    'optimum only when penalty T / L is large. Without convexity see nonconvex-optima-disagree.',
  premises: {
    'the objective is regularized': 'no penalty',
    'every optimizer has the same objective': 'one forgets the penalty',
    'the penalty is part of the gradient': 'decoupled decay',
    'training reaches the optimum': { checked: 'too few steps' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noisySamples('fifteen noisy samples in thirty dimensions', { n: 15, d: 30, sigma: 0.5 }),
  train: {
    ...ended,
    stochastic: by('squared', 7, 'stochastic', { steps: 30_000 }),
    unfinished: by('squared', 8, 'descent', { steps: 20 }),
  },
  theory: {
    squared: [penalizedOptimum, ({ task }) => objective(task, 'squared')],
    logistic: [penalizedOptimum, ({ task }) => objective(task, 'logistic')],
    lasso: [penalizedOptimum, ({ task }) => objective(task, 'lasso')],
  },
  symbols: {
    found: ['\\lVert w-\\beta\\rVert', ({ task, run }) => off(run.w, task)],
    best: [
      '\\lVert w^*-\\beta\\rVert',
      ({ task, theory, rule: { loss } }) => theory[loss].known(off(theory[loss].value, task)),
    ],
    apart: ['\\lVert w-w^*\\rVert', ({ run, theory: { squared: q } }) => q.known(norm2(subtract(run.w, q.value)))],
    gradient: ['\\lVert\\nabla F(w)\\rVert', ({ run }) => run.gradient],
    penalty: ['\\lambda', () => PENALTY],
  },
  parts: {
    'every optimizer has the risk of the optimum': {
      holds: 'abs(found^2 / best^2 - 1) <= 1e-3',
      of: Object.keys(ended) as (keyof typeof ended)[],
      unless: {
        'no penalty': {
          because: 'without a penalty each start leads to an interpolant of its own',
          train: {
            'squared descent': by('squared', 1, 'descent', { penalty: 0 }),
            'squared lbfgs': by('squared', 5, 'lbfgs', { penalty: 0 }),
          },
        },
        'one forgets the penalty': {
          because: 'one optimizer without the penalty keeps what its start has outside the row space',
          train: { 'squared nesterov': by('squared', 2, 'nesterov', { penalty: 0 }) },
        },
        'decoupled decay': {
          because: 'a decay outside of the scaled gradient is another penalty',
          train: { 'squared adam': by('squared', 4, 'adam', { gradient: 0, steps: 3000, decoupled: true }) },
        },
        'too few steps': {
          because: 'after 50 steps penalty T / L is below 1',
          train: { 'squared descent': by('squared', 1, 'descent', { steps: 50 }) },
        },
      },
    },
    'the gradient certifies the distance, also halfway': { holds: 'apart <= gradient / penalty', of: 'unfinished' },
    'stochastic gradients reach it on average': {
      holds: 'found^2 / best^2 == 1',
      of: 'stochastic',
      accept: equivalent({ margin: 0.05, cap: 0.3 }),
      unless: {
        'stochastic, without the penalty': {
          because: 'almost no penalty keeps the start',
          train: { stochastic: by('squared', 7, 'stochastic', { steps: 30_000, penalty: 1e-3 }) },
        },
      },
    },
  },
  dial: {
    turns: 'penalty x steps',
    of: 'squared descent',
    grid: [1, 3, 10, 30, 100],
    at: (product) => ({
      train: { 'squared descent': by('squared', 1, 'descent', { steps: Math.floor(product / PENALTY + 0.5) }) },
    }),
    measured: 'abs(found^2 / best^2 - 1)',
    // Step 2 of the theorem, relative to the risk of the optimum.
    curve: { bound: 'gradient / penalty * (2 * best + gradient / penalty) / best^2' },
  },
});
