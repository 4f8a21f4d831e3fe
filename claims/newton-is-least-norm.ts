/**
 * Newton's method on the logistic loss of n labelled points in d >= n dimensions, full steps of least norm from 0.
 *
 * 1. The Newton step v solves the least-squares problem sum h_i (z_i.v - p_i / h_i)^2, h_i the curvature of point i, p_i its slope.
 *    With n <= d independent points all n equations are solved, whatever the h_i: z_i.v = p_i / h_i = 1 + exp(-m_i).
 * 2. So every margin goes its own way, m <- m + 1 + exp(-m). From 0 all are equal, and stay so: 2, 3.14, 4.18, ...
 * 3. The w of least norm with all margins m is m beta, beta the least-norm interpolant of the labels: the direction is that of least
 *    squares from the first step on, and its margin 1 / |beta| never moves, while gradient descent goes on to the largest.
 */
import { claim, forMost } from 'claimcheck';
import { steepest } from 'claimcheck/models/linear-classifier';
import { newton, type NewtonRule } from 'claimcheck/models/newton-classifier';
import { exp } from 'claimcheck/numerics/elementary';
import { distance, norm2, scale } from 'claimcheck/numerics/matrix';
import { marginOf, maxMargin } from 'claimcheck/oracles/max-margin';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { randomLabels } from 'claimcheck/tasks/labelled-points';

const STEPS = 40;
const full = (change: Partial<NewtonRule> = {}) => ({ newton: newton({ steps: STEPS, ...change }) });
/** The margin of every point after so many steps. */
const margin = Array.from({ length: STEPS }).reduce<number>((m) => m + 1 + exp(-m), 0);
const unit = (w: Float64Array) => scale(1 / norm2(w), w);

export default claim({
  title: "Newton's method is least squares",
  statement:
    "With at least as many dimensions as points, Newton's method on the logistic loss points at the least-norm interpolant " +
    'of the labels from its first step on, for ever, at margins that grow by 1 + exp(-m) a step; on most tasks 2000 steps ' +
    'of gradient descent have the larger share of the largest margin.',
  ours: ['T8'],
  sequel: true,
  sources: {
    soudry2018implicit: 'gradient descent tends to the largest margin; for Newton steps all is derived in this file',
  },
  scope:
    'Full steps, or all shortened alike, from 0, with independent points and the step of least norm. Twelve points in 14 ' +
    'dimensions; the more dimensions, the nearer the interpolant is to the largest margin (.99 at 10 x 40). With fewer ' +
    'dimensions than points see newton-sees-no-metric. Gradient descent is normalized, with steps that fall as 1/sqrt(t), on ' +
    'the exponential loss.',
  premises: {
    'the Hessian is that of the loss': 'damped Hessian',
    'it starts at 0': 'random start',
    'steps are those of Newton': 'gradient descent',
    'there are at least as many dimensions as points': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: randomLabels('twelve labelled points in fourteen dimensions', { n: 12, d: 14 }),
  train: { ...full(), descent: steepest({ norm: 'L2' }) },
  theory: { least: minimumL2, largest: [maxMargin, ({ task }) => ({ ...task, norm: 'L2' as const })] },
  symbols: {
    astray: [
      '\\lVert\\tfrac{w}{\\lVert w\\rVert}-\\tfrac{\\beta}{\\lVert\\beta\\rVert}\\rVert',
      ({ runs, theory: { least } }) => least.known(distance(unit(runs.newton.w), unit(least.value.beta))),
    ],
    length: ['\\lVert w\\rVert', ({ runs }) => norm2(runs.newton.w)],
    beta: ['\\lVert\\beta\\rVert', ({ theory }) => theory.least.norm],
    margin: ['m_{40}', () => margin],
    share: ['\\gamma(w)', ({ task, runs }) => marginOf(task, runs.newton.w, 'L2')],
    descent: ['\\gamma(w_t)', ({ task, runs }) => marginOf(task, runs.descent.w, 'L2')],
    largest: ['\\gamma^\\ast', ({ theory }) => theory.largest.margin],
  },
  parts: {
    'it points at the least-norm interpolant': {
      holds: 'astray <= 1e-6',
      unless: {
        'damped Hessian': {
          because:
            'what is added to the Hessian holds back the small singular values, and more so as the curvature falls',
          train: full({ damping: 0.01 }),
        },
        'random start': {
          because: 'margins that differ at the start differ for ever, by a bounded amount',
          train: full({ start: 0.1 }),
        },
        'gradient descent': {
          because: 'it tends to the largest margin',
          train: { newton: steepest({ norm: 'L2' }) },
        },
      },
    },
    'its margins grow by 1 + exp(-m) a step': {
      holds: 'abs(length / (margin * beta) - 1) <= 1e-6',
      unless: {
        'steps of 95%': { because: 'margins grow by 95% of it', train: full({ rate: 0.95 }) },
      },
    },
    'gradient descent has the larger margin': {
      holds: 'descent >= share',
      accept: forMost({ allBut: 0.4 }),
      unless: {
        '10 steps of descent': {
          because: 'its margins grow with the root of the steps alone',
          train: { descent: steepest({ norm: 'L2', steps: 10 }) },
        },
      },
    },
  },
  harmless: {
    'half steps': {
      because: 'all margins move alike',
      keeps: ['it points at the least-norm interpolant'],
      train: full({ rate: 0.5 }),
    },
    'exponential loss': {
      because: 'slope over curvature is then 1, whatever the margin',
      keeps: ['it points at the least-norm interpolant'],
      train: full({ loss: 'exponential' }),
    },
    'points weighted': {
      because: 'slope over curvature does not know the weight of a point',
      train: full({ weighted: true }),
    },
  },
  dial: {
    turns: 'damping',
    grid: [0, 1e-6, 1e-4, 1e-2, 1],
    at: (damping) => ({ train: full({ damping }) }),
    part: 'it points at the least-norm interpolant',
    measured: 'share / largest',
  },
});
