/**
 * Random ReLU features of real images, fitted without a penalty to the labels of 32 of them.
 *
 * 1. With eight times as many features as images the features of the images are linearly independent, so any labels are fitted.
 * 2. Of all interpolants the one of least norm is taken: it fits labels that follow the images at a small norm, and labels
 *    that do not at a large one. So the same model learns the first and, as it must, not the second.
 * 3. That nothing collapses is known of Gaussian inputs (more-parameters-beat-fewer). Whether it is so of digits that people
 *    wrote is not a theorem: it is measured here.
 */
import { along, claim, forMost, median, on } from 'claimcheck';
import { features } from 'claimcheck/models/random-features';
import { residual } from 'claimcheck/properties/residual';
import { testError, testLoss } from 'claimcheck/properties/test-loss';
import { digitQuestions, type DigitQuestion } from 'claimcheck/tasks/digits';

const N = 32;
const fewer = [4, 8, 12, 16, 20, 24, 28];

const relu = (p: number, penalty = 0) => features({ map: 'relu', features: p, penalties: [penalty] });
/** Every image has the label of the next one; they come in random order. */
const moved = ({ y, ...task }: DigitQuestion): DigitQuestion => ({
  ...task,
  y: y.map((_, i) => y[(i + 1) % y.length]!),
});
const many = relu(8 * N);

export default claim({
  title: 'Real digits are learnt by interpolating',
  statement:
    'With eight times as many random ReLU features as images, least squares of least norm fits every label of 32 handwritten ' +
    'digits, errs on nine draws in ten on at most 40% of those that it has not seen, has on most draws at most nine tenths of ' +
    'the squared loss of the best of seven models with fewer features than images, and fits labels at random just as well.',
  ours: ['T1'],
  sequel: true,
  sources: {
    alpaydin1998optical: 'the images',
    belkin2019reconciling: 'random features on images of digits, there 10,000 of them',
    zhang2017understanding: 'labels at random are fitted, too',
  },
  scope:
    'Draws of 32 images and of a question from one table of 1,797 images: given that table trials are independent, and the ' +
    'verdict is about such draws, not about digits in the world. No label is noisy.',
  premises: {
    'labels follow the images': 'labels moved',
    'far more features than images': 'p = n',
    'no penalty': { checked: 'a penalty' },
  },
  needs: ['linear', 'parameters'],

  forAll: digitQuestions('questions about 32 digits', { n: N, heldOut: 0, test: 100 }),
  train: { many, fewer: along(fewer, (p) => relu(p)), random: on(moved, many) },
  symbols: {
    error: ['P(yf(x)<0)', ({ task, runs }) => testError(runs.many, task.test)],
    loss: ['R_p', ({ task, runs }) => testLoss(runs.many, task.test)],
    least: ['\\min_{k<n}R_k', ({ task, runs }) => Math.min(...runs.fewer.each.map((run) => testLoss(run, task.test)))],
    residual: ['\\lVert f(X)-y\\rVert', ({ task, runs }) => residual(runs.many, task)],
    random: ['\\lVert f_{\\pi}(X)-y_\\pi\\rVert', ({ task, runs }) => residual(runs.random, moved(task))],
  },
  parts: {
    'every label is fitted': {
      holds: 'residual <= 1e-8',
      unless: { 'a penalty': { because: 'a penalty leaves a residual', train: { many: relu(8 * N, 1) } } },
    },
    'images that were not seen are labelled': {
      holds: 'error <= 0.4',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'labels moved': { because: 'there is nothing to learn', train: { many: on(moved, many) } },
        'p = n': { because: 'at the threshold the loss peaks', train: { many: relu(N) } },
      },
    },
    'no smaller model is near': {
      holds: 'loss <= 0.9 * least',
      accept: median(),
      unless: {
        'as many features as images': { because: 'the loss peaks there', train: { many: relu(N) } },
      },
    },
    'labels at random are fitted, too': { holds: 'random <= 1e-8' },
  },
  dial: {
    turns: 'p/n',
    part: 'images that were not seen are labelled',
    grid: [0.25, 0.5, 1, 2, 4, 8],
    at: (ratio) => ({ train: { many: relu(ratio * N) } }),
    measured: 'error',
  },
});
