/**
 * m(w; x, y) = least |delta| with y (w.x + delta |x|) <= 0.
 *
 * 1. If y w.x <= 0, delta = 0 does; else delta = -y |w.x| / |x| is the shortest that does: m = max(0, y w.x) / |x|.
 * 2. |y w.x - y v.x| <= |w - v| |x|, and max(0, .) does not stretch: |m(w) - m(v)| <= |w - v|.
 * 3. A gradient step on x alone is parallel to y x, where both inequalities are equalities.
 */
import { ask, claim, faulty, type About } from 'claimcheck';
import { layered } from 'claimcheck/models/layered-network';
import { distance, rowsOf } from 'claimcheck/numerics/matrix';
import { oneLayerMargin } from 'claimcheck/oracles/one-layer-margin';
import { leastFlip } from 'claimcheck/properties/least-flip';
import { noisyHalfSpace, type Classification } from 'claimcheck/tasks/noisy-classification';

const rule = { hidden: [], rate: 0.5, steps: 20 };
const train = { before: layered(rule), after: layered({ ...rule, then: { only: 0, rate: 1 } }) };

type Asking = About<Classification, typeof train>;
const margins = (oracle = oneLayerMargin) => ({
  before: ask(oracle, ({ task, runs }: Asking) => ({ ...task, w: runs.before.theta })),
  after: ask(oracle, ({ task, runs }: Asking) => ({ ...task, w: runs.after.theta })),
});

export default claim({
  title: 'The all-layer margin of one layer',
  statement:
    'For a linear classifier the all-layer margin is |w.x| / |x|, and 0 where x is misclassified; it changes by at ' +
    'most the distance of the weights, and by exactly that after a step on x alone.',
  ours: ['T16'],
  sources: { wei2020improved: 'the definition of the margin and its Lipschitz property; one layer: in this file' },
  scope:
    'One layer, where everything is exact and there is no activation before or after which a perturbation could ' +
    'enter; for more layers the margin has no closed form and the bound is slack.',
  premises: {
    'perturbations are scaled by |x|': 'unscaled perturbation',
    'weights are not normalized': 'unnormalized margin',
    'misclassified points have margin 0': 'wrong points counted',
    'the step is on x alone': 'a step on all points',
  },
  needs: ['parameters', 'float64'],

  forAll: noisyHalfSpace,
  train,
  theory: margins(),
  symbols: {
    margin: ['(y\\,w\\cdot x)_+/\\lVert x\\rVert', ({ theory, at }) => theory.before.known(theory.before.value[at]!)],
    after: ['(y\\,v\\cdot x)_+/\\lVert x\\rVert', ({ theory, at }) => theory.after.known(theory.after.value[at]!)],
    found: [
      'm(w;x)',
      ({ task: { X, y }, runs, at }) => leastFlip(rowsOf(X, at, at + 1).data, y[at]!, runs.before.theta),
    ],
    moved: ['\\lVert w-v\\rVert', ({ runs }) => distance(runs.after.theta, runs.before.theta)],
    right: ['[y_1\\,w\\cdot x_1>0]', ({ theory }) => (theory.before.value[0]! > 0 ? 1 : 0)],
    first: ['m(w;x_1)', ({ theory }) => theory.before.value[0]!],
    then: ['m(v;x_1)', ({ theory }) => theory.after.value[0]!],
  },
  parts: {
    'the closed form is the least perturbation': {
      holds: 'abs(margin - found) <= 1e-12 * (1 + found)',
      over: ({ task: { y } }) => [...y.keys()],
      unless: {
        'unnormalized margin': {
          because: 'the distance to the hyperplane is divided by |w|, not by |x|',
          theory: margins(faulty(oneLayerMargin, 'divided by |w|')),
        },
        'wrong points counted': {
          because: 'a misclassified point needs no perturbation',
          theory: margins(faulty(oneLayerMargin, 'wrong points counted')),
        },
      },
    },
    'it moves no further than the weights': {
      holds: 'abs(after - margin) <= moved + 1e-12',
      over: ({ task: { y } }) => [...y.keys()],
      unless: {
        'unscaled perturbation': {
          because: 'without |x| the margin of a long example moves by |x| as much',
          theory: margins(faulty(oneLayerMargin, 'unscaled perturbation')),
        },
      },
    },
    'a step on one right example moves it exactly as far': {
      holds: 'right * abs(then - first - moved) <= 1e-12',
      unless: {
        'a step on all points': {
          because: 'it is not parallel to x',
          train: { after: layered({ ...rule, steps: 21 }) },
        },
      },
    },
  },
});
