/**
 * One linear model with twice as many parameters as points, trained to zero error from two starts.
 *
 * 1. Gradient descent keeps the part of its start in the null space of X: it ends at b = X^+ y + (I - P) b0.
 * 2. Noiseless labels give b - beta = (I - P)(b0 - beta): from 0 an error of |beta|^2 (1 - n/d) on average,
 * 3. from a start of length 6 and |beta| = 2 an error of (36 + 4)(1 - n/d): ten times as much, with the same parameters.
 */
import { always, claim, equivalent, median, type Run, type Trained } from 'claimcheck';
import { descend } from 'claimcheck/models/least-squares';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { excess } from 'claimcheck/properties/excess';
import { noiselessRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const from = (start: number): Run<GaussianRegression> => ['least-squares', descend({ start })];
/** |X b - y| of the labels that were given, whatever training made of them. */
const residual = (trained: Trained, { X, y }: GaussianRegression) => norm2(subtract(trained.predict(X), y));
const tex = { near: 'R_{|b_0|=0}', far: 'R_{|b_0|=6}' };

export default claim({
  title: 'The number of parameters is the wrong measure',
  statement:
    'With 40 points and 80 parameters, gradient descent from a start of length 6 and from 0 both interpolate, and the first ' +
    'has at least three times the risk of the second.',
  talk: ['T2'],
  marking: 'implies',
  finding: true,
  sources: [{ key: 'gunasekar2018characterizing', where: 'section 2; derived in this file' }],
  scope: 'Says that counting is not enough, not which measure is right.',
  premises: {
    'the starts differ': { how: 'by construction', control: 'both starts at length 6' },
    'the far start is the longer one': { how: 'by construction', control: 'order reversed' },
    'both runs interpolate': { how: 'checked per task', control: 'early stop' },
    'more parameters than points': { how: 'by construction', control: 'fewer parameters than points' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noiselessRegression('noiseless Gaussian regression, 40 x 80', { n: 40, p: 80 }, 2),
  train: { near: from(0), far: from(6) },
  parts: {
    'both interpolate': {
      holds: 'max(near, far) <= 1e-8',
      where: ({ task, trained }) => ({ near: residual(trained.near, task), far: residual(trained.far, task) }),
      tex: { near: '\\lVert Xb_0-y\\rVert', far: '\\lVert Xb_6-y\\rVert' },
      accept: always(),
    },
    'three times the risk': {
      holds: 'far - 3 * near >= 0.01',
      where: ({ task, trained }) => ({
        near: excess(trained.near.parameters.beta!, task.truth),
        far: excess(trained.far.parameters.beta!, task.truth),
      }),
      tex,
      accept: median(),
    },
    'each risk is that of its start': {
      holds: '(near + far) / law == 1',
      where: ({ task, trained }) => ({
        near: excess(trained.near.parameters.beta!, task.truth),
        far: excess(trained.far.parameters.beta!, task.truth),
        law: (2 * task.radius * task.radius + 36) * (1 - task.X.rows / task.X.cols),
      }),
      tex: { ...tex, law: '(1-\\tfrac nd)(2\\lVert\\beta\\rVert^2+36)' },
      accept: equivalent({ margin: 0.08, cap: 0.4 }),
    },
  },

  controls: {
    mustFail: {
      'both starts at length 6': {
        breaks: 'three times the risk',
        because: 'the same start has the same risk',
        train: { near: from(6) },
      },
      'order reversed': {
        breaks: 'three times the risk',
        because: 'the shorter start generalizes better',
        train: { near: from(6), far: from(0) },
      },
      'early stop': {
        breaks: 'both interpolate',
        because: 'a gradient of 1 is not an interpolant',
        train: { far: ['least-squares', descend({ start: 6, gradient: 1 })] },
      },
      'fewer parameters than points': {
        breaks: 'three times the risk',
        because: 'with one solution the start is forgotten',
        forAll: noiselessRegression('noiseless Gaussian regression, 80 x 40', { n: 80, p: 40 }, 2),
      },
    },
    mustHold: {
      'heavy ball': {
        because: 'every step of heavy ball is in the row space',
        keeps: ['both interpolate', 'three times the risk'],
        train: {
          near: ['least-squares', descend({ start: 0, optimizer: 'momentum' })],
          far: ['least-squares', descend({ start: 6, optimizer: 'momentum' })],
        },
      },
    },
  },

  dial: {
    of: 'length of the start',
    grid: [0, 1, 2, 4, 6],
    at: (start) => ({ train: { far: from(start) } }),
    part: 'three times the risk',
    measured: {
      value: 'far',
      where: ({ task, trained }) => ({ far: excess(trained.far.parameters.beta!, task.truth) }),
      tex: { far: 'R_{|b_0|}' },
    },
  },
});
