/**
 * Newton's method on the logistic loss of n separable points in d < n dimensions, full steps from 0.
 *
 * 1. In coordinates x' = A x gradient and Hessian are A g and A H A', so that w' = A^-T w: the margins y x.w are the same
 *    whatever the invertible A. The direction of the largest L2 margin does not move so: no limit of Newton's method is it in
 *    all coordinates.
 * 2. What it tends to: a step solves min sum h_i (z_i.v - 1)^2, h_i falling as exp(-m_i). The d points of least margin outweigh
 *    all others and grow by 1 each; where the rest grow by at least that, this repeats for ever. Such a v is a vertex of
 *    {v: z_i.v >= 1 for all i}; the point of least norm in it, the largest margin, need not be a vertex.
 * 3. Margins grow by 1 a step, those of normalized gradient descent with the root of the steps (of plain, with the logarithm): for
 *    round data a vertex of large margin is near after few.
 */
import { claim, forMost, on } from 'claimcheck';
import { steepest } from 'claimcheck/models/linear-classifier';
import { newton, type NewtonRule } from 'claimcheck/models/newton-classifier';
import { normInf, subtract, times } from 'claimcheck/numerics/matrix';
import { marginOf, maxMargin } from 'claimcheck/oracles/max-margin';
import { stretched, stretchedPoints, teacherLabels } from 'claimcheck/tasks/labelled-points';
import type { Sample } from 'claimcheck/tasks/sample';

const LONG = 60;
const far = stretched(1000);
const margins = ({ X, y }: Sample, w: Float64Array) => times(X, w).map((score, i) => y[i]! * score);
const points = teacherLabels('24 points of a linear teacher in 8 dimensions', { n: 24, d: 8 });

const runs = (rule: Partial<NewtonRule> = {}) => ({
  soon: newton({ steps: 25, ...rule }),
  before: newton({ steps: LONG - 1, ...rule }),
  long: newton({ steps: LONG, ...rule }),
  stretched: on(far, newton({ steps: LONG, ...rule })),
});
const descent = (steps: number) => steepest({ norm: 'L2', steps });

/** What each margin gained in the last step, in order. */
const gains = ({ task, runs }: { task: Sample; runs: Record<'before' | 'long', { w: Float64Array }> }) =>
  margins(task, subtract(runs.long.w, runs.before.w)).sort();

export default claim({
  title: "Newton's method sees no metric",
  statement:
    "With more separable points than dimensions, Newton's method on the logistic loss gives the same margins in all linear " +
    'coordinates, and ends, on nine tasks in ten, where as many points as there are dimensions gain one nat a step. In round ' +
    'data it has on four tasks in five .85 of the largest margin after 25 steps; where coordinates differ by a factor of ' +
    '1000, on most tasks more than 5% of it are still missing after 60.',
  ours: ['T8'],
  sequel: true,
  sources: {
    soudry2018implicit: 'gradient descent tends to the largest margin; for Newton steps all is derived in this file',
  },
  scope:
    '24 points in 8 dimensions with the labels of a linear teacher, full steps, 60 of them. That the vertex in round data has ' +
    'nearly the largest margin is measured, not derived: on some tasks it keeps 5% less for ever. Gradient descent is ' +
    'normalized, with steps that fall as 1/sqrt(t), on the exponential loss.',
  premises: {
    'the Hessian is that of the loss': 'damped Hessian',
    'steps are those of Newton': 'gradient descent',
    'the inputs are round': 'stretched inputs',
    'the inputs are stretched': 'round after stretching',
    'the points are separable': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: points,
  train: runs(),
  theory: {
    round: [maxMargin, ({ task }) => ({ ...task, norm: 'L2' as const })],
    stretched: [maxMargin, ({ task }) => ({ ...far(task), norm: 'L2' as const })],
  },
  symbols: {
    apart: [
      "\\max_i|m_i-m'_i|/\\max_i m_i",
      ({ task, runs }) => {
        const m = margins(task, runs.long.w);
        return normInf(subtract(m, margins(far(task), runs.stretched.w))) / normInf(m);
      },
    ],
    slowest: ['\\Delta m_{(1)}', ({ task, runs }) => gains({ task, runs })[0]!],
    last: ['\\Delta m_{(d)}', ({ task, runs }) => gains({ task, runs })[task.X.cols - 1]!],
    soon: [
      '\\gamma(w_{25})/\\gamma^\\ast',
      ({ task, runs, theory }) => marginOf(task, runs.soon.w, 'L2') / theory.round.value.margin,
    ],
    late: [
      "\\gamma'(w'_{60})/\\gamma'^\\ast",
      ({ task, runs, theory }) => marginOf(far(task), runs.stretched.w, 'L2') / theory.stretched.value.margin,
    ],
  },
  parts: {
    'the margins do not know the coordinates': {
      holds: 'apart <= 1e-6',
      unless: {
        'damped Hessian': { because: 'the identity is round in one system alone', train: runs({ damping: 1e-3 }) },
        'gradient descent': {
          because: 'the gradient is steepest in the coordinates that are long',
          train: { long: descent(LONG), stretched: on(far, descent(LONG)) },
        },
      },
    },
    'as many points as dimensions gain one a step, the others more': {
      holds: 'slowest >= 0.95 and last <= 1.05',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'half steps': { because: 'they gain half as much', train: runs({ rate: 0.5 }) },
      },
    },
    'in round data it is near the largest margin soon': {
      holds: 'soon >= 0.85',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'stretched inputs': {
          because: 'the margins are the same, and another direction has the largest',
          forAll: stretchedPoints(points, 1000),
        },
        '25 steps of descent': {
          because: 'its margins grow with the root of the steps alone',
          train: { soon: descent(25) },
        },
      },
    },
    'in stretched data it stays away from it': {
      holds: 'late <= 0.95',
      accept: forMost({ allBut: 0.5 }),
      unless: {
        'round after stretching': {
          because: 'the vertex in round data has nearly the largest margin',
          forAll: stretchedPoints(points, 0.001),
        },
      },
    },
  },
  harmless: {
    'points weighted': {
      because: 'weights of the points are lost in what a point gains in a step',
      keeps: [
        'the margins do not know the coordinates',
        'as many points as dimensions gain one a step, the others more',
      ],
      train: runs({ weighted: true }),
    },
  },
  dial: {
    turns: 'stretch',
    grid: [1, 10, 100, 1000],
    at: (factor) => ({ forAll: stretchedPoints(points, factor / 1000) }),
    part: 'in stretched data it stays away from it',
    measured: 'late',
  },
});
