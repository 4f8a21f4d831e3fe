/**
 * Inputs of two components: x1 needs many examples, x2 needs few but no linear function fits it. Noise decides which units are on.
 *
 * 1. Small steps, units as they are: x2 is fitted at once, and examples that have it push no longer; x1 is learnt from those without.
 * 2. Large steps whose noise moves: units cross the short zeta, so x2 is seen as linear and not fitted, and x1 is learnt from all.
 * 3. With the step reduced the noise stands still and x2 is fitted; what was learnt of x1 stays.
 */
import { claim, onAverage, type Trained } from 'claimcheck';
import type { IdealizedPhase, IdealizedRule } from 'claimcheck/models/idealized-noise-network';
import { firstComponent, twoComponents, type TwoComponents } from 'claimcheck/tasks/two-components';

const LARGE: IdealizedPhase = { rate: 0.08, decay: 0.015, refresh: 4, steps: 1200 };
const SMALL: IdealizedPhase = { rate: 0.05, loss: 0.06, steps: 6000 };

const run = (...phases: readonly IdealizedPhase[]) =>
  ['idealized-noise-network', { width: 100, blocks: [40, 2], phases } satisfies IdealizedRule] as const;

const error = ({ points: { X, y } }: TwoComponents, { predict }: Trained) =>
  predict(X).reduce((wrong, f, i) => wrong + (f * y[i]! > 0 ? 0 : 1), 0) / y.length;
const errors = ({ task, trained }: { task: TwoComponents; trained: Record<'small' | 'annealed', Trained> }) => ({
  small: error(task, trained.small),
  annealed: error(task, trained.annealed),
});

export default claim({
  title: 'Large steps, annealed, generalize better',
  statement:
    'In the idealized dynamics of a two-layer ReLU network under gradient noise, large steps that are then reduced err less on ' +
    'the component that needs many examples than small steps throughout, by .02 or more of the test error on average.',
  talk: ['T3'],
  marking: 'says',
  sources: [{ key: 'li2019towards', where: 'the comparison of its main theorems, in the limit of infinite width' }],
  scope:
    'The infinite-width limit alone: noise moves the units and the signal does not. The second component has one length, and ' +
    'at small steps the noise stands still and weights do not decay; with lengths drawn, or with either, we saw no gap. ' +
    'Networks of ordinary width and plain mini-batches do not show it.',
  premises: {
    'large steps move the units': { how: 'by construction', control: 'no refresh' },
    'some component needs few examples and is not linear': { how: 'by construction', control: 'no second component' },
    'large steps come first': { how: 'by construction', control: 'small steps twice' },
  },

  forAll: twoComponents,
  train: { small: run(SMALL), annealed: run(LARGE, SMALL) },
  parts: {
    'the annealed network errs less': {
      holds: 'small - annealed',
      where: errors,
      tex: { small: 'R_{\\mathrm{small}}', annealed: 'R_{\\mathrm{annealed}}' },
      accept: onAverage({ atLeast: 0.02, expected: 0.04, cap: 0.12 }),
    },
  },

  controls: {
    mustFail: {
      'no refresh': {
        breaks: 'the annealed network errs less',
        because: 'units that stay fit the second component at every step size',
        train: { annealed: run({ ...LARGE, refresh: undefined }, SMALL) },
      },
      'no second component': {
        breaks: 'the annealed network errs less',
        because: 'nothing stops the first from being learnt from all examples',
        forAll: firstComponent,
      },
      'small steps twice': {
        breaks: 'the annealed network errs less',
        because: 'the same training in both places',
        train: { annealed: run(SMALL) },
      },
    },
  },
});
