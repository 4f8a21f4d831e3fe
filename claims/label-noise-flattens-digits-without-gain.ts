/**
 * Digits by SGD with fresh label noise sigma, from an interpolant of L = (1/2n) sum (f - y)^2 and back to one.
 *
 * 1. At an interpolant the gradient noise is (noise) grad f(x_i), and fluctuations of that shape drift down the trace of the
 *    Hessian, tr(J'J/n), within the interpolants. The theory asks nothing of the images (label-noise-flattens: on a sphere).
 * 2. Whether the flatter interpolant errs less on images that were not seen is no theorem. A small start leaves nothing of its
 *    own in f, and no label is wrong in the end: what flatness alone gains on digits that people wrote is measured here.
 */
import { claim, equivalent, forMost } from 'claimcheck';
import { twoLayer, type Phase } from 'claimcheck/models/two-layer-network';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { testError } from 'claimcheck/properties/test-loss';
import { digitQuestions } from 'claimcheck/tasks/digits';

const M = 48;
const fit: Phase = { rate: 0.3, momentum: 0.5, residual: 1e-4, steps: 3000 };

/** From a small start to an interpolant, a phase of single examples, and back to an interpolant. */
const around = (phase: Phase, back: readonly Phase[] = [fit]) =>
  twoLayer({
    width: M,
    activation: 'relu',
    spread: { W: 0.2 / Math.sqrt(M), a: 0.2 / Math.sqrt(M) },
    ...fit,
    then: [{ rate: 0.05, batch: 1, steps: 800, ...phase }, ...back],
  });
const wrong: Phase = { labelNoise: 1, frozen: true };

export default claim({
  title: 'Label noise flattens digits without gain',
  statement:
    'A two-layer ReLU network that fits 32 handwritten digits from a small start, then with label noise, and then again without, ' +
    'ends on nine draws in ten at an interpolant whose Hessian has less than .7 of the trace that gradient descent leaves from the ' +
    'same start. On average it errs as often on images that it has not seen, to within .01.',
  ours: ['T4'],
  finding: true,
  sequel: true,
  sources: {
    alpaydin1998optical: 'the images',
    damian2021label: 'Theorem 1; in section 5 deep networks that are trained with label noise err less',
  },
  scope:
    'One width, one strength of the noise, one small start: from a larger one the noise also moves what the start has left in f, and ' +
    'the error rises or falls with that. Draws of 32 images and of a question from one table of 1,797 images: given that table ' +
    'trials are independent, and the verdict is about such draws, not about digits in the world.',
  premises: {
    'labels are noisy': 'no label noise',
    'the noise is fresh': 'noise drawn once',
    'the noise has the shape of the gradients': 'isotropic weight noise',
    'both runs end at an interpolant': { checked: 'no way back' },
    'the labels are right in the end': 'wrong labels kept',
  },
  needs: ['parameters'],

  forAll: digitQuestions('questions about 32 digits', { n: 32, heldOut: 0, test: 100 }),
  train: { plain: around({ steps: 0 }), noisy: around({ labelNoise: 1 }) },
  theory: {
    noisy: [curvature, ({ task, runs }) => atEnd({ task, run: runs.noisy })],
    plain: [curvature, ({ task, runs }) => atEnd({ task, run: runs.plain })],
  },
  symbols: {
    noisy: ['\\operatorname{tr}H_{\\mathrm{noisy}}', ({ theory }) => theory.noisy.trace],
    plain: ['\\operatorname{tr}H', ({ theory }) => theory.plain.trace],
    loss: ['\\tfrac1n\\lVert f(X)-y\\rVert^2', ({ run }) => run.loss],
    errorNoisy: ['E_{\\mathrm{noisy}}', ({ task, runs }) => testError(runs.noisy, task.test)],
    error: ['E', ({ task, runs }) => testError(runs.plain, task.test)],
  },
  parts: {
    'the trace is smaller': {
      holds: 'noisy / plain <= 0.7',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'no label noise': { because: 'at an interpolant every gradient vanishes', train: { noisy: around({}) } },
        'noise drawn once': { because: 'wrong labels that stay are fitted', train: { noisy: around(wrong) } },
        'isotropic weight noise': {
          because: 'noise of another shape drifts elsewhere',
          train: { noisy: around({ weightNoise: 0.01 }) },
        },
      },
    },
    'both runs end at an interpolant': {
      holds: 'loss <= 2e-4',
      of: 'each',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'no way back': {
          because: 'under label noise the loss stays near eta sigma^2 times the curvature',
          train: { noisy: around({ labelNoise: 1 }, []) },
        },
      },
    },
    'the error is the same': {
      holds: 'errorNoisy - error == 0',
      accept: equivalent({ margin: 0.01, cap: 0.05 }),
      unless: {
        'wrong labels kept': { because: 'a label in two is wrong', train: { noisy: around(wrong, []) } },
      },
    },
  },
  dial: {
    turns: 'sigma',
    part: 'the trace is smaller',
    grid: [0, 0.3, 1],
    at: (labelNoise) => ({ train: { noisy: around({ labelNoise }) } }),
    measured: 'noisy / plain',
  },
});
