/**
 * Inputs of two components: x1 needs many examples, x2 needs few but no linear function fits it. Noise decides which units are on.
 *
 * 1. Small steps, units as they are: x2 is fitted at once, and examples that have it push no longer; x1 is learnt from those without.
 * 2. Large steps whose noise moves: units cross the short zeta, so x2 is seen as linear and not fitted, and x1 is learnt from all.
 * 3. With the step reduced the noise stands still and x2 is fitted; what was learnt of x1 stays.
 */
import { claim, onAverage } from 'claimcheck';
import { idealized, type IdealizedPhase } from 'claimcheck/models/idealized-noise-network';
import { countedError } from 'claimcheck/properties/signal-noise';
import { firstComponent, twoComponents } from 'claimcheck/tasks/two-components';

const LARGE = { rate: 0.08, decay: 0.015, refresh: 4, steps: 1200 };
const SMALL = { rate: 0.05, loss: 0.06, steps: 6000 };
const network = (...phases: readonly IdealizedPhase[]) => idealized({ width: 100, blocks: [40, 2], phases });

export default claim({
  title: 'Large steps, annealed, generalize better',
  statement:
    'In the idealized dynamics of a two-layer ReLU network under gradient noise, large steps that are then reduced ' +
    'err less on the component that needs many examples than small steps throughout, by .02 or more of the test ' +
    'error on average.',
  ours: ['T3'],
  sources: { li2019towards: 'the comparison of its main theorems, in the limit of infinite width' },
  scope:
    'The infinite-width limit alone: noise moves the units and the signal does not. The second component has one ' +
    'length, and at small steps the noise stands still and weights do not decay; with lengths drawn, or with either, ' +
    'we saw no gap. Networks of ordinary width and plain mini-batches do not show it.',
  premises: {
    'large steps move the units': 'no refresh',
    'some component needs few examples and is not linear': 'no second component',
    'large steps come first': 'small steps twice',
  },

  forAll: twoComponents,
  train: { small: network(SMALL), annealed: network(LARGE, SMALL) },
  symbols: {
    small: ['R_{\\mathrm{small}}', ({ task, runs }) => countedError(runs.small, task.points)],
    annealed: ['R_{\\mathrm{annealed}}', ({ task, runs }) => countedError(runs.annealed, task.points)],
  },
  parts: {
    'the annealed network errs less': {
      holds: 'small - annealed',
      accept: onAverage({ atLeast: 0.02, expected: 0.04, cap: 0.12 }),
      unless: {
        'no refresh': {
          because: 'units that stay fit the second component at every step size',
          train: { annealed: network({ ...LARGE, refresh: undefined }, SMALL) },
        },
        'no second component': {
          because: 'nothing stops the first from being learnt from all examples',
          forAll: firstComponent,
        },
        'small steps twice': { because: 'the same training in both places', train: { annealed: network(SMALL) } },
      },
    },
  },
});
