/**
 * SGD with fresh label noise sigma at an interpolant of L = (1/2n) sum (f - y)^2.
 *
 * 1. There the gradient noise is (noise) grad f(x_i): its covariance is sigma^2 times the Hessian J'J/n, which never vanishes.
 * 2. Fluctuations of that shape drift down the trace of the Hessian, R ~ (eta sigma^2 / 4) tr(J'J/n), within the interpolants.
 * 3. tr(J'J/n) = (1/n) sum_i |grad f(x_i)|^2 needs no second derivative.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { ask } from 'claimcheck/oracles/ask';
import { curvature } from 'claimcheck/oracles/curvature';
import { sphereRegression, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const WIDTH = 16;
const eta = 0.05;
const NOISY = 2500;

/** To an interpolant, a phase of single examples, and back to an interpolant. */
const around = (phase: Partial<Phase>): TwoLayerRule => ({
  width: WIDTH,
  activation: 'tanh',
  spread: { W: 1, a: 0.6 },
  rate: eta,
  residual: 1e-20,
  steps: 4000,
  then: [
    { rate: eta, batch: 1, steps: NOISY, ...phase },
    { rate: eta, residual: 1e-20, steps: 1500 },
  ],
});
const run = (phase: Partial<Phase>) => ['two-layer-network', around(phase)] as const;

type Runs = Record<'plain' | 'noisy', Trained>;
const at = (name: keyof Runs) =>
  ask(curvature, ({ task: { X }, trained }: { task: SphereRegression; trained: Runs }) => ({
    X,
    covered: { b: false, c: false },
    network: { width: WIDTH, activation: 'tanh' as const, theta: trained[name].parameters.theta! },
  }));

const tex = { noisy: '\\operatorname{tr}H_{\\mathrm{noisy}}', plain: '\\operatorname{tr}H' };

export default claim({
  title: 'Label noise flattens',
  statement:
    'A two-layer tanh network that is trained with label noise and then back to zero loss ends at an interpolant whose ' +
    'Hessian has less than .8 of the trace that plain gradient descent leaves from the same start.',
  talk: ['T4'],
  marking: 'says',
  sources: [{ key: 'damian2021label', where: 'Theorem 1 and section 5' }],
  scope:
    'The trace falls, and nothing is said of the test error. It is compared after the noise, at zero loss: under noise it ' +
    'would be another quantity. The noise is fresh at every step; small batches alone do nothing (small-batch-alone-does-not-flatten).',
  premises: {
    'labels are noisy': { how: 'by construction', control: 'no label noise' },
    'the noise is fresh': { how: 'by construction', control: 'noise drawn once' },
    'the noise has the shape of the gradients': { how: 'by construction', control: 'isotropic weight noise' },
    'both runs end at an interpolant': { how: 'checked per task', control: 'no way back' },
  },
  needs: ['parameters'],

  forAll: sphereRegression(5, 5),
  train: { plain: run({ steps: 0 }), noisy: run({ labelNoise: 1 }) },
  theory: { plain: at('plain'), noisy: at('noisy') },
  parts: {
    'the trace is smaller': {
      holds: 'noisy / plain <= 0.8',
      where: ({ theory: { plain, noisy } }) => ({
        noisy: { value: noisy.value.trace, error: noisy.error },
        plain: { value: plain.value.trace, error: plain.error },
      }),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'both runs end at an interpolant': {
      holds: 'loss <= 1e-4',
      where: ({ trained: { plain, noisy } }) => ({ loss: Math.max(plain.facts!.loss!, noisy.facts!.loss!) }),
      tex: { loss: '\\max\\tfrac1n\\lVert f(X)-y\\rVert^2' },
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'no label noise': {
        breaks: 'the trace is smaller',
        because: 'at an interpolant the gradient of every single example vanishes',
        train: { noisy: run({}) },
      },
      'noise drawn once': {
        breaks: 'the trace is smaller',
        because: 'wrong labels that stay are fitted, and the noise is gone',
        train: { noisy: run({ labelNoise: 1, frozen: true }) },
      },
      'isotropic weight noise': {
        breaks: 'the trace is smaller',
        because: 'noise of another shape drifts elsewhere',
        train: { noisy: run({ weightNoise: 0.02 }) },
      },
      'no way back': {
        breaks: 'both runs end at an interpolant',
        because: 'under label noise the loss stays near eta sigma^2 times the curvature',
        train: {
          noisy: ['two-layer-network', { ...around({}), then: [{ rate: eta, batch: 1, labelNoise: 1, steps: NOISY }] }],
        },
      },
    },
  },

  dial: {
    of: 'sigma',
    grid: [0, 0.25, 0.5, 0.75, 1],
    at: (labelNoise) => ({ train: { noisy: run({ labelNoise }) } }),
    part: 'the trace is smaller',
    measured: {
      value: 'noisy / plain',
      where: ({ theory: { plain, noisy } }) => ({ noisy: noisy.value.trace, plain: plain.value.trace }),
      tex,
    },
  },
});
