/**
 * SGD with fresh label noise sigma at an interpolant of L = (1/2n) sum (f - y)^2.
 *
 * 1. There the gradient noise is (noise) grad f(x_i): its covariance is sigma^2 times the Hessian J'J/n, which never vanishes.
 * 2. Fluctuations of that shape drift down the trace of the Hessian, R ~ (eta sigma^2 / 4) tr(J'J/n), within the interpolants.
 * 3. tr(J'J/n) = (1/n) sum_i |grad f(x_i)|^2 needs no second derivative.
 */
import { claim, forMost } from 'claimcheck';
import { twoLayer, type Phase } from 'claimcheck/models/two-layer-network';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { sphereRegression } from 'claimcheck/tasks/sphere-regression';

const eta = 0.05;

/** To an interpolant, a phase of single examples, and back to an interpolant. */
const around = (phase: Phase, back: readonly Phase[] = [{ rate: eta, residual: 1e-20, steps: 1500 }]) =>
  twoLayer({
    width: 16,
    activation: 'tanh',
    spread: { W: 1, a: 0.6 },
    rate: eta,
    residual: 1e-20,
    steps: 4000,
    then: [{ rate: eta, batch: 1, steps: 2500, ...phase }, ...back],
  });

export default claim({
  title: 'Label noise flattens',
  statement:
    'A two-layer tanh network that is trained with label noise and then back to zero loss ends at an interpolant ' +
    'whose Hessian has less than .8 of the trace that plain gradient descent leaves from the same start.',
  ours: ['T4'],
  sources: { damian2021label: 'Theorem 1 and section 5' },
  scope:
    'The trace falls, and nothing is said of the test error. It is compared after the noise, at zero loss: under ' +
    'noise it would be another quantity. The noise is fresh at every step; at an interpolant small batches do ' +
    'nothing (small-batch-alone-does-not-flatten).',
  premises: {
    'labels are noisy': 'no label noise',
    'the noise is fresh': 'noise drawn once',
    'the noise has the shape of the gradients': 'isotropic weight noise',
    'both runs end at an interpolant': { checked: 'no way back' },
  },
  needs: ['parameters'],

  forAll: sphereRegression(5, 5),
  train: { plain: around({ steps: 0 }), noisy: around({ labelNoise: 1 }) },
  theory: {
    noisy: [curvature, ({ task, runs }) => atEnd({ task, run: runs.noisy })],
    plain: [curvature, ({ task, runs }) => atEnd({ task, run: runs.plain })],
  },
  symbols: {
    noisy: ['\\operatorname{tr}H_{\\mathrm{noisy}}', ({ theory }) => theory.noisy.trace],
    plain: ['\\operatorname{tr}H', ({ theory }) => theory.plain.trace],
    loss: ['\\tfrac1n\\lVert f(X)-y\\rVert^2', ({ run }) => run.loss],
  },
  parts: {
    'the trace is smaller': {
      holds: 'noisy / plain <= 0.8',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'no label noise': {
          because: 'at an interpolant the gradient of every single example vanishes',
          train: { noisy: around({}) },
        },
        'noise drawn once': {
          because: 'wrong labels that stay are fitted, and the noise is gone',
          train: { noisy: around({ labelNoise: 1, frozen: true }) },
        },
        'isotropic weight noise': {
          because: 'noise of another shape drifts elsewhere',
          train: { noisy: around({ weightNoise: 0.02 }) },
        },
      },
    },
    'both runs end at an interpolant': {
      holds: 'loss <= 1e-4',
      of: 'each',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'no way back': {
          because: 'under label noise the loss stays near eta sigma^2 times the curvature',
          train: { noisy: around({ labelNoise: 1 }, []) },
        },
      },
    },
  },
  dial: {
    turns: 'sigma',
    grid: [0, 0.25, 0.5, 0.75, 1],
    at: (labelNoise) => ({ train: { noisy: around({ labelNoise }) } }),
    part: 'the trace is smaller',
    measured: 'noisy / plain',
  },
});
