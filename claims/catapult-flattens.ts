/**
 * f = u.v fitted to one point with label 0 by gradient descent with step eta. phi = eta f, sigma = eta (|u|^2 + |v|^2), so that sigma
 * is eta times the largest eigenvalue of the Hessian wherever f = 0, and |phi| <= sigma / 2.
 *
 * 1. One step is exactly phi <- phi (1 - sigma + phi^2), sigma <- sigma - phi^2 (4 - sigma).
 * 2. sigma < 4: sigma falls at every step, by at least phi^2 (4 - sigma_0), so that the phi^2 have a finite sum and f -> 0.
 * 3. It stays near 0 only where |1 - sigma| <= 1: the end has sigma <= 2, unless a step meets f = 0 exactly.
 * 4. sigma > 2 and phi^2 < sigma - 2: |1 - sigma + phi^2| > 1, and the loss rises. sigma <= 2: 0 <= phi^2 <= (sigma / 2)^2, hence
 *    1 - sigma <= 1 - sigma + phi^2 <= (1 - sigma / 2)^2, and it never does.
 * 5. sigma > 4: sigma rises at every step, so f -> 0 only by meeting 0 exactly, which almost no start does.
 */
import { claim } from 'claimcheck';
import { aware } from 'claimcheck/models/sharpness-aware';
import { dot } from 'claimcheck/numerics/matrix';
import { catapult } from 'claimcheck/oracles/catapult';
import type { ProductStart } from 'claimcheck/tasks/product-start';
import { aboveFour, belowTwo, betweenTwoAndFour, productStart } from 'claimcheck/tasks/product-start';

/** The step of the task, divided. */
const descent = (slower = 1) =>
  aware(({ u, v, rate, y }: ProductStart) => ({
    ...{ u, v, rate: rate / slower },
    residual: (1e-9 + 1e-9 * Math.abs(y[0]!)) / rate,
    budget: 50_000,
  }));

export default claim({
  title: 'Too large a step is a catapult to a flatter minimum',
  statement:
    'Gradient descent with step eta on u.v and one point with label 0, from a sharpness S between 2/eta and 4/eta and ' +
    'with (eta f)^2 at most a quarter of eta S - 2: the loss first rises, and training then ends at a minimum of sharpness ' +
    'at most 2/eta, which is that of an exact recursion of two numbers, within one in a million.',
  ours: ['T3', 'T8'],
  sequel: true,
  sources: {
    lewkowycz2020large:
      'the abstract and section 2: the catapult between 2/eta and 4/eta; the proof is that of this file',
  },
  scope:
    'Label 0, for which it is a theorem. With a label y, eta y in (0, .9), all of 60 starts each at 2.2 to 3.8 end below ' +
    '2/eta, too, and from 3.95 on 5 to 20 percent diverge: the region is then no longer that between 2 and 4.',
  premises: {
    'the sharpness is above 2/eta': 'below 2/eta',
    'the sharpness is below 4/eta': 'above 4/eta',
    'the step is the one of the bound': 'small steps',
    'the label is 0': 'another label',
  },
  needs: ['parameters', 'float64'],

  forAll: betweenTwoAndFour,
  train: descent(),
  theory: { thrown: [catapult, ({ task: { u, v, rate } }) => ({ u, v, rate })] },
  symbols: {
    start: ['\\eta|f_0|', ({ task: { u, v, rate } }) => rate * Math.abs(dot(u, v))],
    peak: ['\\eta\\max_t|f_t|', ({ task, run }) => task.rate * run.peak],
    ended: ['\\eta\\lambda_{\\max}', ({ task, run: { u, v } }) => task.rate * (dot(u, u) + dot(v, v))],
    limit: ['\\sigma_\\infty', ({ theory }) => theory.thrown.ended],
    highest: ['\\max_t|\\phi_t|', ({ theory }) => theory.thrown.peak],
  },
  parts: {
    'the loss first rises': {
      holds: 'peak >= 1.05 * start',
      unless: { 'below 2/eta': { because: 'there the loss falls at every step', forAll: belowTwo } },
    },
    'it ends below 2/eta': {
      holds: 'ended <= 2',
      unless: {
        'above 4/eta': { because: 'the sharpness rises at every step', expects: 'divergence', forAll: aboveFour },
        'small steps': { because: 'they end about as sharp as they start', train: descent(20) },
      },
    },
    'where the recursion does': {
      holds: 'abs(ended - limit) <= 1e-6',
      unless: {
        'another label': {
          because: 'with a label y sigma falls by phi^2 (4 - sigma) + 4 eta y phi in the place of phi^2 (4 - sigma)',
          forAll: productStart('a product with a label that starts between 2 and 4 over the step', {
            sharpness: { min: 2.1, max: 3.9 },
            label: { min: 0.1, max: 0.5 },
          }),
        },
      },
    },
    'as high as the recursion does': { holds: 'abs(peak - highest) <= 1e-6' },
  },
  dial: {
    turns: 'eta times the sharpness at the start',
    axis: 'linear',
    part: 'it ends below 2/eta',
    grid: [0.5, 1, 1.5, 1.9, 2.2, 2.5, 3, 3.5, 3.8],
    at: (sharp) => ({ forAll: productStart(`a product that starts at ${sharp} over the step`, { sharpness: sharp }) }),
    measured: 'ended',
    curve: { prediction: 'limit' },
  },
});
