/**
 * The centred network alpha (h(w) - h(w0)) trained to zero loss from w0, alpha large.
 *
 * 1. Its weights move by 1/alpha (lazy-training-rates), so that its gradients stay those at w0.
 * 2. Gradient descent on the linearized network converges to the interpolant of least |w - w0|.
 * 3. That is kernel regression with the tangent kernel at w0: K(z, X) K(X, X)^-1 y.
 */
import { claim, faulty, forMost } from 'claimcheck';
import { lazy } from 'claimcheck/models/two-layer-network';
import { tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { offRegression, regression, sizeOfRegression } from 'claimcheck/properties/kernel-regression';
import { fewOnSphere } from 'claimcheck/tasks/sphere-regression';

export default claim({
  title: 'The lazy limit is kernel regression',
  statement:
    'A two-layer tanh network scaled by alpha = 100 and centred predicts, after training to zero loss, what ' +
    'regression with its tangent kernel at initialization predicts, within 2% on fresh points.',
  says: ['T5'],
  sources: { chizat2019lazy: 'section 2.2 and Theorem 2.4' },
  scope: 'Five points and 24 units; the kernel is the empirical one of this start, not its limit of infinite width.',
  premises: {
    'alpha is large': 'alpha = .3',
    'the network is centred': 'start not subtracted',
    'the kernel covers both layers': 'kernel of the first layer',
    'training reaches zero loss': { checked: 'early stop' },
  },
  needs: ['tangent-kernel', 'parameters', 'float64'],

  forAll: fewOnSphere,
  train: lazy({ width: 24, centred: true, alpha: 100, residual: 1e-12 }),
  theory: { kernel: [tangentLimit, regression] },
  symbols: {
    distance: ['\\lVert f-K(\\cdot,X)K^{-1}y\\rVert', (about) => offRegression(about, about.theory.kernel)],
    size: ['\\lVert K(\\cdot,X)K^{-1}y\\rVert', ({ task, theory }) => sizeOfRegression(task, theory.kernel)],
  },
  parts: {
    'the predictor is kernel regression': {
      holds: 'distance / size <= 0.02',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'alpha = .3': { because: 'the weights move far and the kernel with them', rule: { alpha: 0.3 } },
        'start not subtracted': { because: 'the network starts at alpha h(w0)', rule: { centred: false } },
        'kernel of the first layer': {
          because: 'the output weights are trained too',
          theory: { kernel: [faulty(tangentLimit, 'first layer only'), regression] },
        },
        'early stop': { because: 'a mean squared residual of 1e-2 is not zero loss', rule: { residual: 1e-2 } },
      },
    },
  },
  harmless: { momentum: { because: 'the linearized network has the same limit', rule: { momentum: 0.5 } } },
  dial: {
    turns: 'alpha',
    grid: [0.3, 1, 3, 10, 100],
    at: (alpha) => ({ rule: { alpha } }),
    measured: 'distance / size',
  },
});
