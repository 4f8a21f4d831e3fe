/**
 * Random ReLU features of real images, fitted without a penalty, as features pass images and as images pass features.
 *
 * 1. As p comes to n, from either side, the least eigenvalue other than 0 of the Gram matrix comes near 0, and what the features
 *    cannot express of the labels is amplified by its inverse. That needs no noise in the labels.
 * 2. A penalty bounds the inverse. Held-out images estimate the loss of every penalty without bias, so the chosen one is near
 *    the best of those on offer, and with more features or images that does not get worse.
 * 3. Both are known of Gaussian inputs (double-descent-peaks, held-out-ridge-monotone). That it is so of digits that people
 *    wrote is measured here.
 */
import { along, claim, median, monotone, on } from 'claimcheck';
import { features, type FeatureRule } from 'claimcheck/models/random-features';
import { testLoss } from 'claimcheck/properties/test-loss';
import { digitQuestions, type DigitQuestion } from 'claimcheck/tasks/digits';
import { firstRows } from 'claimcheck/tasks/gaussian-regression';

const N = 32;
/** Half, all and twice of it; and on the way. */
const sizes = [N / 2, N, 2 * N];
const path = [8, 16, 32, 48, 64];

const penalties = [1e-3, 1e-2, 0.1, 0.3, 1, 3, 10, 100];
type Rule = Pick<FeatureRule, 'penalties' | 'choose'>;
const none: Rule = { penalties: [0] };
const weak: Rule = { penalties: [1e-3] };
const tuned: Rule = { penalties, choose: 'held-out' };
const onTraining: Rule = { penalties, choose: 'training' };

/** p features of n images. */
const relu = (n: number, p: number, rule: Rule) =>
  on(firstRows<DigitQuestion>(n), features({ map: 'relu', features: p, ...rule }));
const wide = (grid: readonly number[], rule: Rule) => along(grid, (p) => relu(N, p, rule));
const long = (grid: readonly number[], rule: Rule) => along(grid, (n) => relu(n, N, rule));

const law = monotone({ within: 0.02, cap: 0.4, steps: path.length - 1 });

export default claim({
  title: 'On real digits the loss descends twice, and once where it is tuned',
  statement:
    'On handwritten digits random ReLU features without a penalty lose at the median draw, with as many features as images, ' +
    'more than twice what they lose with half and with twice as many of either; with a penalty chosen on 40 held-out images ' +
    'the loss rises on average at no step by more than .02.',
  ours: ['T11'],
  sequel: true,
  sources: {
    alpaydin1998optical: 'the images',
    belkin2019reconciling: 'the double descent curve, on images of digits among others',
    nakkiran2021optimal: 'experiments with tuned ridge',
  },
  scope:
    'Draws of 64 images and of a question from one table of 1,797 images: given that table trials are independent, and the ' +
    'verdict is about such draws, not about digits in the world. The labels have no noise. Squared loss; a peak at the median ' +
    'draw, a descent on average.',
  premises: {
    'no penalty': 'ridge, along p',
    'the penalty is tuned': 'a weak penalty, along p',
    'it is tuned on images that were not trained on': 'tuned on the training images',
  },
  needs: ['linear', 'parameters'],

  forAll: digitQuestions('questions about 64 digits, with 40 held out', { n: 2 * N, heldOut: 40, test: 100 }),
  train: {
    wide: wide(sizes, none),
    long: long(sizes, none),
    tunedWide: wide(path, tuned),
    tunedLong: long(path, tuned),
  },
  symbols: {
    wideHalf: ['R_{p/2}', ({ task, runs }) => testLoss(runs.wide.at(N / 2), task.test)],
    widePeak: ['R_p', ({ task, runs }) => testLoss(runs.wide.at(N), task.test)],
    wideTwice: ['R_{2p}', ({ task, runs }) => testLoss(runs.wide.at(2 * N), task.test)],
    longHalf: ['R_{n/2}', ({ task, runs }) => testLoss(runs.long.at(N / 2), task.test)],
    longPeak: ['R_n', ({ task, runs }) => testLoss(runs.long.at(N), task.test)],
    longTwice: ['R_{2n}', ({ task, runs }) => testLoss(runs.long.at(2 * N), task.test)],
    fewer: ['R^*_{p^-}', ({ task, runs, at }) => testLoss(runs.tunedWide.before(at), task.test)],
    more: ['R^*_p', ({ task, runs, at }) => testLoss(runs.tunedWide.at(at), task.test)],
    shorter: ['R^*_{n^-}', ({ task, runs, at }) => testLoss(runs.tunedLong.before(at), task.test)],
    longer: ['R^*_n', ({ task, runs, at }) => testLoss(runs.tunedLong.at(at), task.test)],
  },
  parts: {
    'a peak along p': {
      holds: 'widePeak >= 2 * max(wideHalf, wideTwice)',
      accept: median(),
      unless: {
        'ridge, along p': { because: 'it removes the peak', train: { wide: wide(sizes, { penalties: [1] }) } },
      },
    },
    'a peak along n': {
      holds: 'longPeak >= 2 * max(longHalf, longTwice)',
      accept: median(),
      unless: {
        'ridge, along n': { because: 'it removes the peak', train: { long: long(sizes, { penalties: [1] }) } },
      },
    },
    'tuned, one descent along p': {
      holds: 'fewer - more',
      over: path.slice(1),
      accept: law,
      unless: {
        'a weak penalty, along p': { because: 'it keeps the peak', train: { tunedWide: wide(path, weak) } },
        'tuned on the training images': {
          because: 'the training loss prefers the weakest penalty',
          train: { tunedWide: wide(path, onTraining) },
        },
      },
    },
    'tuned, one descent along n': {
      holds: 'shorter - longer',
      over: path.slice(1),
      accept: law,
      unless: { 'a weak penalty, along n': { because: 'it keeps the peak', train: { tunedLong: long(path, weak) } } },
    },
  },
  dial: {
    turns: 'p',
    part: 'a peak along p',
    grid: [8, 16, 24, 32, 48, 64, 128],
    at: (p) => ({ train: { wide: along([N], () => relu(N, p, none)) } }),
    measured: 'widePeak',
  },
});
