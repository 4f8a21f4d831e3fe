/**
 * AdaGrad divides the step of a coordinate by the root of its accumulator s = s_0 + the squares of its gradients.
 *
 * 1. From s_0 = 0 the first step is the sign of the gradient, whatever its size: no step stays in the row space of X.
 * 2. From s_0 above all squares that are still to come, s is s_0 in every coordinate up to a share of |y|^2 / s_0: gradient
 *    descent, which ends at least L2 norm, and its distance from it adds to the norm by the square of that share alone.
 * 3. So the same line of code has two biases: libraries start s at 0 or at .1.
 */
import { claim, forMost, on, type Of } from 'claimcheck';
import { adagradFrom } from 'claimcheck/models/adagrad';
import { norm2, times } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { wideRegression, type Regression } from 'claimcheck/tasks/regression';

const SIZE = 0.1;
/** On labels of that length, from an accumulator of s; the first step is half of a coordinate's gradient or less. */
const from = (s: number, size = SIZE) =>
  on(
    ({ X, y }: Regression) => ({ X, y: y.map((label) => size * label) }),
    adagradFrom({ rate: s > 0 ? 0.5 * Math.sqrt(s) : 0.05, accumulator: s, residual: 1e-9, budget: 20_000 }),
  );

/** The norm of b by that of its predictions, which are the labels that it saw. */
const length = ({ b }: Of<typeof adagradFrom>, { X }: Regression) => norm2(b) / norm2(times(X, b));

export default claim({
  title: "Where AdaGrad's accumulator starts decides what it prefers",
  statement:
    'On labels of length .1, AdaGrad from an accumulator of .1 ends within .1% of the least L2 norm of an interpolant, and from 0 ' +
    'on nine tasks of ten at least 1% above it.',
  ours: ['T8'],
  sequel: true,
  sources: { duchi2011adaptive: 'the algorithm; what its start does is derived here' },
  scope: 'Full batches, squared loss and two starts that libraries have; no preference of the start at 0 is named.',
  premises: {
    'the accumulator starts far above the squares of gradients': 'from 0',
    'labels are small': 'labels of length 3',
    'the accumulator starts at 0': 'from .1',
    'training reaches an interpolant': { checked: 'early stop' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: wideRegression,
  train: { tenth: from(0.1), zero: from(0) },
  theory: { least: minimumL2 },
  symbols: {
    tenth: ['\\lVert b_{.1}\\rVert_2/\\lVert Xb_{.1}\\rVert_2', ({ runs, task }) => length(runs.tenth, task)],
    zero: ['\\lVert b_0\\rVert_2/\\lVert Xb_0\\rVert_2', ({ runs, task }) => length(runs.zero, task)],
    least: [
      '\\min_{Xb=y}\\lVert b\\rVert_2/\\lVert y\\rVert_2',
      ({ task, theory }) => theory.least.value.norm / norm2(task.y),
    ],
    left: ['\\lVert Xb-y\\rVert_2', ({ runs }) => Math.max(runs.tenth.residual, runs.zero.residual)],
  },
  parts: {
    'from .1 the norm is least': {
      holds: 'abs(tenth / least - 1) <= 1e-3',
      unless: {
        'from 0': { because: 'its first step is that of a sign', train: { tenth: from(0) } },
        'labels of length 3': {
          because: 'gradients fill the accumulator unevenly',
          train: { tenth: from(0.1, 3) },
        },
      },
    },
    'from 0 it is not': {
      holds: 'zero >= 1.01 * least',
      accept: forMost({ allBut: 0.1 }),
      unless: { 'from .1': { because: 'it is gradient descent, nearly', train: { zero: from(0.1) } } },
    },
    'both interpolate': {
      holds: 'left <= 1e-8',
      unless: { 'early stop': { because: 'a tenth is left', rule: { residual: 0.1 } } },
    },
  },
  dial: {
    turns: 's_0',
    part: 'from .1 the norm is least',
    grid: [1e-6, 1e-4, 1e-3, 1e-2, 0.1],
    at: (s) => ({ train: { tenth: from(s) } }),
    measured: 'tenth / least',
  },
});
