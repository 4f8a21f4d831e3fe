/**
 * Random ReLU features of 32 real cars, fitted to how far they go on a gallon. Of that a linear model of seven numbers of a car
 * leaves .18 of the variance, and a smooth one about .11.
 *
 * 1. As p comes to n, from either side, what the features cannot express of the labels is amplified by the inverse of the least
 *    eigenvalue, other than 0, of their Gram matrix: the loss peaks, as on digits.
 * 2. Far beyond, the interpolant of least norm is smooth between cars, but still goes through what is peculiar to each.
 * 3. A penalty need not: chosen on held-out cars it averages that out.
 * 4. How much it matters is decided by how much is peculiar: nothing of the labels of digits (digits-are-learnt-by-interpolating).
 */
import { along, claim, median, monotone, onAverage } from 'claimcheck';
import { features, type FeatureRule } from 'claimcheck/models/random-features';
import { residual } from 'claimcheck/properties/residual';
import { testLoss } from 'claimcheck/properties/test-loss';
import { cars } from 'claimcheck/tasks/cars';

const [N, WIDE] = [32, 256];
const fewer = [4, 8, 12, 16, 20, 24, 28];
const path = [8, 32, 128, WIDE];

type Rule = Pick<FeatureRule, 'penalties' | 'choose'>;
const none: Rule = { penalties: [0] };
const one: Rule = { penalties: [1] };
const weak: Rule = { penalties: [1e-3] };
const tuned: Rule = { penalties: [0.01, 0.1, 0.3, 1, 3, 10, 30, 100], choose: 'held-out' };
const relu = (p: number, rule = none) => features({ map: 'relu', features: p, ...rule });

const wanted = { n: N, heldOut: 40, test: 100 };
const linear = cars('cars of a linear model', wanted, 0);

export default claim({
  title: 'On real cars fitting every label costs a tenth of the variance',
  statement:
    'Eight times as many random ReLU features as cars fit, by least squares of least norm, how far 32 real cars go on a gallon. ' +
    'On cars that they have not seen they lose, at the median draw, less than a quarter of what as many features as cars do, but ' +
    'no less than the best, in hindsight, of seven models with fewer; and on average at least .1 of the variance of the labels ' +
    'more than they do with a penalty chosen on 40 held-out cars, with which none of three steps from 8 features to 256 raises ' +
    'the average loss by more than .03.',
  ours: ['T1', 'T11'],
  finding: true,
  sequel: true,
  sources: {
    quinlan1993auto: 'the cars',
    belkin2019reconciling: 'the second descent of random features, which goes below the first there',
    nakkiran2021optimal: 'experiments with tuned ridge',
  },
  scope:
    'Where the passage stops. The dial turns down what a linear model leaves of the labels, more than a third of which is a smooth ' +
    'function of the seven numbers; where nothing is left, wide models lose next to nothing. Draws of 32 cars from one table of ' +
    '392: given that table trials are independent, and the verdict is about such draws, not about cars in the world. Squared ' +
    'loss, in variances of the labels.',
  premises: {
    'a linear model leaves a fifth of the labels': 'linear labels',
    'no penalty': 'ridge',
    'the penalty is chosen on cars that were not trained on': 'chosen on the training cars',
  },
  needs: ['linear', 'parameters'],

  forAll: cars('how far 32 cars go, with 40 held out', wanted),
  train: {
    wide: relu(WIDE),
    half: relu(N / 2),
    peak: relu(N),
    fewer: along(fewer, (p) => relu(p)),
    tuned: along(path, (p) => relu(p, tuned)),
  },
  symbols: {
    residual: ['\\lVert f(X)-y\\rVert', ({ task, runs }) => residual(runs.wide, task)],
    wide: ['R_{8n}', ({ task, runs }) => testLoss(runs.wide, task.test)],
    half: ['R_{n/2}', ({ task, runs }) => testLoss(runs.half, task.test)],
    peak: ['R_n', ({ task, runs }) => testLoss(runs.peak, task.test)],
    least: ['\\min_{k<n}R_k', ({ task, runs }) => Math.min(...runs.fewer.each.map((run) => testLoss(run, task.test)))],
    best: ['R^*_{8n}', ({ task, runs }) => testLoss(runs.tuned.at(WIDE), task.test)],
    narrower: ['R^*_{p^-}', ({ task, runs, at }) => testLoss(runs.tuned.before(at), task.test)],
    wider: ['R^*_p', ({ task, runs, at }) => testLoss(runs.tuned.at(at), task.test)],
  },
  parts: {
    'every label is fitted': {
      holds: 'residual <= 1e-8',
      unless: { 'a penalty': { because: 'it leaves a residual', train: { wide: relu(WIDE, one) } } },
    },
    'the loss peaks at the threshold': {
      holds: 'peak >= 4 * max(half, wide)',
      accept: median(),
      unless: { ridge: { because: 'it bounds the inverse', train: { peak: relu(N, one) } } },
    },
    'a smaller model is as good': {
      holds: 'least <= wide',
      accept: median(),
      unless: {
        'linear labels': { because: 'the more features there are, the better they say these', forAll: linear },
      },
    },
    'a penalty is better': {
      holds: 'wide - best',
      accept: onAverage({ atLeast: 0.1, cap: 0.5 }),
      unless: {
        'linear labels, with a penalty': { because: 'with and without it next to nothing is lost', forAll: linear },
        'chosen on the training cars': {
          because: 'the training loss prefers the weakest one',
          train: { tuned: along(path, (p) => relu(p, { ...tuned, choose: 'training' })) },
        },
      },
    },
    'with it no step ascends': {
      holds: 'narrower - wider',
      over: path.slice(1),
      accept: monotone({ within: 0.03, cap: 0.4, steps: path.length - 1 }),
      unless: {
        'a weak penalty': { because: 'it keeps the peak', train: { tuned: along(path, (p) => relu(p, weak)) } },
      },
    },
  },
  dial: {
    turns: 'the share that is left of what a linear model does not say',
    axis: 'linear',
    part: 'a penalty is better',
    grid: [0, 0.25, 0.5, 0.75, 1],
    at: (share) => ({ forAll: cars(`cars, with ${share} of what is not linear`, wanted, share) }),
    measured: 'wide',
    curve: { rival: 'best' },
  },
});
