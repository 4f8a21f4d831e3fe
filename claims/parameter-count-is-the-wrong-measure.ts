/**
 * One linear model with twice as many parameters as points, trained to zero error from two starts.
 *
 * 1. Gradient descent keeps the part of its start in the null space of X: it ends at b = X^+ y + (I - P) b0.
 * 2. Noiseless labels give b - beta = (I - P)(b0 - beta): from 0 an error of |beta|^2 (1 - n/d) on average,
 * 3. from a start of length 6 and |beta| = 2 an error of (36 + 4)(1 - n/d): ten times as much, with the same parameters.
 */
import { claim, equivalent, median } from 'claimcheck';
import { descend } from 'claimcheck/models/least-squares';
import { residual } from 'claimcheck/properties/residual';
import { risk } from 'claimcheck/properties/risk';
import { noiselessRegression } from 'claimcheck/tasks/gaussian-regression';

export default claim({
  title: 'The number of parameters is the wrong measure',
  statement:
    'With 40 points and 80 parameters, gradient descent from a start of length 6 and from 0 both interpolate, and the first ' +
    'has at least three times the risk of the second.',
  implies: ['T2'],
  sources: { gunasekar2018characterizing: 'section 2; derived in this file' },
  scope:
    'Says, with the talk, that which complexity to measure is the question: counting is not enough. Not which ' +
    'measure is right.',
  premises: {
    'the starts differ': 'both starts at length 6',
    'the far start is the longer one': 'order reversed',
    'both runs interpolate': { checked: 'early stop' },
    'more parameters than points': 'fewer parameters than points',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noiselessRegression('noiseless Gaussian regression, 40 x 80', { n: 40, p: 80 }, 2),
  train: { near: descend({ start: 0 }), far: descend({ start: 6 }) },
  symbols: {
    residual: ['\\lVert X\\hat\\beta-y\\rVert', ({ task, run }) => residual(run, task)],
    near: ['R_0', ({ task, runs }) => risk(runs.near.beta, task.truth)],
    far: ['R_{|b_0|}', ({ task, runs }) => risk(runs.far.beta, task.truth)],
    law: [
      '(1-\\tfrac nd)(2\\lVert\\beta\\rVert^2+36)',
      ({ task: { X, radius } }) => (2 * radius * radius + 36) * (1 - X.rows / X.cols),
    ],
  },
  parts: {
    'both interpolate': {
      holds: 'residual <= 1e-8',
      of: 'each',
      unless: {
        'early stop': { because: 'it does not interpolate', train: { far: descend({ start: 6, gradient: 1 }) } },
      },
    },
    'three times the risk': {
      holds: 'far - 3 * near >= 0.01',
      accept: median(),
      unless: {
        'both starts at length 6': { because: 'equal starts have equal risk', train: { near: descend({ start: 6 }) } },
        'order reversed': {
          because: 'the shorter start generalizes better',
          train: { near: descend({ start: 6 }), far: descend({ start: 0 }) },
        },
        'fewer parameters than points': {
          because: 'with one solution the start is forgotten',
          forAll: noiselessRegression('noiseless Gaussian regression, 80 x 40', { n: 80, p: 40 }, 2),
        },
      },
    },
    'each risk is that of its start': {
      holds: '(near + far) / law == 1',
      accept: equivalent({ margin: 0.08, cap: 0.4 }),
    },
  },
  harmless: {
    'heavy ball': {
      because: 'every step of heavy ball is in the row space',
      keeps: ['both interpolate', 'three times the risk'],
      rule: { optimizer: 'momentum' },
    },
  },
  dial: {
    turns: 'length of the start',
    part: 'three times the risk',
    grid: [0, 1, 2, 4, 6],
    at: (start) => ({ train: { far: descend({ start }) } }),
    measured: 'far',
  },
});
