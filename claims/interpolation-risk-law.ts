/**
 * Least squares of least norm on n Gaussian points in R^p, given X.
 *
 * 1. beta = P beta* + X^+ e with P the projection on the row space: excess = |(I - P) beta*|^2 + |X^+ e|^2 on average over e.
 * 2. A uniform direction gives E |(I - P) beta*|^2 = r^2 (1 - n/p) for n < p and 0 otherwise; E |X^+ e|^2 = sigma^2 sum 1/s_i.
 * 3. E tr W^-1 of a Wishart matrix gives p / (n - p - 1) for n >= p + 2 and n / (p - n - 1) for n <= p - 2.
 */
import { claim, equivalent, faulty } from 'claimcheck';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { finiteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import { mean, onEachSample, shapeOf } from 'claimcheck/properties/repeated';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk } from 'claimcheck/properties/spectral-risk';
import { aroundThreshold, repeatedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const equal = { exact: true, budget: { quick: 160, standard: 240, paper: 360 } };

export default claim({
  title: 'Interpolation has an exact risk',
  statement:
    'On Gaussian data the expected excess risk of least squares of least norm is sigma^2 p / (n - p - 1) for n >= p + 2 ' +
    'and r^2 (1 - n/p) + sigma^2 n / (p - n - 1) for n <= p - 2; beyond the threshold it interpolates its noisy labels.',
  implies: ['T1'],
  sources: { hastie2022surprises: 'section 3 (limits); the finite form is derived in this file' },
  scope: 'Isotropic Gaussian inputs and |n - p| >= 8; within 1 of the threshold the mean is infinite.',
  premises: {
    'the interpolant is the shortest': 'ridge',
    'no direction is cut off': 'cut-off 1e-1',
    'the null space counts': 'null space dropped',
    'inputs are Gaussian and isotropic': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: aroundThreshold,
  train: onEachSample(leastNorm),
  theory: { drawn: [finiteSampleRisk, shapeOf('drawn')], near: [finiteSampleRisk, shapeOf('near')] },
  symbols: {
    risk: ['\\overline{R}_X', mean('drawn', averagedRisk)],
    law: ['R_{n,p}', ({ theory }) => theory.drawn.excess],
    nearRisk: ['\\overline{R}_X', mean('near', averagedRisk)],
    nearLaw: ['R_{n,n-8}', ({ theory }) => theory.near.excess],
    raw: ['\\overline{\\lVert\\hat\\beta-\\beta\\rVert^2}', mean('drawn', (run, { truth }) => risk(run.beta, truth))],
    size: ['R_{n,p}', ({ theory }) => theory.drawn.value.excess],
    // Of its labels, or of its equations where there are too many to be solved.
    residual: [
      '\\lVert X\\hat\\beta-y\\rVert',
      ({ run }) => (run.rows < run.beta.length ? run.residual : run.gradient),
    ],
  },
  parts: {
    'the risk is the law': {
      holds: 'risk / law == 1',
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3 }),
      unless: {
        'null space dropped': {
          because: 'what the data do not show of the truth is counted as if it were learned',
          theory: { drawn: [faulty(finiteSampleRisk, 'null space dropped'), shapeOf('drawn')] },
        },
      },
    },
    'at p = n - 8 the risk is the law': {
      holds: 'nearRisk / nearLaw == 1',
      accept: equivalent({ ...equal, margin: 0.05, cap: 0.3 }),
      unless: { 'cut-off 1e-1': { because: 'cutting off small eigenvalues regularizes', rule: { cutoff: 0.1 } } },
    },
    'raw runs have the averaged risk': {
      holds: '(raw - risk) / size == 0',
      accept: equivalent({ ...equal, margin: 0.1, cap: 0.5 }),
    },
    'the residual is that of a solution': {
      holds: 'residual <= 1e-8',
      of: 'each',
      unless: {
        ridge: {
          because: 'a penalty of 1e-2 n leaves a residual',
          seldom: { share: 0.4, because: 'only n < p leaves one: on a third of the tasks ridge solves its equations' },
          train: onEachSample(ridge(({ X }: GaussianRegression) => 0.01 * X.rows)),
        },
      },
    },
  },
  dial: {
    turns: 'p/n',
    part: 'the residual is that of a solution',
    grid: [0.5, 0.75, 1.5, 2, 4],
    at: (ratio) => ({
      forAll: repeatedRegression(`repeated Gaussian regression, p/n = ${ratio}`, [{ n: 24, p: 24 * ratio }]),
    }),
    measured: 'risk',
    curve: { prediction: 'law' },
  },
});
