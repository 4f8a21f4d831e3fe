/**
 * F(w) = |alpha (h(w) - h(w0)) - y|^2 / (2 n alpha^2), h smooth with a full-rank Jacobian on the sample.
 *
 * 1. Zero loss needs J (w - w0) ~ y / alpha: the weights move by O(1/alpha).
 * 2. Over that distance h departs from its linearization by O(1/alpha^2), and so do the weights from the linearized ones.
 * 3. alpha times a second-order term is O(1/alpha): that is the distance of the predictors.
 */
import { along, ask, claim, faulty, scalesAs, type Of } from 'claimcheck';
import { lazy, type TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { distance, norm2, subtract } from 'claimcheck/numerics/matrix';
import { atStart, tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { fewOnSphere } from 'claimcheck/tasks/sphere-regression';

const alphas = [10, 20, 40, 80, 160, 320];
const network = (rule: Partial<TwoLayerRule>) => lazy({ width: 24, centred: true, residual: 1e-22, ...rule });
const untrained = { steps: 0, residual: 0 };

const change = ({ theta, start }: Of<typeof lazy>) => subtract(theta, start);
const wrong = (fault: string) => ({ linearized: ask(faulty(tangentLimit, fault), atStart) });

export default claim({
  title: 'The rates of lazy training',
  statement:
    'Scaled by alpha and centred, a smooth two-layer network trained to zero loss moves its weights by 1/alpha, ends ' +
    '1/alpha^2 away from the linearized weights, and predicts within 1/alpha of the linearized network.',
  implies: ['T5'],
  sources: { chizat2019lazy: 'Theorem 2.4' },
  scope:
    'Gradient descent at the step 1/lambda_max on 5 points, alpha from 10 to 320. ReLU has no such exponent: once no ' +
    'unit switches the network is piecewise bilinear.',
  premises: {
    'the network is centred': 'start not subtracted',
    'the kernel is that of all trained weights': 'kernel of the first layer',
    'training reaches zero loss': { checked: 'early stop' },
    'the activation is smooth': true,
  },
  needs: ['tangent-kernel', 'parameters', 'float64'],

  forAll: fewOnSphere,
  train: { lazy: along(alphas, (alpha) => network({ alpha })) },
  // Every alpha has the same predictions of its linearized network; the weights move alpha times less.
  theory: { linearized: [tangentLimit, atStart] },
  symbols: {
    distance: [
      '\\lVert\\alpha h-\\alpha\\overline h\\rVert',
      ({ task, run, theory }) => distance(run.predict(task.points), theory.linearized.predictions),
    ],
    size: ['\\lVert\\alpha\\overline h\\rVert', ({ theory }) => norm2(theory.linearized.predictions)],
    moved: ['\\lVert w-w_0\\rVert', ({ run }) => norm2(change(run))],
    apart: ['\\lVert w-\\overline w\\rVert', ({ run, theory }) => distance(change(run), theory.linearized.change)],
    leading: ["\\lVert J'K^{-1}y\\rVert/\\alpha", ({ theory }) => norm2(theory.linearized.change)],
  },
  parts: {
    'the predictor approaches the linearized one as 1/alpha': {
      holds: 'distance / size',
      of: 'lazy',
      accept: scalesAs({ exponent: -1, within: 0.1, sizes: alphas }),
      unless: {
        'kernel of the first layer': { because: 'output weights are trained too', theory: wrong('first layer only') },
        'ridge 1e-2': { because: 'another predictor, whose distance does not shrink', theory: wrong('ridge 1e-2') },
      },
    },
    'the weights move as 1/alpha': {
      holds: 'moved',
      of: 'lazy',
      accept: scalesAs({ exponent: -1, within: 0.05, sizes: alphas }),
      unless: {
        'start not subtracted': {
          because: 'the network must first unlearn alpha h(w0), which takes a distance that does not shrink',
          rule: { centred: false, residual: 1e-12 },
        },
      },
    },
    'the weights approach the linearized ones as 1/alpha^2': {
      holds: 'apart',
      of: 'lazy',
      accept: scalesAs({ exponent: -2, within: 0.1, sizes: alphas }),
      unless: {
        'early stop': { because: 'the distance left is of the order 1/alpha', rule: { residual: 1e-4 } },
      },
    },
  },
  dial: {
    turns: 'alpha',
    part: 'the weights move as 1/alpha',
    grid: [0.3, 1, 3, 10, 100],
    // The first run takes every alpha in turn; the others are not looked at.
    at: (alpha) => ({
      train: { lazy: along(alphas, (at) => network(at === 10 ? { alpha, residual: 1e-12 } : untrained)) },
    }),
    of: 'lazy 10',
    measured: 'moved',
    curve: { prediction: 'leading' },
  },
});
