/**
 * U U' - V V' from U = V = alpha I, alpha small, on Gaussian measurements of a positive semidefinite matrix of rank 1.
 *
 * 1. With enough measurements A'A is close to the identity on matrices of low rank (restricted isometry).
 * 2. From a small start the eigenvalue of the truth grows exponentially faster than all others, which stay of the order of
 *    a power of alpha until the fit is reached (the first step is a power iteration on A'y).
 * 3. So the fit that is found is the truth up to a power of alpha; without smallness or without measurements it is not.
 */
import { claim, forMost } from 'claimcheck';
import { factored } from 'claimcheck/models/matrix-factorization';
import { norm2, subtract, times } from 'claimcheck/numerics/matrix';
import { minimumNuclear, nuclear } from 'claimcheck/oracles/minimum-nuclear';
import { plantedSensing, plantedSensingUnseen } from 'claimcheck/tasks/matrix-sensing';

export default claim({
  title: 'Small initialization recovers a planted matrix of low rank',
  statement:
    "From alpha = 1e-3, gradient descent on U U' - V V' recovers an 8 x 8 matrix of rank 1 from 25 to 28 Gaussian " +
    'measurements (of 36 unknowns) with an error below 10% on four tasks in five, and a nuclear norm within 0.3% of the least.',
  ours: ['T6'],
  sources: {
    li2018algorithmic:
      'the main theorem (planted low rank, restricted isometry), in spirit; its constants are not tested',
    gunasekar2017implicit: 'the experiments on planted matrices',
  },
  scope:
    'One size and rank 1; nothing about the nuclear norm in general (small-init-is-not-nuclear-in-general). The signed ' +
    'factorization, since positive semidefinite fits of that many measurements are nearly unique from any start.',
  premises: {
    'the start is small': 'alpha = 1',
    'enough measurements': 'too few measurements',
    'the truth has rank 1': true,
    'training runs long enough': 'twenty steps',
  },
  needs: ['linear', 'parameters'],

  forAll: plantedSensing,
  // Plain descent for 600 steps: the bulk of the fit is reached after a hundred, the tail is slow.
  train: factored({ alpha: 1e-3, within: 0.3, stable: 0.7, steps: 600 }),
  // Least among the matrices that have exactly the measurements of the trained one.
  theory: { least: [minimumNuclear, ({ task: { A }, run }) => ({ A, y: times(A, run.M) })] },
  symbols: {
    error: ['\\lVert M-M^\\ast\\rVert_F', ({ task, run }) => norm2(subtract(run.M, task.truth))],
    nuclear: ['\\lVert M\\rVert_\\ast', ({ run }) => nuclear(run.M)],
    minimum: ['\\min\\lVert M\\rVert_\\ast', ({ theory }) => theory.least.norm],
  },
  parts: {
    'the truth is recovered': {
      holds: 'error <= 0.1',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'alpha = 1': { because: 'started large, the fit nearest to the start is found', rule: { alpha: 1 } },
        'too few measurements': { because: 'five or six determine no matrix of rank 1', forAll: plantedSensingUnseen },
        'twenty steps': { because: 'from so small a start the truth has not grown yet', rule: { steps: 20 } },
      },
    },
    'its nuclear norm is nearly least': {
      holds: 'abs(nuclear / minimum - 1) <= 0.003',
      accept: forMost({ allBut: 0.2 }),
      unless: { 'alpha = 1, by its nuclear norm': { because: 'the nearest fit has a larger one', rule: { alpha: 1 } } },
    },
  },
  harmless: { 'orthogonal start': { because: "U U' sees no orthogonal right factor", rule: { start: 'orthogonal' } } },
  dial: {
    turns: 'alpha',
    grid: [1, 0.3, 0.1, 1e-2, 1e-3],
    at: (alpha) => ({ rule: { alpha } }),
    measured: 'error',
  },
});
