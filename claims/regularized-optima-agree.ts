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
/** To a gradient of 1e-9, or for so many steps. */
const by = (loss: Loss, optimizer: PenalizedRule['optimizer'], rule: Partial<PenalizedRule> = {}) =>
  on(
    seen(loss),
    penalized({ loss, optimizer, penalty: PENALTY, ...(rule.steps === undefined && { gradient: 1e-9 }), ...rule }),
  );

const ended = {
  'squared descent': copy(1, by('squared', 'descent')),
  'squared nesterov': copy(2, by('squared', 'nesterov')),
  'squared heavy-ball': copy(3, by('squared', 'heavy-ball')),
  'squared adam': copy(4, by('squared', 'adam', { steps: 3000 })),
  'squared lbfgs': copy(5, by('squared', 'lbfgs')),
  'squared dual': copy(6, by('squared', 'dual')),
  'logistic descent': copy(1, by('logistic', 'descent')),
  'logistic nesterov': copy(2, by('logistic', 'nesterov')),
  'logistic heavy-ball': copy(3, by('logistic', 'heavy-ball')),
  'logistic adam': copy(4, by('logistic', 'adam', { steps: 1000 })),
  'logistic lbfgs': copy(5, by('logistic', 'lbfgs')),
  'lasso ista': copy(1, by('lasso', 'ista')),
  'lasso fista': copy(2, by('lasso', 'fista')),
  'lasso coordinates': copy(3, by('lasso', 'coordinates')),
  'lasso factorized': copy(4, by('lasso', 'factorized')),
};

export default claim({
  title: 'Regularized and convex, every optimizer generalizes alike',
  statement:
    'Of a regularized convex objective (ridge, logistic regression, lasso) gradient descent, momentum, Adam, L-BFGS, dual ' +
    'coordinate ascent, proximal methods and a factorized network, each from a random start of its own, reach the ' +
    'certified optimum and with it the same risk.',
  talk: ['T14'],
  marking: 'implies',
  sources: [{ key: 'wei2019regularization', where: 'the motivation; the bound is derived in this file' }],
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
    stochastic: copy(7, by('squared', 'stochastic', { steps: 30_000 })),
    unfinished: copy(8, by('squared', 'descent', { steps: 20 })),
  },
  theory: {
    squared: [penalizedOptimum, ({ task }) => objective(task, 'squared')],
    logistic: [penalizedOptimum, ({ task }) => objective(task, 'logistic')],
    lasso: [penalizedOptimum, ({ task }) => objective(task, 'lasso')],
  },
  symbols: {
    found: ['\\lVert w-\\beta\\rVert', ({ task, run }) => norm2(subtract(run.w, task.truth))],
    best: [
      '\\lVert w^*-\\beta\\rVert',
      ({ task, theory, rule }) => {
        const optimum = theory[rule.loss];
        return optimum.known(norm2(subtract(optimum.value, task.truth)));
      },
    ],
    apart: [
      '\\lVert w-w^*\\rVert',
      ({ run, theory: { squared } }) => squared.known(norm2(subtract(run.w, squared.value))),
    ],
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
            'squared descent': copy(1, by('squared', 'descent', { penalty: 0 })),
            'squared lbfgs': copy(5, by('squared', 'lbfgs', { penalty: 0 })),
          },
        },
        'one forgets the penalty': {
          because: 'one optimizer without the penalty keeps what its start has outside the row space',
          train: { 'squared nesterov': copy(2, by('squared', 'nesterov', { penalty: 0 })) },
        },
        'decoupled decay': {
          because: 'a decay outside of the scaled gradient is another penalty',
          train: { 'squared adam': copy(4, by('squared', 'adam', { steps: 3000, decoupled: true })) },
        },
        'too few steps': {
          because: 'after 50 steps penalty T / L is below 1',
          train: { 'squared descent': copy(1, by('squared', 'descent', { steps: 50 })) },
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
          train: { stochastic: copy(7, by('squared', 'stochastic', { steps: 30_000, penalty: 1e-3 })) },
        },
      },
    },
  },
  dial: {
    turns: 'penalty x steps',
    axis: 'log',
    of: 'squared descent',
    grid: [1, 3, 10, 30, 100],
    at: (product) => ({
      train: { 'squared descent': copy(1, by('squared', 'descent', { steps: Math.floor(product / PENALTY + 0.5) })) },
    }),
    measured: 'abs(found^2 / best^2 - 1)',
    // Step 2 of the theorem, relative to the risk of the optimum.
    curve: { bound: 'gradient / penalty * (2 * best + gradient / penalty) / best^2' },
  },
});
