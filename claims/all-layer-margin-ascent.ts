/**
 * Every pre-activation h_i is moved by one step of ascent of the loss in delta_i, h_i + delta_i |input_i|, and the weights descend
 * at the moved network.
 *
 * 1. To first order the moved loss is the loss plus a multiple of sum_i |input_i|^2 |dloss/dh_i|^2.
 * 2. That sum is small where the margin |f| / sqrt(sum_i |input_i|^2 |df/dh_i|^2) is large: it is what descent sees.
 * 3. With the opposite sign descent seeks small margins.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { LayeredRule } from 'claimcheck/models/layered-network';
import { firstOrderMargin } from 'claimcheck/properties/first-order-margin';
import { quadrants, type Quadrants } from 'claimcheck/tasks/noisy-classification';

const hidden = [20, 20] as const;
const run = (ascent: number) =>
  ['layered-network', { hidden, gain: 1.4, rate: 0.3, steps: 250, ascent } satisfies LayeredRule] as const;

const margin = (task: Quadrants, { parameters: { theta } }: Trained) =>
  firstOrderMargin({ widths: [task.X.cols, ...hidden, 1], theta: theta! }, task);
const error = ({ test: { X, y } }: Quadrants, { predict }: Trained) =>
  predict(X).reduce((wrong, f, i) => wrong + (f * y[i]! <= 0 ? 1 : 0), 0) / y.length;

export default claim({
  title: 'All-layer-margin ascent raises the margin',
  statement:
    'A three-layer ReLU network trained against one step of ascent in perturbations of all its layers has at least 1.05 times ' +
    'the mean margin of plain training from the same start, at no cost in test error (within .05).',
  talk: ['T16'],
  marking: 'says',
  sources: [{ key: 'wei2020improved', where: 'section 4 (the algorithm) and Definition 3.1 (the margin)' }],
  scope:
    'The margin is linearized. The gain in test error is about .01 with a standard deviation of .02 per task at this size, too ' +
    'little to certify here, and plain weight decay gains as much; three times the ascent makes training unstable.',
  premises: {
    'the perturbation raises the loss': { how: 'by construction', control: 'flipped perturbation' },
    'there is a perturbation': { how: 'by construction', control: 'ascent step 0' },
    'the perturbation is small': { how: 'by construction' },
  },
  needs: ['parameters'],

  forAll: quadrants(60, 6),
  train: { plain: run(0), ascending: run(0.1) },
  parts: {
    'the margin is larger': {
      holds: 'ascending >= 1.05 * plain',
      where: ({ task, trained: { plain, ascending } }) => ({
        ascending: margin(task, ascending),
        plain: margin(task, plain),
      }),
      tex: { ascending: '\\overline m_{\\mathrm{ascent}}', plain: '\\overline m' },
      accept: forMost({ allBut: 0.3 }),
    },
    'the test error is no larger': {
      holds: 'ascending <= plain + 0.05',
      where: ({ task, trained: { plain, ascending } }) => ({
        ascending: error(task, ascending),
        plain: error(task, plain),
      }),
      tex: { ascending: 'R_{\\mathrm{ascent}}', plain: 'R' },
      accept: forMost({ allBut: 0.3 }),
    },
  },

  controls: {
    mustFail: {
      'flipped perturbation': {
        breaks: 'the test error is no larger',
        because: 'descent seeks small margins',
        train: { ascending: run(-0.1) },
      },
      'ascent step 0': {
        breaks: 'the margin is larger',
        because: 'without a perturbation it is plain training',
        train: { ascending: run(0) },
      },
    },
  },

  dial: {
    of: 'ascent',
    grid: [0, 0.025, 0.05, 0.1, 0.2],
    at: (ascent) => ({ train: { ascending: run(ascent) } }),
    part: 'the margin is larger',
    measured: {
      value: 'ascending / plain',
      where: ({ task, trained: { plain, ascending } }) => ({
        ascending: margin(task, ascending),
        plain: margin(task, plain),
      }),
      tex: { ascending: '\\overline m_{\\mathrm{ascent}}', plain: '\\overline m' },
    },
  },
});
