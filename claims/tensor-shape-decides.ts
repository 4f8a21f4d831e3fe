/**
 * Shampoo from 0 on least squares with more unknowns than equations; all gradients g = X'r are in the row space of X.
 *
 * 1. b as a vector: L = damping I + sum g g' maps the row space to itself and is damping I across it, and so is L^(-1/2).
 *    Every step is in the row space, where one interpolant is: that of least L2 norm.
 * 2. b as a column of d x 1: the same L, to the power -1/4, and a number in the place of R.
 * 3. b as p x q: L^(-1/4) G R^(-1/4) mixes rows of G with each other and columns with each other. The row space is one of
 *    vectors of d numbers and is not kept: the steps leave it, and end at another interpolant.
 * 4. Damping far above the sums of squares makes all roots multiples of I: gradient descent, whatever the shape.
 */
import { claim, forMost } from 'claimcheck';
import { shampooed } from 'claimcheck/models/shampoo';
import { norm2 } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { twelveUnknowns } from 'claimcheck/tasks/twelve-unknowns';

export default claim({
  title: 'The shape of a tensor decides what Shampoo prefers',
  statement:
    'Shampoo from 0 ends at the interpolant of least L2 norm where its twelve unknowns are a vector, and on nine tasks in ten ' +
    'at one that is at least 1% longer where the same twelve are a matrix of 3 x 4; where they are a column this is not so.',
  ours: ['T8'],
  sequel: true,
  sources: { gupta2018shampoo: 'Algorithms 1 and 2; what it prefers is derived here' },
  scope:
    'Least squares, no momentum, damping 1e-4 against gradients of size 1. Nothing is said of which measure the 3 x 4 matrix ' +
    'has least: mostly 2 to 20% are lost in L2.',
  premises: {
    'the unknowns are one vector': 'as a matrix',
    'the whole matrix of products is kept': 'diagonal alone',
    'training starts at 0': 'a random start',
    'the matrix has rows and columns': 'a column in its place',
    'there are more unknowns than equations': true,
  },
  needs: ['linear', 'parameters'],

  forAll: twelveUnknowns,
  train: {
    vector: shampooed({ shape: [12] }),
    matrix: shampooed({ shape: [3, 4] }),
  },
  theory: { least: minimumL2 },
  symbols: {
    norm: ['\\lVert b\\rVert_2', ({ run }) => norm2(run.b)],
    least: ['\\min_{Xb=y}\\lVert b\\rVert_2', ({ theory }) => theory.least.norm],
  },
  parts: {
    'as a vector it ends at the least norm': {
      holds: 'abs(norm / least - 1) <= 1e-6',
      of: 'vector',
      unless: {
        'as a matrix': {
          because: 'rows and columns of a matrix are mixed, and the row space is left',
          train: { vector: shampooed({ shape: [3, 4] }) },
        },
        'diagonal alone': {
          because: 'entries that are divided one by one leave the row space',
          rule: { diagonal: true },
        },
        'a random start': { because: 'what X does not see of the start stays', rule: { start: 0.1 } },
      },
    },
    'as a matrix it does not': {
      holds: 'norm >= 1.01 * least',
      of: 'matrix',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'a column in its place': {
          because: 'a column has one number in the place of R, and ends at the least norm',
          train: { matrix: shampooed({ shape: [12, 1] }) },
        },
      },
    },
  },
  dial: {
    turns: 'damping',
    axis: 'log',
    grid: [1e-6, 1e-4, 1e-2, 1, 10, 100],
    at: (damping) => ({
      train: {
        matrix: shampooed({ shape: [3, 4], damping, rate: Math.max(1, Math.sqrt(damping)), budget: 40_000 }),
      },
    }),
    of: 'matrix',
    part: 'as a matrix it does not',
    measured: 'norm / least - 1',
  },
});
