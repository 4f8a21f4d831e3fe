/**
 * Least squares of least norm on n Gaussian points in R^p, given X.
 *
 * 1. beta = P beta* + X^+ e with P the projection on the row space: excess = |(I - P) beta*|^2 + |X^+ e|^2 on average over e.
 * 2. A uniform direction gives E |(I - P) beta*|^2 = r^2 (1 - n/p) for n < p and 0 otherwise; E |X^+ e|^2 = sigma^2 sum 1/s_i.
 * 3. E tr W^-1 of a Wishart matrix gives p / (n - p - 1) for n >= p + 2 and n / (p - n - 1) for n <= p - 2.
 */
import { always, claim, equivalent, type Trained } from 'claimcheck';
import { leastNorm, ridge, type RidgeRule } from 'claimcheck/models/ridge';
import { averagedRisk, lawAt, onEachSample, rawRisk, riskAndLaw } from 'claimcheck/properties/repeated';
import { repeatedRegression } from 'claimcheck/tasks/gaussian-regression';

const COUNT = 8;

const near = { n: 40, p: 32 };
const tasks = repeatedRegression(
  'repeated Gaussian regression on both sides of the threshold',
  [
    { n: 12, p: 24 },
    { n: 20, p: 40 },
    { n: 20, p: 60 },
    { n: 30, p: 20 },
    { n: 24, p: 12 },
    { n: 32, p: 48 },
  ],
  near,
  COUNT,
);

const runs = (rule: (size: { n: number }) => RidgeRule) => onEachSample('ridge', COUNT, rule);

const tex = { risk: '\\overline{R}', law: 'R_{n,p}', form: '\\overline{R}_X' };

export default claim({
  title: 'Interpolation has an exact risk',
  statement:
    'On Gaussian data the expected excess risk of least squares of least norm is sigma^2 p / (n - p - 1) for n >= p + 2 ' +
    'and r^2 (1 - n/p) + sigma^2 n / (p - n - 1) for n <= p - 2; beyond the threshold it interpolates its noisy labels.',
  talk: ['T1'],
  marking: 'implies',
  sources: [{ key: 'hastie2022surprises', where: 'section 3 (limits); the finite form is derived in this file' }],
  scope: 'Isotropic Gaussian inputs and |n - p| >= 8; within 1 of the threshold the mean is infinite.',
  premises: {
    'the interpolant is the shortest': { how: 'by construction', control: 'ridge' },
    'no direction is cut off': { how: 'by construction', control: 'cut-off 1e-1' },
    'the null space counts': { how: 'by construction', control: 'null space dropped' },
    'inputs are Gaussian and isotropic': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: tasks,
  train: runs(() => leastNorm),
  theory: { drawn: lawAt('drawn'), near: lawAt('near') },
  parts: {
    'the risk is the law': {
      holds: 'risk / law == 1',
      where: riskAndLaw('drawn'),
      tex,
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3 }),
    },
    'at p = n - 8 the risk is the law': {
      holds: 'risk / law == 1',
      where: riskAndLaw('near'),
      tex,
      accept: equivalent({ exact: true, margin: 0.05, cap: 0.3, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'raw runs have the averaged risk': {
      holds: '(risk - form) / law == 0',
      where: ({ task, trained, theory }) => ({
        risk: rawRisk(task.drawn, 'drawn', trained),
        form: averagedRisk(task.drawn, 'drawn', trained),
        law: theory.drawn.value.excess,
      }),
      tex,
      accept: equivalent({ exact: true, margin: 0.1, cap: 0.5, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'the residual is that of a solution': {
      holds: 'residual <= 1e-8',
      where: ({ task, trained }) => ({
        residual: Math.max(
          ...Object.entries(trained).map(([name, run]: [string, Trained]) => {
            const { n, p } = name.startsWith('near') ? task.near : task.drawn;
            return n < p ? run.facts!.residual! : run.facts!.gradient!;
          }),
        ),
      }),
      tex: { residual: '\\max\\lVert X\\hat\\beta-y\\rVert' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'null space dropped': {
        breaks: 'the risk is the law',
        because: 'what the data do not show of the truth is counted as if it were learned',
        theory: { drawn: lawAt('drawn', 'null space dropped') },
      },
      'cut-off 1e-1': {
        breaks: 'at p = n - 8 the risk is the law',
        because: 'cutting off small eigenvalues regularizes',
        train: runs(() => ({ penalties: [0], cutoff: 0.1 })),
      },
      ridge: {
        breaks: 'the residual is that of a solution',
        because: 'a penalty of 1e-2 n leaves a residual',
        seldom: {
          share: 0.4,
          because: 'only n < p leaves one: on a third of the tasks ridge solves its own equations',
        },
        train: runs(({ n }) => ridge(0.01 * n)),
      },
    },
  },

  dial: {
    of: 'p/n',
    axis: 'log',
    grid: [0.5, 0.75, 1.5, 2, 4],
    at: (ratio) => ({
      forAll: repeatedRegression(
        `repeated Gaussian regression, p/n = ${ratio}`,
        [{ n: 24, p: Math.floor(ratio * 24 + 0.5) }],
        near,
        COUNT,
      ),
    }),
    part: 'the residual is that of a solution',
    measured: { value: 'risk', where: riskAndLaw('drawn'), tex },
    curve: { value: 'law', where: riskAndLaw('drawn'), tex },
  },
});
