/**
 * U U' - V V' from alpha I, alpha small, on measurements that do not commute and labels that plant nothing of low rank.
 *
 * 1. On commuting measurements the limit tends to least nuclear norm (small-init-nuclear-commuting); nothing of that proof
 *    survives without commuting: U and V are time-ordered products of exponentials.
 * 2. From a small start the largest eigenvalue of A'y wins first: the preference is for low rank, greedily, and not for
 *    the nuclear norm.
 * 3. Measured against the certified least nuclear norm, most dense tasks are more than 1% above it, and on many the
 *    fit is worse than that of least Frobenius norm, the limit of a large start.
 */
import { claim, forMost, median } from 'claimcheck';
import { factored } from 'claimcheck/models/matrix-factorization';
import { times } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { minimumNuclear, nuclear } from 'claimcheck/oracles/minimum-nuclear';
import { leastFrobenius } from 'claimcheck/properties/nuclear-norms';
import { commutingSensing, denseSensing, plantedSensing } from 'claimcheck/tasks/matrix-sensing';

export default claim({
  title: 'Small initialization is not minimum nuclear norm in general',
  statement:
    'On Gaussian measurements with dense labels, the fit found from alpha = 1e-3 exceeds the least nuclear norm by more than ' +
    '1% on most tasks, and on one in five at least it is above that of the fit of least Frobenius norm.',
  ours: ['T6'],
  finding: true,
  sources: {
    gunasekar2017implicit: 'the conjecture that this limits',
    arora2019implicit: 'evidence against norms',
    razin2020implicit: 'an explicit case in which norms diverge',
    li2021resolving: 'greedy low-rank learning',
    li2018algorithmic: 'the theorem that this leaves untouched: planted low rank, restricted isometry',
  },
  scope:
    'Nine Gaussian measurements of 5 x 5 matrices; plain descent with small steps; nothing is planted ' +
    '(small-init-recovers-low-rank). A certified instance is small-init-nuclear-counterexample.',
  premises: {
    'the measurements do not commute': 'commuting measurements',
    'nothing of low rank is planted': 'rank 1 planted',
    'the start is small': 'alpha = 4',
    'training reaches a fit': { checked: 'early stop' },
  },
  needs: ['linear', 'parameters'],

  forAll: denseSensing,
  train: factored({ alpha: 1e-3, within: 0.3, stable: 0.7, residual: 1e-5, steps: 4000 }),
  // The fits with exactly the measurements of the trained matrix.
  theory: {
    least: [minimumNuclear, ({ task: { A }, run }) => ({ A, y: times(A, run.M) })],
    frobenius: [minimumL2, ({ task: { A }, run }) => ({ X: A, y: times(A, run.M) })],
  },
  symbols: {
    residual: ['\\lVert A(M)-y\\rVert_2', ({ run }) => run.residual],
    nuclear: ['\\lVert M\\rVert_\\ast', ({ run }) => nuclear(run.M)],
    minimum: ['\\min\\lVert M\\rVert_\\ast', ({ theory }) => theory.least.norm],
    frobenius: ['\\lVert M_F\\rVert_\\ast', ({ theory }) => leastFrobenius(theory.frobenius)],
  },
  parts: {
    'the labels are fitted': {
      holds: 'residual <= 0.01',
      accept: forMost({ allBut: 0.2 }),
      unless: { 'early stop': { because: 'twenty steps from so small a start are not enough', rule: { steps: 20 } } },
    },
    'more than 1% above the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= 0.01',
      accept: median(),
      unless: {
        'commuting measurements': {
          // At this alpha one task in five is still 1% above: a share near 1/2 takes more tasks to exclude.
          because: 'there the theorem holds',
          budget: { quick: 60, standard: 90, paper: 130 },
          forAll: commutingSensing,
        },
        'rank 1 planted': {
          because: 'with enough measurements the planted matrix has least nuclear norm and is found',
          forAll: plantedSensing,
        },
      },
    },
    'no fit is below the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= -1e-8 and frobenius / minimum - 1 >= -1e-8',
      unless: {
        'labels a tenth larger': {
          because: 'the theory is asked about another fit',
          theory: {
            least: [minimumNuclear, ({ task: { A }, run }) => ({ A, y: times(A, run.M).map((y) => 1.1 * y) })],
          },
        },
      },
    },
    'above the fit of least Frobenius norm': {
      holds: 'nuclear / frobenius - 1 >= 0.001',
      accept: forMost({ allBut: 0.8, budget: { quick: 150, standard: 250, paper: 400 } }),
      unless: { 'alpha = 4': { because: 'from there the least Frobenius norm is found', rule: { alpha: 4 } } },
    },
  },
  harmless: {
    'orthogonal start': {
      because: "U U' does not see an orthogonal factor from the right",
      keeps: ['more than 1% above the least nuclear norm'],
      rule: { start: 'orthogonal' },
    },
  },
  dial: {
    turns: 'alpha',
    part: 'more than 1% above the least nuclear norm',
    grid: [4, 1, 0.1, 1e-2, 1e-3],
    at: (alpha) => ({ rule: { alpha } }),
    measured: 'nuclear / minimum - 1',
    // The limit of a large start; the conjecture for a small one would be 0.
    curve: { rival: 'frobenius / minimum - 1' },
  },
});
