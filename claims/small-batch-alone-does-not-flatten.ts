/**
 * SGD on single examples at an interpolant of the squared loss.
 *
 * 1. The gradient of example i is (f(x_i) - y_i) grad f(x_i), which vanishes for every i where f(x_i) = y_i for every i.
 * 2. So an interpolant is a fixed point of SGD at any batch size: there is no noise that could move it, and the trace of the
 *    Hessian is the one that gradient descent left.
 * 3. With labels y +- sigma the noise never vanishes; it drifts along the interpolants and lowers the trace by
 *    (eta sigma)^2 / 4 |P grad tr H|^2 per step, P the projection along them (oracles/flattening).
 */
import { claim, equivalent, forMost, type Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { ask } from 'claimcheck/oracles/ask';
import { curvature } from 'claimcheck/oracles/curvature';
import { flattening } from 'claimcheck/oracles/flattening';
import { sphereRegression, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const WIDTH = 16;
const eta = 0.05;
const back: Phase = { rate: eta, residual: 1e-20, steps: 1500 };
/** The drift is known to leading order in the step, which leaves out 1% here; the trace falls by some thousandths. */
const noisy = { rate: 0.002, labelNoise: 0.2, steps: 10_000 } as const;

/** To an interpolant in at most `before` steps, then single examples, and back to an interpolant. */
const around = (phase: Partial<Phase>, before = 4000) =>
  [
    'two-layer-network',
    {
      width: WIDTH,
      activation: 'tanh',
      spread: { W: 1, a: 0.6 },
      rate: eta,
      residual: 1e-20,
      steps: before,
      then: [{ rate: eta, batch: 1, steps: 2000, ...phase }, back],
    } satisfies TwoLayerRule,
  ] as const;

type Runs = Record<'plain' | 'single' | 'noisy', Trained>;
interface About {
  readonly task: SphereRegression;
  readonly trained: Runs;
}
const reached = (name: keyof Runs, { task: { X }, trained }: About) => ({
  X,
  network: { width: WIDTH, activation: 'tanh' as const, theta: trained[name].parameters.theta! },
});
const at = (name: keyof Runs) =>
  ask(curvature, (about: About) => ({ ...reached(name, about), covered: { b: false, c: false } }));
const drift = (sigma: number) =>
  ask(flattening, (about: About) => ({ ...reached('plain', about), rate: noisy.rate, sigma, batch: 1 }));

interface Traces {
  readonly theory: Readonly<
    Record<keyof Runs, { value: { trace: number }; error: number }> & { drift: { value: number; error: number } }
  >;
}
const fallen = ({ theory: { plain, noisy: after, drift } }: Traces) => ({
  fall: { value: plain.value.trace - after.value.trace, error: plain.error + after.error },
  predicted: { value: noisy.steps * drift.value, error: noisy.steps * drift.error },
});
const tex = {
  single: '\\operatorname{tr}H_{\\mathrm{SGD}}',
  plain: '\\operatorname{tr}H',
  fall: '-\\Delta\\operatorname{tr}H',
  predicted: '\\tfrac T4\\eta^2\\sigma^2\\lVert P\\nabla\\operatorname{tr}H\\rVert^2',
};

export default claim({
  title: 'Small batches alone do not flatten',
  statement:
    'At an interpolant, SGD on single examples without label noise leaves the trace of the Hessian where it is, to one in a ' +
    'million; fresh label noise of size sigma in its place, at a small step eta, lowers the trace by ' +
    '(eta sigma)^2 / 4 |P grad tr H|^2 per step, P the projection along the interpolants, on average within 3%, on most tasks within a tenth.',
  talk: ['T4'],
  marking: 'ours',
  finding: true,
  sources: [
    {
      key: 'damian2021label',
      where:
        'label noise against mini-batches, and its regularizer at small steps; both derived in this file and its oracle',
    },
  ],
  scope:
    'Squared loss at zero training error, and a drift at small steps by less than a hundredth of the trace (how far it goes: ' +
    'label-noise-flattens). On the way to an interpolant small batches do change the trace, by some percent here; with the ' +
    'logistic loss, or where training error stays, there is noise left.',
  premises: {
    'labels are clean': { how: 'by construction', control: 'label noise' },
    'SGD begins at an interpolant': { how: 'by construction', control: 'not at an interpolant' },
    'the noise on labels is fresh': { how: 'by construction', control: 'noise drawn once' },
  },
  needs: ['parameters', 'float64'],

  forAll: sphereRegression(5, 5),
  train: { plain: around({ steps: 0 }), single: around({}), noisy: around(noisy) },
  theory: { plain: at('plain'), single: at('single'), noisy: at('noisy'), drift: drift(noisy.labelNoise) },
  parts: {
    'the trace is unchanged': {
      holds: 'abs(single / plain - 1) <= 1e-6',
      where: ({ theory: { plain, single } }) => ({
        single: { value: single.value.trace, error: single.error },
        plain: { value: plain.value.trace, error: plain.error },
      }),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'all runs end at an interpolant': {
      holds: 'loss <= 1e-8',
      where: ({ trained: { plain, single, noisy } }) => ({
        loss: Math.max(plain.facts!.loss!, single.facts!.loss!, noisy.facts!.loss!),
      }),
      tex: { loss: '\\max\\tfrac1n\\lVert f(X)-y\\rVert^2' },
      accept: forMost({ allBut: 0.1 }),
    },
    'label noise lowers it as predicted': {
      holds: 'fall / predicted == 1',
      where: fallen,
      tex,
      accept: equivalent({ margin: 0.03, cap: 0.1 }),
    },
    'task by task within a tenth': {
      holds: 'abs(fall / predicted - 1) <= 0.1',
      where: fallen,
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'label noise': {
        breaks: 'the trace is unchanged',
        because: 'noise on the labels does not vanish at an interpolant',
        train: { single: around({ labelNoise: 0.5 }) },
      },
      'not at an interpolant': {
        breaks: 'the trace is unchanged',
        because: 'on the way the examples disagree, and SGD leads elsewhere',
        train: { single: around({}, 0) },
      },
      'noise drawn once': {
        breaks: 'label noise lowers it as predicted',
        because: 'wrong labels that stay are fitted, and the noise is gone',
        train: { noisy: around({ ...noisy, frozen: true }) },
      },
      'noise averaged over a batch': {
        breaks: 'label noise lowers it as predicted',
        because: 'five labels at a time average the noise: a fifth of the variance, a fifth of the drift',
        train: { noisy: around({ ...noisy, batch: 5 }) },
      },
    },
    mustHold: {
      'batches of two': {
        because: 'every mixture of vanishing gradients vanishes',
        train: { single: around({ batch: 2 }) },
      },
    },
  },

  dial: {
    of: 'label noise',
    axis: 'log',
    grid: [0.1, 0.2, 0.4, 0.8, 1.6],
    at: (labelNoise) => ({
      train: { noisy: around({ ...noisy, labelNoise }) },
      theory: { drift: drift(labelNoise) },
    }),
    part: 'label noise lowers it as predicted',
    measured: {
      value: 'fall / plain',
      where: (about) => ({ ...fallen(about), plain: about.theory.plain.value.trace }),
      tex,
    },
    curve: {
      value: 'predicted / plain',
      where: (about) => ({ ...fallen(about), plain: about.theory.plain.value.trace }),
      tex,
    },
  },
});
