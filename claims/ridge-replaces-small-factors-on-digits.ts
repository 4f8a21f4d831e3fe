/**
 * Two questions about 32 real images, one pixel from the others and five digits against five, every method with 16 strengths
 * and the same held-out images.
 *
 * 1. A diagonal network from a small start, stopped early, tends to small L1 norm, and the lasso is its explicit form: where
 *    that is the right preference both gain alike. On Gaussian inputs and a sparse truth the network stays ahead, since the
 *    lasso shrinks what it keeps (explicit-replaces-implicit-partly).
 * 2. Ridge keeps the directions in which inputs vary most. Isotropic inputs have none, so there it gains nothing; images have.
 * 3. A pixel depends on its neighbours, a few of 60; which five digits an image is of depends on all of it. So which penalty
 *    is right differs between two questions about the same images, and no start of a network decides it.
 */
import { claim, equivalent, forMost, on, onAverage } from 'claimcheck';
import { lasso, leastNorm, network, ridge } from 'claimcheck/models/sparse-methods';
import { norm2, scale, subtract, timesTransposed } from 'claimcheck/numerics/matrix';
import { testLoss } from 'claimcheck/properties/test-loss';
import { pixelsAndDigits, type PixelsAndDigits } from 'claimcheck/tasks/digits';
import { firstRows } from 'claimcheck/tasks/gaussian-regression';
import type { OfTable } from 'claimcheck/tasks/table';

type Method = typeof ridge;
const pixel = (run: Method) => on((task: PixelsAndDigits) => task.pixel, run);
const digits = (run: Method) => on((task: PixelsAndDigits) => task.digits, run);
/** On the first n images. */
const first = (n: number, run: Method) => on(({ pixel }: PixelsAndDigits) => firstRows<OfTable>(n)(pixel), run);
const small = network(1e-3);

export default claim({
  title: 'On real digits a penalty replaces small factors, and which one depends on the question',
  statement:
    'On average, predicting a pixel of handwritten digits from the others, the tuned lasso loses what a tuned diagonal ' +
    'network from a small start loses, to within .04, and tuned ridge gains over least norm three quarters of what the ' +
    'network gains, and more. Telling five digits from the other five, ridge loses less than the network.',
  ours: ['T15'],
  finding: true,
  sequel: true,
  sources: {
    alpaydin1998optical: 'the images',
    vaskevicius2019implicit: 'the abstract: such a network against the L1 penalty',
    woodworth2020kernel: 'section 4: small initialization and the L1 norm',
  },
  scope:
    'Limits explicit-replaces-implicit-partly, where inputs are Gaussian and the truth is sparse: there the network stays ' +
    'ahead of the lasso, and ridge gains nothing. Draws of 32 images and of two questions from one table of 1,797 images: ' +
    'given that table trials are independent, and the verdict is about such draws, not about digits in the world.',
  premises: {
    'the network starts small': true,
    'the lasso has a penalty': 'least norm for the lasso',
    'which digit it is depends on all': 'the digits exchanged for the pixel',
    'every method is tuned on the same images and as finely': true,
  },
  needs: ['linear', 'parameters'],

  forAll: pixelsAndDigits('pixels and digits of 32 images', { n: 32, heldOut: 40, test: 100 }),
  train: {
    none: pixel(leastNorm),
    lasso: pixel(lasso),
    ridge: pixel(ridge),
    network: pixel(small),
    ridgeOfDigits: digits(ridge),
    networkOfDigits: digits(small),
  },
  symbols: {
    none: ['R_{least norm}', ({ task, runs }) => testLoss(runs.none, task.pixel.test)],
    lasso: ['R_{lasso}', ({ task, runs }) => testLoss(runs.lasso, task.pixel.test)],
    ridge: ['R_{ridge}', ({ task, runs }) => testLoss(runs.ridge, task.pixel.test)],
    network: ['R_{network}', ({ task, runs }) => testLoss(runs.network, task.pixel.test)],
    apart: [
      "\\lVert g/\\lVert g\\rVert-b/\\lVert b\\rVert\\rVert,\\ g=X'(y-Xb)",
      ({
        task: {
          pixel: { X, y },
        },
        runs: { ridge: run },
      }) => {
        const g = timesTransposed(X, subtract(y, run.predict(X)));
        return norm2(subtract(scale(1 / norm2(g), g), scale(1 / norm2(run.b), run.b)));
      },
    ],
    ridgeOfDigits: ["R'_{ridge}", ({ task, runs }) => testLoss(runs.ridgeOfDigits, task.digits.test)],
    networkOfDigits: ["R'_{network}", ({ task, runs }) => testLoss(runs.networkOfDigits, task.digits.test)],
  },
  parts: {
    'a pixel: ridge ends where the gradient is along b': {
      holds: 'apart <= 1e-6',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'least norm, of no gradient': { because: 'it has no penalty', train: { ridge: pixel(leastNorm) } },
      },
    },
    'a pixel: the lasso loses what the network loses': {
      holds: 'network - lasso == 0',
      accept: equivalent({ margin: 0.04, cap: 0.3, budget: { quick: 160, standard: 240, paper: 360 } }),
      unless: {
        'least norm for the lasso': { because: 'without a penalty it loses more', train: { lasso: pixel(leastNorm) } },
      },
    },
    'a pixel: ridge gains three quarters of what the network gains': {
      holds: '(none - ridge) - 0.75 * (none - network)',
      accept: onAverage({ atLeast: 0.03, cap: 0.6 }),
      unless: {
        'least norm for ridge': { because: 'without a penalty nothing is gained', train: { ridge: pixel(leastNorm) } },
      },
    },
    'digits: ridge is ahead of the network': {
      holds: 'networkOfDigits - ridgeOfDigits',
      accept: onAverage({ atLeast: 0.03, cap: 0.4 }),
      unless: {
        'the digits exchanged for the pixel': {
          because: 'a pixel depends on few others',
          symbols: {
            networkOfDigits: ({ task, runs }) => testLoss(runs.network, task.pixel.test),
            ridgeOfDigits: ({ task, runs }) => testLoss(runs.ridge, task.pixel.test),
          },
        },
      },
    },
  },
  dial: {
    turns: 'n',
    part: 'a pixel: ridge gains three quarters of what the network gains',
    grid: [6, 12, 18, 24, 32],
    at: (n) => ({ train: { none: first(n, leastNorm), ridge: first(n, ridge), network: first(n, small) } }),
    measured: 'none - ridge',
  },
});
