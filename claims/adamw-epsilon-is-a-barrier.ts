/**
 * AdamW with decay c and epsilon e: w <- w - h (u + c w), u = m / (sqrt(v) + e), full batches, a convex loss with slope g.
 *
 * 1. At rest m = g and v = g^2, whatever their memories, and u = -c w: c w_j = -g_j / (|g_j| + e). Solved for g_j this is the
 *    slope, with its sign turned, of a barrier: (e / c) sum_j (-log(1 - c |w_j|) - c |w_j|).
 * 2. So AdamW ends at the minimizer of the loss plus that barrier, of which there is one.
 * 3. e to 0 leaves the box |w|_inf <= 1 / c. Slopes far below e leave w = -g / (e c): the barrier is e c |w|_2^2 / 2 to leading
 *    order, a penalty in the L2 norm.
 * 4. On separable data slopes fall as low as e: where 1 / c lets the loss fall that far, the geometry is that of L2.
 */
import { ask, claim, forMost, type About } from 'claimcheck';
import { adaptive } from 'claimcheck/models/adaptive-steps';
import { distance, norm2 } from 'claimcheck/numerics/matrix';
import { decayBarrier } from 'claimcheck/oracles/decay-barrier';
import { marginOf, maxMargin } from 'claimcheck/oracles/max-margin';
import { fewSeparable } from 'claimcheck/tasks/few-separable';
import type { Sample } from 'claimcheck/tasks/sample';

const DECAY = 0.1;
const adamw = (epsilon: number) =>
  adaptive({ method: 'adam', loss: 'logistic', second: 0.9, rate: 0.3, steps: 700, decay: DECAY, epsilon });
const signs = adaptive({ method: 'sign', loss: 'logistic', rate: 0.03, steps: 300 });
const rest = (epsilon: number) => ask(decayBarrier, ({ task }: About<Sample>) => ({ ...task, decay: DECAY, epsilon }));

export default claim({
  title: "AdamW's epsilon is a barrier, and decides its norm",
  statement:
    'On separable data AdamW with decay .1 ends, to a ten-thousandth, at the least logistic loss plus a barrier of the box ' +
    'whose weight is epsilon. At the usual 1e-8 it has on nine tasks in ten at least .92 of the largest L2 margin, and on as ' +
    'many at most .82 of the Linf margin of sign descent; at 1e-30 neither is so.',
  ours: ['T8'],
  sequel: true,
  finding: true,
  sources: {
    xie2024implicit: 'the box of AdamW, where epsilon is 0',
    chen2024lion: 'the loss plus a conjugate, for updates other than the sign',
  },
  scope:
    'The second memory is .9, so that 700 steps of .3 suffice. Step 1 asks nothing of it, so AdamW with the usual .999 rests ' +
    'at the same point, after some 1e5 steps; before that its geometry is that of neither norm. Which norm it is depends on ' +
    'epsilon beside the slopes that the box leaves: with decay 1 the loss stays far above 1e-8, and the box is what counts.',
  premises: {
    'the decay is decoupled': 'decay in the gradient',
    'the barrier has the weight of epsilon': 'twice the epsilon',
    'training comes to rest': '200 steps',
    'slopes fall below epsilon': 'epsilon 1e-30',
    'slopes fall far below epsilon': 'nearly no epsilon',
    'the data are separable': true,
  },
  needs: ['linear', 'parameters'],

  forAll: fewSeparable,
  train: { usual: adamw(1e-8), signs },
  theory: {
    rest: rest(1e-8),
    L2: ask(maxMargin, ({ task }: About<Sample>) => ({ ...task, norm: 'L2' as const })),
  },
  symbols: {
    away: [
      '\\lVert w-w^\\ast\\rVert_2',
      ({ runs, theory }) => theory.rest.known(distance(runs.usual.b, theory.rest.value)),
    ],
    size: ['\\lVert w^\\ast\\rVert_2', ({ theory }) => theory.rest.known(norm2(theory.rest.value))],
    L2: ['\\gamma_2(w)', ({ task, run }) => marginOf(task, run.b, 'L2')],
    Linf: ['\\gamma_\\infty(w)', ({ task, run }) => marginOf(task, run.b, 'Linf')],
    ofSigns: ['\\gamma_\\infty(w_{\\mathrm{sign}})', ({ task, runs }) => marginOf(task, runs.signs.b, 'Linf')],
    mostL2: ['\\gamma_2^\\ast', ({ theory }) => theory.L2.margin],
  },
  parts: {
    'it rests at the minimizer': {
      holds: 'away <= 1e-4 * size',
      unless: {
        'decay in the gradient': {
          because: 'it then ends where g = -c w, whatever epsilon is',
          rule: { coupled: true },
        },
        'twice the epsilon': { because: 'the barrier is twice as heavy', theory: { rest: rest(2e-8) } },
        '200 steps': {
          because: 'the decay takes several 1 / (h c) = 33 steps once slopes are low',
          rule: { steps: 200 },
        },
      },
    },
    'at the usual epsilon the margin is that of L2': {
      holds: 'L2 >= 0.92 * mostL2',
      of: 'usual',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'epsilon 1e-30': {
          because: 'the slopes stay above it, and the box is what counts',
          train: { usual: adamw(1e-30) },
        },
      },
    },
    'and not that of Linf': {
      holds: 'Linf <= 0.82 * ofSigns',
      of: 'usual',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'nearly no epsilon': {
          because: 'the box is what counts, and its corners are those of Linf',
          train: { usual: adamw(1e-30) },
        },
      },
    },
  },
  dial: {
    turns: 'epsilon',
    axis: 'log',
    grid: [1e-30, 1e-24, 1e-16, 1e-12, 1e-8, 1e-4, 1e-2],
    at: (epsilon) => ({ train: { usual: adamw(epsilon) } }),
    of: 'usual',
    part: 'and not that of Linf',
    measured: 'Linf / ofSigns',
  },
});
