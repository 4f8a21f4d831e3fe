/**
 * m(w; x, y) = least |delta| with y (w.x + delta |x|) <= 0.
 *
 * 1. If y w.x <= 0, delta = 0 does; else delta = -y |w.x| / |x| is the shortest that does: m = max(0, y w.x) / |x|.
 * 2. |y w.x - y v.x| <= |w - v| |x|, and max(0, .) does not stretch: |m(w) - m(v)| <= |w - v|.
 * 3. A gradient step on x alone is parallel to y x, where both inequalities are equalities.
 */
import { always, claim, type Trained } from 'claimcheck';
import type { LayeredRule } from 'claimcheck/models/layered-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { ask } from 'claimcheck/oracles/ask';
import { perturbed } from 'claimcheck/oracles/layered';
import { oneLayerMargin } from 'claimcheck/oracles/one-layer-margin';
import { noisyHalfSpace, type Classification } from 'claimcheck/tasks/noisy-classification';

const rule = (change: Partial<LayeredRule>): LayeredRule => ({ hidden: [], rate: 0.5, steps: 20, ...change });

type Runs = Record<'before' | 'after', Trained>;
const of = (oracle: typeof oneLayerMargin) => {
  const at = (run: keyof Runs) =>
    ask(oracle, ({ task, trained }: { task: Classification; trained: Runs }) => ({
      ...task,
      w: trained[run].parameters.theta!,
    }));
  return { before: at('before'), after: at('after') };
};
const faulty = (name: string) => of({ ...oneLayerMargin, answer: oneLayerMargin.faults![name]!.by });

/** The least perturbation that flips example i, found by bisection over the perturbed network; 0 where it is wrong already. */
function searched({ X, y }: Classification, theta: Float64Array, i: number): number {
  const x = X.data.subarray(i * X.cols, (i + 1) * X.cols);
  const right = (delta: number) =>
    y[i]! * perturbed({ widths: [X.cols, 1], theta }, x, [Float64Array.of(-y[i]! * delta)]).f > 0;
  if (!right(0)) return 0;
  let [low, high] = [0, 1];
  while (right(high)) high *= 2;
  for (let k = 0; k < 70; k++) {
    const middle = (low + high) / 2;
    if (right(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const moved = ({ before, after }: Runs) => norm2(subtract(after.parameters.theta!, before.parameters.theta!));
const tex = {
  margin: '\\tfrac{|w\\cdot x|}{\\lVert x\\rVert}',
  found: 'm(w;x)',
  before: 'm(w;x)',
  after: 'm(v;x)',
  moved: '\\lVert w-v\\rVert',
};

export default claim({
  title: 'The all-layer margin of one layer',
  statement:
    'For a linear classifier the all-layer margin is |w.x| / |x|, and 0 where x is misclassified; it changes by at most the ' +
    'distance of the weights, and by exactly that after a step on x alone.',
  talk: ['T16'],
  marking: 'implies',
  sources: [{ key: 'wei2020improved', where: 'Definition 3.1 and Claim 3.2; one layer worked out in this file' }],
  scope: 'One layer, where everything is exact; for more layers the margin has no closed form and the bound is slack.',
  premises: {
    'perturbations are scaled by |x|': { how: 'by construction', control: 'unscaled perturbation' },
    'weights are not normalized': { how: 'by construction', control: 'unnormalized margin' },
    'misclassified points have margin 0': { how: 'by construction', control: 'wrong points counted' },
    'the step is on x alone': { how: 'by construction', control: 'a step on all points' },
  },
  needs: ['parameters', 'float64'],

  forAll: noisyHalfSpace,
  train: {
    before: ['layered-network', rule({})],
    after: ['layered-network', rule({ then: { only: 0, rate: 1 } })],
  },
  theory: of(oneLayerMargin),
  parts: {
    'the closed form is the least perturbation': {
      holds: 'abs(margin - found) <= 1e-12 * (1 + found)',
      where: ({ task, trained, theory: { before } }) =>
        Array.from(before.value, (margin, i) => ({
          margin: { value: margin, error: before.error },
          found: searched(task, trained.before.parameters.theta!, i),
        })),
      tex,
      accept: always(),
    },
    'it moves no further than the weights': {
      holds: 'abs(after - before) <= moved + 1e-12',
      where: ({ trained, theory: { before, after } }) =>
        Array.from(before.value, (margin, i) => ({
          before: { value: margin, error: before.error },
          after: { value: after.value[i]!, error: after.error },
          moved: moved(trained),
        })),
      tex,
      accept: always(),
    },
    'a step on one right example moves it exactly as far': {
      holds: 'right * abs(after - before - moved) <= 1e-12',
      where: ({ trained, theory: { before, after } }) => ({
        right: before.value[0]! > 0 ? 1 : 0,
        before: before.value[0]!,
        after: after.value[0]!,
        moved: moved(trained),
      }),
      tex: { ...tex, right: '[y\\,w\\cdot x>0]' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'unscaled perturbation': {
        breaks: 'it moves no further than the weights',
        because: 'without |x| the margin of a long example moves by |x| as much',
        theory: faulty('unscaled perturbation'),
      },
      'unnormalized margin': {
        breaks: 'the closed form is the least perturbation',
        because: 'the distance to the hyperplane is divided by |w|, not by |x|',
        theory: faulty('divided by |w|'),
      },
      'wrong points counted': {
        breaks: 'the closed form is the least perturbation',
        because: 'a misclassified point needs no perturbation',
        theory: faulty('wrong points counted'),
      },
      'a step on all points': {
        breaks: 'a step on one right example moves it exactly as far',
        because: 'the step is not parallel to the example',
        train: { after: ['layered-network', rule({ steps: 21 })] },
      },
    },
  },
});
