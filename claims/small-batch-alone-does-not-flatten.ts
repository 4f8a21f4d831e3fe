/**
 * SGD on single examples at an interpolant of the squared loss.
 *
 * 1. The gradient of example i is (f(x_i) - y_i) grad f(x_i), which vanishes for every i where f(x_i) = y_i for every i.
 * 2. So an interpolant is a fixed point of SGD at any batch size: there is no noise that could move it.
 * 3. The trace of the Hessian is then the one that gradient descent left.
 */
import { claim, equivalent, forMost, type Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { ask } from 'claimcheck/oracles/ask';
import { curvature } from 'claimcheck/oracles/curvature';
import { sphereRegression, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const WIDTH = 16;
const eta = 0.05;
const back: Phase = { rate: eta, residual: 1e-20, steps: 1500 };

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

type Runs = Record<'plain' | 'single', Trained>;
const at = (name: keyof Runs) =>
  ask(curvature, ({ task: { X }, trained }: { task: SphereRegression; trained: Runs }) => ({
    X,
    covered: { b: false, c: false },
    network: { width: WIDTH, activation: 'tanh' as const, theta: trained[name].parameters.theta! },
  }));

export default claim({
  title: 'Small batches alone do not flatten',
  statement:
    'At an interpolant, SGD on single examples without label noise leaves the trace of the Hessian where it is, within .3%.',
  talk: ['T4'],
  marking: 'ours',
  finding: true,
  sources: [
    {
      key: 'damian2021label',
      where: 'section 1, the comparison of label noise with mini-batches; derived in this file',
    },
  ],
  scope:
    'Squared loss at zero training error. On the way to an interpolant small batches do change the trace, by about 1% here; ' +
    'with the logistic loss, or where training error stays, there is noise left.',
  premises: {
    'labels are clean': { how: 'by construction', control: 'label noise' },
    'SGD begins at an interpolant': { how: 'by construction', control: 'not at an interpolant' },
  },
  needs: ['parameters', 'float64'],

  forAll: sphereRegression(5, 5),
  train: { plain: around({ steps: 0 }), single: around({}) },
  theory: { plain: at('plain'), single: at('single') },
  parts: {
    'the trace is unchanged': {
      holds: 'single / plain == 1',
      where: ({ theory: { plain, single } }) => ({ single: single.value.trace, plain: plain.value.trace }),
      tex: { single: '\\operatorname{tr}H_{\\mathrm{SGD}}', plain: '\\operatorname{tr}H' },
      accept: equivalent({ margin: 0.003, cap: 0.02 }),
    },
    'both runs end at an interpolant': {
      holds: 'loss <= 1e-8',
      where: ({ trained: { plain, single } }) => ({ loss: Math.max(plain.facts!.loss!, single.facts!.loss!) }),
      tex: { loss: '\\max\\tfrac1n\\lVert f(X)-y\\rVert^2' },
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
    grid: [0, 0.05, 0.1, 0.2, 0.4],
    at: (labelNoise) => ({ train: { single: around({ labelNoise }) } }),
    part: 'the trace is unchanged',
    measured: {
      value: 'single / plain',
      where: ({ theory: { plain, single } }) => ({ single: single.value.trace, plain: plain.value.trace }),
      tex: { single: '\\operatorname{tr}H_{\\mathrm{SGD}}', plain: '\\operatorname{tr}H' },
    },
  },
});
