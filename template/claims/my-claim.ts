/**
 * The proof, in three lines: from 0, every step is X' times something, so b never leaves the row space of X. One interpolant
 * lies in it, and every other is that one and something orthogonal to it, hence longer.
 */
import { claim } from 'claimcheck';
import { distance, norm2 } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { descending } from '../models/my-model.js';
import { myTasks } from '../tasks/my-tasks.js';

export default claim({
  title: 'Gradient descent ends at least norm',
  statement: 'From 0, gradient descent on least squares ends at the interpolant of least L2 norm, to one in a million.',
  // Passages of the talk that the claims of claimcheck itself are about: yours is about none.
  ours: [],
  // Works by their keys in references.bib, beside this file, with the place in each.
  sources: { zhang2017understanding: 'section 5' },
  // What it does not show.
  scope: 'Gaussian designs with three times as many unknowns as equations; says nothing of how fast.',
  // What the theorem assumes, each with the control below that violates it.
  premises: { 'training starts at 0': 'a random start', 'training reaches an interpolant': 'an early stop' },

  // For all of these tasks, train this, and ask the theory that. Its answers carry their error.
  forAll: myTasks,
  train: descending({ start: 0 }),
  theory: { least: minimumL2 },
  // What a name in a formula stands for, on paper and in a trial.
  symbols: {
    off: ['\\lVert b-b^\\ast\\rVert_2', ({ run, theory }) => theory.least.known(distance(run.b, theory.least.beta))],
    size: ['\\lVert b\\rVert_2', ({ run }) => norm2(run.b)],
  },
  // What must hold, and under `unless` what must break it: a check that cannot tell these apart is vacuous.
  parts: {
    'the end is the interpolant of least norm': {
      holds: 'off <= 1e-6 * size',
      unless: {
        'a random start': { because: 'what X does not see of the start stays', rule: { start: 1 } },
        'an early stop': { because: 'on its way b is still short', rule: { residual: 0.1 } },
      },
    },
  },
  // A premise that is turned step by step, and drawn.
  dial: {
    turns: 'the size of the start',
    grid: [0.001, 0.01, 0.1, 1, 10],
    at: (start) => ({ rule: { start } }),
    measured: 'off / size',
  },
});
