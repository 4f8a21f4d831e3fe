/**
 * A linear model trained by descent in a geometry psi, from the minimizer of psi.
 *
 * 1. Every step moves the dual variable theta = grad psi(b) by a combination of rows of X, so theta = X'nu for ever.
 * 2. At an interpolant b this is the stationarity condition of min psi(b) subject to X b = y.
 * 3. psi is strictly convex, so b is the minimizer, whatever the steps, the momentum or the order of the equations were.
 */
import { claim } from 'claimcheck';
import { adagrad, adam, descent, greedy } from 'claimcheck/models/linear-model';
import { norm1, norm2 } from 'claimcheck/numerics/matrix';
import { complexity } from 'claimcheck/oracles/complexity';
import { preferred } from 'claimcheck/oracles/preferred';
import { fixing } from 'claimcheck/tasks/fixing';
import { coordinateFolklore, preferringRegression, type PreferringRegression } from 'claimcheck/tasks/preferences';

export default claim({
  title: 'Each algorithm minimizes its own complexity measure',
  statement:
    'Gradient descent, preconditioned gradient descent, p-norm mirror descent (1 < p <= 2) and hypentropy mirror ' +
    'descent, each from 0, converge to the interpolant that is least in the L2 norm, the P^-1 norm, the p-norm and Q_alpha.',
  says: ['T8'],
  sources: {
    gunasekar2018characterizing: 'Theorem 1 (mirror descent), section 2.2',
    woodworth2020kernel: 'Theorem 1 (the hypentropy potential)',
  },
  scope:
    'Linear models and squared loss. Algorithms whose steps leave the row space (Adam, AdaGrad from 0, coordinate ' +
    'descent) have preferences too, but none of these measures (from a large accumulator AdaGrad is nearly gradient descent: ' +
    'adagrads-start-decides-its-bias); p = 4 mirror descent did not converge in reasonable time.',
  premises: {
    'the dual variable stays in the row space': 'Adam',
    'training starts at the minimizer of the measure': 'random start',
    'training reaches an interpolant': { checked: 'early stop' },
    'n < d and X has full row rank': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: preferringRegression,
  train: descent(({ geometry }: PreferringRegression) => ({ geometry })),
  theory: { own: preferred },
  symbols: {
    residual: ['\\lVert X\\hat\\beta-y\\rVert_2', ({ run }) => run.residual],
    size: ['\\lVert y\\rVert_2', ({ task }) => norm2(task.y)],
    measure: ['C(\\hat\\beta)', ({ task, run }) => complexity(task.preference)(run.beta)],
    least: ['\\min_{X\\beta=y}C(\\beta)', ({ theory }) => theory.own.complexity],
    l1: ['\\lVert\\hat\\beta_p\\rVert_1', ({ run }) => norm1(run.beta)],
    predicted: ['\\lVert\\beta_p\\rVert_1', ({ theory }) => norm1(theory.own.beta)],
  },
  parts: {
    'the limit interpolates': {
      holds: 'residual / size <= 1e-11',
      unless: { 'early stop': { because: 'a residual of 1e-2 is not an interpolant', rule: { residual: 1e-2 } } },
    },
    'its own measure is least': {
      holds: 'abs(measure / least - 1) <= 1e-9',
      unless: {
        Adam: { because: 'a step scaled per coordinate by its history leaves the row space', train: adam({}) },
        AdaGrad: { because: 'a step scaled per coordinate by its history leaves the row space', train: adagrad({}) },
        'random start': { because: 'the part of the start outside the row space stays for ever', rule: { start: 0.3 } },
        'greedy coordinate descent': {
          because: 'the descent on the best coordinate, in the place of the algorithm, has no such measure',
          train: greedy({}),
        },
        'descent as least L1': {
          because: 'gradient descent does not minimize the L1 norm',
          forAll: coordinateFolklore,
        },
      },
    },
  },
  harmless: {
    'heavy ball': { because: 'momentum moves the dual by old gradients, rows of X too', rule: { momentum: 0.3 } },
    'loss rescaled': { because: 'the scale of the loss only moves nu', rule: { lossScale: 0.8 } },
    'equations weighted': { because: 'weights of the equations only move nu', rule: { weighted: true } },
    'one equation at a time': {
      because: 'solving one equation in turn (Kaczmarz) moves the dual by a row of X; linear images alone',
      rule: ({ geometry: { kind } }) => ({ single: kind === 'euclidean' || kind === 'preconditioned' }),
    },
  },
  dial: {
    turns: 'p',
    grid: [1.2, 1.4, 1.6, 1.8, 2],
    at: (p) => ({
      forAll: fixing(preferringRegression, { geometry: { kind: 'p-norm', p }, preference: { kind: 'p-norm', p } }),
    }),
    part: 'its own measure is least',
    measured: 'l1',
    curve: { prediction: 'predicted' },
  },
});
