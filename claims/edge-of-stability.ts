/**
 * beta = u v entry by entry, gradient descent with step eta from a small start; S the largest eigenvalue of the Hessian of the loss.
 *
 * 1. S grows with the factors: small steps from this start end at an interpolant whose S, S_*, is the largest on the way.
 * 2. With eta S_* > 2 that interpolant is unstable: errors along the top eigenvector change sign and grow once eta S > 2.
 * 3. Their square moves the weights to where S is less, until eta S < 2 and the errors shrink again: S comes to rest about 2/eta.
 * 4. All other directions are stable meanwhile, and go on learning.
 */
import { claim, forMost, type Of } from 'claimcheck';
import { aware, type AwareRule } from 'claimcheck/models/sharpness-aware';
import { norm2 } from 'claimcheck/numerics/matrix';
import { productCurvature } from 'claimcheck/oracles/product-curvature';
import { noiselessRegression } from 'claimcheck/tasks/gaussian-regression';

/** A step 1/.85 times the largest for which the end of small steps is stable. */
const descent = (rule: Partial<AwareRule> = {}) =>
  aware({ spread: 0.1, rate: 1 / 0.85, ofFlow: true, watch: 5, steps: 400, ...rule });

const mean = (x: Float64Array) => x.reduce((sum, entry) => sum + entry, 0) / x.length;
const secondHalf = ({ sharpness }: Of<typeof aware>) => sharpness!.subarray(Math.floor(sharpness!.length / 2));
const most = forMost({ allBut: 0.2 });

export default claim({
  title: 'Gradient descent trains at the edge of stability',
  statement:
    'On a product of two vectors from a small start, with a step eta 1/.85 times the largest for which the end of small steps ' +
    'is stable, the sharpness rises by a quarter and more, to above 2/eta, on four tasks in five, and then stays: its mean ' +
    'over the second half of training is 2/eta within 8% on seven in ten, and training leaves at most a tenth of the labels ' +
    'on four in five.',
  ours: ['T3', 'T8'],
  sequel: true,
  sources: {
    cohen2021gradient: 'the abstract: the sharpness rises to 2/eta and hovers there while the loss falls',
    damian2023self: 'the abstract: the cubic term of the loss restores stability',
  },
  scope:
    'Three equations in twelve unknowns and 400 steps. The network has two layers and interpolates, so that it comes to ' +
    'rest near the edge; that large networks keep on pressing against it is not shown. The step is set by where small ' +
    'steps end: a step below that never meets the edge, as the dial shows, and from about 1.4 times it training is chaotic.',
  premises: {
    'small steps end sharper than 2/eta': 'a step that is small enough',
    'the step is not much larger than that': 'three times the step',
    'the start is small': 'a large start',
    'the gradient is taken at the weights': 'sharpness-aware steps',
    'both factors learn': true,
  },
  needs: ['parameters', 'float64'],

  forAll: noiselessRegression('noiseless regression, 3 x 12', { n: 3, p: 12 }, 1),
  train: descent(),
  theory: { end: [productCurvature, ({ task: { X, y }, run: { u, v } }) => ({ X, y, u, v })] },
  symbols: {
    eta: ['\\eta', ({ run }) => run.rate],
    start: ['S_0', ({ run }) => run.sharpness![0]!],
    highest: ['\\max_tS_t', ({ run }) => run.sharpness!.reduce((most, S) => Math.max(most, S), 0)],
    late: ['\\overline{S}', ({ run }) => mean(secondHalf(run))],
    ended: ['S_T', ({ theory }) => theory.end.largest],
    left: ['\\lVert X\\beta-y\\rVert', ({ run }) => run.residual],
    labels: ['\\lVert y\\rVert', ({ task }) => norm2(task.y)],
  },
  parts: {
    'the sharpness rises': {
      holds: 'highest >= 1.25 * start',
      accept: most,
      unless: { 'a large start': { because: 'they start about as sharp as they get', rule: { spread: 1 } } },
    },
    'above 2/eta': {
      holds: 'eta * highest >= 2.2',
      accept: most,
      unless: {
        'a step that is small enough': { because: 'the end of small steps is stable for it', rule: { rate: 0.5 } },
      },
    },
    'and stays about 2/eta': {
      holds: 'abs(eta * late / 2 - 1) <= 0.08',
      accept: forMost({ allBut: 0.3 }),
      unless: {
        'three times the step': { because: 'the errors only grow', expects: 'divergence', rule: { rate: 3 / 0.85 } },
        'sharpness-aware steps': { because: 'gradients from further up act as sharper ones', rule: { radius: 0.1 } },
      },
    },
    'to the end': { holds: 'abs(eta * ended / 2 - 1) <= 0.15', accept: most },
    'while it fits': { holds: 'left <= 0.1 * labels', accept: most },
  },
  dial: {
    turns: 'eta in units of 2 over the sharpness at which small steps end',
    axis: 'linear',
    part: 'and stays about 2/eta',
    grid: [0.3, 0.6, 0.9, 1.1, 1.2, 1.3],
    at: (rate) => ({ rule: { rate } }),
    measured: 'eta * late / 2',
  },
});
