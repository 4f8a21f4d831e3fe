/**
 * One regularized convex objective F, many optimizers. w* minimizes F, R is the risk on fresh isotropic inputs.
 *
 * 1. F is penalty-strongly convex (ridge, logistic): |w - w*| <= |grad F(w)| / penalty =: e for every w, whoever found it.
 * 2. Hence |R(w) - R(w*)| <= e (2 |w* - truth| + e): whatever algorithm makes the gradient small has the risk of w*.
 * 3. The lasso is convex with a unique minimizer here (certified by its optimality conditions), so the same holds for it.
 */
import { always, ask, claim, equivalent, type Trained } from 'claimcheck';
import type { PenalizedRule } from 'claimcheck/models/penalized-linear';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { penalizedOptimum, type Penalized } from 'claimcheck/oracles/penalized-optimum';
import { noisySamples, type NoisySample } from 'claimcheck/tasks/penalized';

const PENALTY = 0.1;
type Loss = Penalized['loss'];
const losses = ['squared', 'logistic', 'lasso'] as const;
const seen = (loss: Loss) => (task: NoisySample) => ({ X: task.X, y: loss === 'logistic' ? task.signs : task.y });

const by = (loss: Loss, optimizer: PenalizedRule['optimizer'], replicate: number, rule: Partial<PenalizedRule> = {}) =>
  [
    'penalized-linear',
    {
      loss,
      optimizer,
      penalty: PENALTY,
      replicate,
      ...(optimizer === 'adam'
        ? { steps: loss === 'logistic' ? 1000 : 3000 }
        : optimizer === 'stochastic'
          ? { steps: 30_000 }
          : { gradient: 1e-9 }),
      ...rule,
    } satisfies PenalizedRule,
    seen(loss),
  ] as const;

const runs = {
  'squared descent': by('squared', 'descent', 1),
  'squared nesterov': by('squared', 'nesterov', 2),
  'squared heavy-ball': by('squared', 'heavy-ball', 3),
  'squared adam': by('squared', 'adam', 4),
  'squared lbfgs': by('squared', 'lbfgs', 5),
  'squared dual': by('squared', 'dual', 6),
  'logistic descent': by('logistic', 'descent', 1),
  'logistic nesterov': by('logistic', 'nesterov', 2),
  'logistic heavy-ball': by('logistic', 'heavy-ball', 3),
  'logistic adam': by('logistic', 'adam', 4),
  'logistic lbfgs': by('logistic', 'lbfgs', 5),
  'lasso ista': by('lasso', 'ista', 1),
  'lasso fista': by('lasso', 'fista', 2),
  'lasso coordinates': by('lasso', 'coordinates', 3),
  'lasso factorized': by('lasso', 'factorized', 4),
  stochastic: by('squared', 'stochastic', 7),
  unfinished: by('squared', 'descent', 8, { steps: 20 }),
};
type Name = keyof typeof runs;
const of = (loss: Loss) => (Object.keys(runs) as Name[]).filter((name) => name.startsWith(`${loss} `));

const optimum = (loss: Loss) =>
  ask(penalizedOptimum, ({ task }: { task: NoisySample; trained: Record<Name, Trained> }) => ({
    ...seen(loss)(task),
    loss,
    penalty: PENALTY,
  }));

const off = (w: Float64Array, task: NoisySample) => norm2(subtract(w, task.truth));
/** |w* - truth|, known up to the distance of the answer from w*. */
const distance = ({ value, error }: { value: Float64Array; error: number }, task: NoisySample) => ({
  value: off(value, task),
  error,
});
const tex = { found: '\\lVert w-\\beta\\rVert', best: '\\lVert w^*-\\beta\\rVert' };
export default claim({
  title: 'Regularized, every optimizer generalizes alike',
  statement:
    'Of a regularized convex objective (ridge, logistic regression, lasso) gradient descent, momentum, Adam, L-BFGS, dual ' +
    'coordinate ascent, proximal methods and a factorized network, each from a random start of its own, reach the ' +
    'certified optimum and with it the same risk.',
  talk: ['T14'],
  marking: 'says',
  sources: [{ key: 'wei2019regularization', where: 'section 1; the bound is derived in this file' }],
  scope:
    'Convex objectives with a penalty of 0.1 and training to the end: a run that stops after T steps has the risk of the ' +
    'optimum only when penalty T / L is large. Without convexity see nonconvex-optima-disagree.',
  premises: {
    'the objective is regularized': { how: 'by construction', control: 'no penalty' },
    'every optimizer has the same objective': { how: 'by construction', control: 'one forgets the penalty' },
    'the penalty is part of the gradient': { how: 'by construction', control: 'decoupled decay' },
    'training reaches the optimum': { how: 'checked per task', control: 'too few steps' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noisySamples('fifteen noisy samples in thirty dimensions', { n: 15, d: 30, sigma: 0.5 }),
  train: runs,
  theory: { squared: optimum('squared'), logistic: optimum('logistic'), lasso: optimum('lasso') },
  parts: {
    'every optimizer has the risk of the optimum': {
      holds: 'abs(found^2 / best^2 - 1) <= 1e-3',
      where: ({ task, trained, theory }) =>
        losses.flatMap((loss) =>
          of(loss).map((name) => ({
            found: off(trained[name].parameters.w!, task),
            best: distance(theory[loss], task),
          })),
        ),
      tex,
      accept: always(),
    },
    'the gradient certifies the distance, also halfway': {
      holds: 'found <= gradient / penalty',
      where: ({ trained, theory }) => ({
        found: {
          value: norm2(subtract(trained.unfinished.parameters.w!, theory.squared.value)),
          error: theory.squared.error,
        },
        gradient: trained.unfinished.facts!.gradient!,
        penalty: PENALTY,
      }),
      tex: { found: '\\lVert w-w^*\\rVert', gradient: '\\lVert\\nabla F(w)\\rVert', penalty: '\\lambda' },
      accept: always(),
    },
    'stochastic gradients reach it on average': {
      holds: 'found^2 / best^2 == 1',
      where: ({ task, trained, theory }) => ({
        found: off(trained.stochastic.parameters.w!, task),
        best: distance(theory.squared, task),
      }),
      tex,
      accept: equivalent({ margin: 0.05, cap: 0.3 }),
    },
  },

  controls: {
    mustFail: {
      'no penalty': {
        breaks: 'every optimizer has the risk of the optimum',
        because: 'without a penalty each start leads to an interpolant of its own',
        train: {
          'squared descent': by('squared', 'descent', 1, { penalty: 0 }),
          'squared lbfgs': by('squared', 'lbfgs', 5, { penalty: 0 }),
        },
      },
      'one forgets the penalty': {
        breaks: 'every optimizer has the risk of the optimum',
        because: 'one optimizer without the penalty keeps what its start has outside the row space',
        train: { 'squared nesterov': by('squared', 'nesterov', 2, { penalty: 0 }) },
      },
      'decoupled decay': {
        breaks: 'every optimizer has the risk of the optimum',
        because: 'a decay outside of the scaled gradient is another penalty',
        train: { 'squared adam': by('squared', 'adam', 4, { decoupled: true }) },
      },
      'too few steps': {
        breaks: 'every optimizer has the risk of the optimum',
        because: 'after 50 steps penalty T / L is below 1',
        train: { 'squared descent': by('squared', 'descent', 1, { steps: 50 }) },
      },
      'stochastic, without the penalty': {
        breaks: 'stochastic gradients reach it on average',
        because: 'almost no penalty keeps the start',
        train: { stochastic: by('squared', 'stochastic', 7, { penalty: 1e-3 }) },
      },
    },
  },

  dial: {
    of: 'penalty x steps',
    axis: 'log',
    grid: [1, 3, 10, 30, 100],
    at: (product) => ({
      train: { 'squared descent': by('squared', 'descent', 1, { steps: Math.floor(product / PENALTY + 0.5) }) },
    }),
    part: 'every optimizer has the risk of the optimum',
    measured: {
      value: 'abs(found^2 / best^2 - 1)',
      where: ({ task, trained, theory }) => ({
        found: off(trained['squared descent'].parameters.w!, task),
        best: off(theory.squared.value, task),
      }),
      tex,
    },
    // Step 2 of the theorem, relative to the risk of the optimum.
    curve: {
      value: 'gradient / penalty * (2 * best + gradient / penalty) / best^2',
      where: ({ task, trained, theory }) => ({
        gradient: trained['squared descent'].facts!.gradient!,
        penalty: PENALTY,
        best: off(theory.squared.value, task),
      }),
      tex: { ...tex, gradient: '\\lVert\\nabla F(w)\\rVert', penalty: '\\lambda' },
    },
  },
});
