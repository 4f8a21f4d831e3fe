/**
 * SGD on single examples at an interpolant of the squared loss.
 *
 * 1. The gradient of example i is (f(x_i) - y_i) grad f(x_i), which vanishes for every i where f(x_i) = y_i for every i.
 * 2. So an interpolant is a fixed point of SGD at any batch size: there is no noise that could move it, and the trace of the
 *    Hessian is the one that gradient descent left.
 * 3. With labels y +- sigma the noise never vanishes; it drifts along the interpolants and lowers the trace by
 *    (eta sigma)^2 / 4 |P grad tr H|^2 per step, P the projection along them (oracles/flattening).
 */
import { ask, claim, equivalent, forMost, type About } from 'claimcheck';
import { twoLayer, type Phase } from 'claimcheck/models/two-layer-network';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { flattening } from 'claimcheck/oracles/flattening';
import { sphereRegression, type SphereRegression } from 'claimcheck/tasks/sphere-regression';

const eta = 0.05;
/** The drift is known to leading order in the step, which leaves out 1% here; the trace falls by some thousandths. */
const small = { rate: 0.002, labelNoise: 0.2, steps: 10_000 };

/** To an interpolant in at most `before` steps, then single examples, and back to an interpolant. */
const around = (phase: Phase, before = 4000) =>
  twoLayer({
    width: 16,
    activation: 'tanh',
    spread: { W: 1, a: 0.6 },
    rate: eta,
    residual: 1e-20,
    steps: before,
    then: [
      { rate: eta, batch: 1, steps: 2000, ...phase },
      { rate: eta, residual: 1e-20, steps: 1500 },
    ],
  });
const train = { plain: around({ steps: 0 }), single: around({}), noisy: around(small) };

const drift = (sigma: number) =>
  ask(flattening, ({ task, runs }: About<SphereRegression, typeof train>) => ({
    ...atEnd({ task, run: runs.plain }),
    rate: small.rate,
    sigma,
    batch: 1,
  }));

export default claim({
  title: 'At an interpolant, small batches alone do nothing',
  statement:
    'At an interpolant, SGD on single examples without label noise leaves the trace of the Hessian where it is, to ' +
    'one in a million; fresh label noise of size sigma in its place, at a small step eta, lowers the trace by (eta ' +
    'sigma)^2 / 4 |P grad tr H|^2 per step, P the projection along the interpolants, on average within 3%, on most ' +
    'tasks within a tenth.',
  ours: ['T4'],
  finding: true,
  sources: {
    damian2021label:
      'the regularizer of label noise at small steps; both halves are derived in this file and its oracle',
    pesme2021implicit: 'the abstract, which limits this: mini-batches regularize on the way to an interpolant',
    even2023diagonal: 'the abstract: so they do at large steps, for sparse truths',
  },
  scope:
    'At an interpolant alone, for the squared loss, and a drift at small steps by less than a hundredth of the trace ' +
    '(how far it goes: label-noise-flattens). On the way to an interpolant mini-batches do regularize: in diagonal ' +
    'networks they end where a smaller start would (Pesme et al. 2021, Even et al. 2023), and here they change the ' +
    'trace by some percent. With the logistic loss, or where training error stays, there is noise left.',
  premises: {
    'labels are clean': 'label noise',
    'SGD begins at an interpolant': 'not at an interpolant',
    'the noise on labels is fresh': 'noise drawn once',
  },
  needs: ['parameters', 'float64'],

  forAll: sphereRegression(5, 5),
  train,
  theory: {
    plain: [curvature, ({ task, runs }) => atEnd({ task, run: runs.plain })],
    reached: [curvature, atEnd],
    drift: drift(small.labelNoise),
  },
  symbols: {
    plain: ['\\operatorname{tr}H', ({ theory }) => theory.plain.trace],
    trace: ['\\operatorname{tr}H_{\\mathrm{SGD}}', ({ theory }) => theory.reached.trace],
    predicted: [
      '\\tfrac T4\\eta^2\\sigma^2\\lVert P\\nabla\\operatorname{tr}H\\rVert^2',
      ({ theory: { drift } }) => drift.known(small.steps * drift.value, small.steps),
    ],
    loss: ['\\tfrac1n\\lVert f(X)-y\\rVert^2', ({ run }) => run.loss],
  },
  parts: {
    'the trace is unchanged': {
      holds: 'abs(trace / plain - 1) <= 1e-6',
      of: 'single',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'label noise': {
          because: 'noise on the labels does not vanish at an interpolant',
          train: { single: around({ labelNoise: 0.5 }) },
        },
        'not at an interpolant': {
          because: 'on the way the examples disagree, and SGD leads elsewhere',
          train: { single: around({}, 0) },
        },
      },
    },
    'all runs end at an interpolant': { holds: 'loss <= 1e-8', of: 'each', accept: forMost({ allBut: 0.1 }) },
    'label noise lowers it as predicted': {
      holds: '(plain - trace) / predicted == 1',
      of: 'noisy',
      accept: equivalent({ margin: 0.03, cap: 0.1 }),
      unless: {
        'noise drawn once': {
          because: 'wrong labels that stay are fitted, and the noise is gone',
          train: { noisy: around({ ...small, frozen: true }) },
        },
        'noise averaged over a batch': {
          because: 'five labels at a time average the noise: a fifth of the variance, a fifth of the drift',
          train: { noisy: around({ ...small, batch: 5 }) },
        },
      },
    },
    'task by task within a tenth': {
      holds: 'abs((plain - trace) / predicted - 1) <= 0.1',
      of: 'noisy',
      accept: forMost({ allBut: 0.1 }),
    },
  },
  harmless: {
    'batches of two': {
      because: 'every mixture of vanishing gradients vanishes',
      train: { single: around({ batch: 2 }) },
    },
  },
  dial: {
    turns: 'label noise',
    part: 'label noise lowers it as predicted',
    grid: [0.1, 0.2, 0.4, 0.8, 1.6],
    at: (labelNoise) => ({ train: { noisy: around({ ...small, labelNoise }) }, theory: { drift: drift(labelNoise) } }),
    of: 'noisy',
    measured: '(plain - trace) / plain',
    curve: { prediction: 'predicted / plain' },
  },
});
