/**
 * f(x) = sum_j a_j relu(w_j.x), m = 48 units in pairs of opposite signs, so that f = 0 at the start, where every weight is
 * k N(0, 1/m); fitted to 32 real images. Its tangent kernel is k^2 K there: the interpolant f_K = K(., X) K^-1 y has no k in it.
 *
 * 1. To fit labels by k^2 K the weights change by a length of (y'K^-1 y)^(1/2) / k, and their own grows as k. So from a large
 *    start they move by a share of 1/k^2, hardly a unit switches, and f ends at f_K.
 * 2. From a small start they move by more than their length, and nothing keeps f at f_K.
 * 3. K is a mean over m units, and differs by m^(-1/2) from K_inf, of infinitely many. Whether a start that leaves K gains on
 *    images that are not seen, and more than K_inf would, is not known of digits that people wrote: it is measured here.
 */
import { ask, claim, equivalent, faulty, forMost, onAverage, once, type About } from 'claimcheck';
import { kernelMachine } from 'claimcheck/models/kernel-machine';
import { twoLayer, type TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { distance, norm2 } from 'claimcheck/numerics/matrix';
import { atStart, tangentLimit } from 'claimcheck/oracles/tangent-limit';
import { testLoss } from 'claimcheck/properties/test-loss';
import { digitQuestions, type DigitQuestion } from 'claimcheck/tasks/digits';

const [M, SMALL, LARGE] = [48, 0.2, 50];
/** From k N(0, 1/m), in steps that are small enough all the way. */
const from = (k: number, rule: Partial<TwoLayerRule> = {}) =>
  twoLayer({
    width: M,
    activation: 'relu',
    antisymmetric: true,
    spread: { W: k / Math.sqrt(M), a: k / Math.sqrt(M) },
    rate: 1 / (3 + 2 * k * k),
    momentum: 0.5,
    residual: 1e-4,
    steps: 3000,
    ...rule,
  });
/** A part that looks at one run is spared the other. */
const spared = from(LARGE, { steps: 0, residual: 0 });
const early = from(LARGE, { residual: 0.05 });
const swapped = { small: from(LARGE), large: spared };
const train = { small: from(SMALL), large: from(LARGE), many: kernelMachine({ kernel: 'tangent', ridge: 0 }) };
const seen = ({ task, runs }: About<DigitQuestion, typeof train>) =>
  atStart({ task: { ...task, points: task.test.X }, run: runs.small });
const hidden = ask(faulty(tangentLimit, 'first layer only'), seen);
/** The root of 100 images: what an error at each is in length. */
const REACH = 10;
const said = once(({ task, run }: About<DigitQuestion, typeof train>) => run.predict(task.test.X));
const many = once(({ task, runs }: About<DigitQuestion, typeof train>) => runs.many.predict(task.test.X));
const lossOf = (f: Float64Array, { test }: DigitQuestion) => testLoss({ predict: () => f }, test);
const law = forMost({ allBut: 0.1 });

export default claim({
  title: 'On real digits a small start stands in for width',
  statement:
    'Of 32 handwritten digits a ReLU network of 48 units learns, from weights 50 N(0, 1/48), what its tangent kernel at the start ' +
    'predicts on images that it has not seen, within 5% on nine draws in ten. From weights N(0, 1/48) / 5 it ends on as many at ' +
    'least 25% away, and nearer to the kernel of infinitely many units; on average it loses less than its own kernel by .05, and as ' +
    'much as that of infinitely many units, to within .04.',
  ours: ['T5', 'T6'],
  finding: true,
  sequel: true,
  sources: {
    alpaydin1998optical: 'the images',
    chizat2019lazy: 'sections 1.2 and 2.2: the scale of the start decides who stays near the kernel',
    geiger2020disentangling: 'on images wide networks without convolutions do not gain by leaving the kernel',
  },
  scope:
    'The richer regime may gain elsewhere, as with convolutions or on tasks with few relevant inputs. Squared loss, one width, two ' +
    'starts. Draws of 32 images and of a question from one table of 1,797 images: given that table trials are independent, and ' +
    'the verdict is about such draws, not about digits in the world.',
  premises: {
    'one start is large': 'started small',
    'the other is small': 'started large',
    'the kernel is that of both layers': 'kernel of the hidden layer',
    'training fits the labels': { checked: 'stopped early' },
  },
  needs: ['parameters', 'float64'],

  forAll: digitQuestions('questions about 32 digits', { n: 32, heldOut: 0, test: 100 }),
  train,
  theory: { own: ask(tangentLimit, seen) },
  symbols: {
    apart: [
      '\\lVert f-f_K\\rVert',
      (about) => {
        const { own } = about.theory;
        return own.known(distance(said(about), own.value.predictions), REACH);
      },
    ],
    size: ['\\lVert f_K\\rVert', ({ theory: { own } }) => own.known(norm2(own.value.predictions), REACH)],
    across: ['\\lVert f-f_{K_\\infty}\\rVert', (about) => distance(said(about), many(about))],
    loss: ['R(f)', (about) => lossOf(said(about), about.task)],
    // A loss of at most 4 moves by at most 4 times as much as every prediction.
    lossOwn: ['R(f_K)', ({ task, theory: { own } }) => own.known(lossOf(own.value.predictions, task), 4)],
    lossMany: ['R(f_{K_\\infty})', (about) => lossOf(many(about), about.task)],
  },
  parts: {
    'a large start keeps to its kernel': {
      holds: 'apart <= 0.05 * size',
      of: 'large',
      accept: law,
      unless: {
        'started small': { because: 'the weights move far', train: { large: from(SMALL) } },
        'kernel of the hidden layer': { because: 'the output weights are trained, too', theory: { own: hidden } },
        'stopped early': { because: 'what is slow to learn is missing', train: { large: early } },
      },
    },
    'a small one leaves it': { holds: 'apart >= 0.25 * size', of: 'small', accept: law },
    'towards that of infinitely many units': {
      holds: 'across <= 0.8 * apart',
      of: 'small',
      accept: law,
      unless: { 'started large': { because: 'it keeps to its own', train: swapped } },
    },
    'it loses less than its own': {
      holds: 'lossOwn - loss',
      of: 'small',
      accept: onAverage({ atLeast: 0.05, cap: 0.3 }),
      unless: { 'as large a start': { because: 'it loses what its own does', train: swapped } },
    },
    'and as much as that of infinitely many': {
      holds: 'loss - lossMany == 0',
      of: 'small',
      accept: equivalent({ margin: 0.04, cap: 0.3 }),
      unless: { 'from a large start': { because: 'its own is of 48 units', train: swapped } },
    },
  },
  dial: {
    turns: 'k',
    part: 'a small one leaves it',
    grid: [0.2, 1, 5, 50],
    of: 'small',
    at: (k) => ({ train: { ...train, small: from(k), large: spared } }),
    measured: 'apart / size',
    curve: { rival: 'across / size' },
  },
});
