/**
 * Dropout on the inputs of a linear model with one mask a step, and the weighted ridge w_q that it minimizes in the mean.
 *
 * 1. D is the mask over 1 - q, S = X'X / n, H = D S D and u = D X'y / n - H w_q. E H = G = S + q / (1 - q) diag S, and the mean of
 *    the iterates goes to w_q = G^-1 X'y / n.
 * 2. At w_q a step is not 0 but rate u with E u = 0: the masks go on. So w - w_q settles at a covariance V with
 *    G V + V G - rate E (H V H) = rate E u u'.
 * 3. The right side is linear in the rate: E |w - w_q|^2 is, up to higher orders, and the distance is as its square root. Only the
 *    mean over steps, or a rate that falls, comes near.
 */
import { along, claim, equivalent, faulty, forMost, scalesAs } from 'claimcheck';
import { dropoutDescends } from 'claimcheck/models/dropout-descent';
import { dot, norm2, subtract } from 'claimcheck/numerics/matrix';
import { dropoutIterates } from 'claimcheck/oracles/dropout-iterates';
import { dropoutRidge } from 'claimcheck/oracles/dropout-ridge';
import { meanSquare } from 'claimcheck/properties/mean-square';
import { nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const q = 0.4;
/** The step as a share of one over the trace of G. */
const rates = [0.004, 0.008, 0.016, 0.032, 0.064];
const [MIDDLE, LARGE] = [0.016, 0.064];
const rateOf = (share: number, { X }: GaussianRegression) => (share * (1 - q) * X.rows) / dot(X.data, X.data);

/** So many times one over the share, after a burn-in of 25 times. */
const trained = (share: number, turns: number, masks = 1) =>
  dropoutDescends((task: GaussianRegression) => ({
    ...{ q, masks, centred: true, rate: rateOf(share, task) },
    ...{ steps: Math.floor((25 + turns) / share), burn: Math.floor(25 / share) },
  }));
/** A part that looks at one run is spared the others. */
const spared = dropoutDescends({ q, rate: 1e-3, steps: 1 });
const runs = () => along(rates, (share) => trained(share, 75));
const middle = (made: ReturnType<typeof trained>) => ({
  steps: along(rates, (share) => (share === MIDDLE ? made : spared)),
  long: spared,
});

export default claim({
  title: 'The iterates of dropout stay away from ridge',
  statement:
    'With one mask a step the iterates stay at a root-mean-square distance from the weighted ridge that goes as the square ' +
    'root of the step and is that of their stationary law, while their mean over steps comes within a fifth of that distance.',
  ours: ['T15'],
  sequel: true,
  finding: true,
  sources: {
    clara2024dropout:
      'means and covariances of the iterates (abstract); the stationary law and the exponent are derived here',
  },
  scope:
    'Squared loss, 20 points of 3 inputs, q = .4, one mask for all points of a step; steps up to .064 of 1 / tr G.',
  premises: {
    'a step sees one mask': 'all masks at every step',
    'the step is the one that is said': 'one step for all sizes',
    'the iterates themselves are looked at': 'the mean of the iterates',
    'the stationary law has that mask': 'two masks a step',
    'the penalty has the odds of q': 'q for its odds',
  },
  needs: ['parameters', 'float64'],

  forAll: nestedRegression('Gaussian regression, 20 x 3', { n: 20, p: 3 }, 0.5),
  train: { steps: runs(), long: trained(LARGE, 1200) },
  theory: {
    ridge: [dropoutRidge, ({ task: { X, y } }) => ({ X, y, q })],
    settled: [dropoutIterates, ({ task }) => ({ X: task.X, y: task.y, q, rate: rateOf(MIDDLE, task) })],
  },
  symbols: {
    distance: [
      '\\overline{\\lVert w_t-w_q\\rVert^2}^{1/2}',
      ({ runs, theory, at }) => Math.sqrt(meanSquare(runs.steps.at(at), theory.ridge.value)),
    ],
    settled: ['(\\operatorname{tr}V)^{1/2}', ({ theory }) => Math.sqrt(theory.settled.value.square)],
    away: [
      '\\overline{\\lVert w_t-w_q\\rVert^2}^{1/2}',
      ({ runs, theory }) => Math.sqrt(meanSquare(runs.long, theory.ridge.value)),
    ],
    mean: [
      '\\lVert\\overline{w_t}-w_q\\rVert',
      ({ runs, theory }) => norm2(subtract(runs.long.mean, theory.ridge.value)),
    ],
  },
  parts: {
    'the distance goes as the root of the step': {
      holds: 'distance',
      over: rates,
      accept: scalesAs({ exponent: 0.5, within: 0.1, curvature: 0.2, sizes: rates, acknowledged: true }),
      unless: {
        'one step for all sizes': {
          because: 'the distance is that of the step',
          train: { steps: along(rates, () => trained(MIDDLE, 75)), long: spared },
        },
      },
    },
    'it is that of the stationary law': {
      holds: 'distance / settled == 1',
      over: [MIDDLE],
      accept: equivalent({ margin: 0.1, cap: 0.5 }),
      unless: {
        'the mean of the iterates': {
          because: 'what the masks do averages out',
          symbols: {
            distance: ({ runs, theory, at }) => norm2(subtract(runs.steps.at(at).mean, theory.ridge.value)),
          },
        },
        'two masks a step': { because: 'they halve the noise', train: middle(trained(MIDDLE, 75, 2)) },
        'all masks at every step': {
          because: 'without noise the iterates come near',
          train: middle(trained(MIDDLE, 75, 0)),
        },
      },
    },
    'their mean comes near': {
      holds: 'mean <= 0.2 * away',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'q for its odds': {
          because: 'the mean is that of the penalty q / (1 - q)',
          theory: { ridge: [faulty(dropoutRidge, 'q for q / (1 - q)'), ({ task: { X, y } }) => ({ X, y, q })] },
        },
      },
    },
  },
  dial: {
    turns: 'the step, as a share of 1 / tr G',
    part: 'it is that of the stationary law',
    grid: [0.004, 0.016, 0.064],
    at: (share) => ({ train: middle(trained(share, 75)) }),
    over: [MIDDLE],
    measured: 'distance',
  },
});
