/**
 * U U' - V V' from U = V = alpha I, alpha small, on Gaussian measurements of a positive semidefinite matrix of rank 1.
 *
 * 1. With enough measurements A'A is close to the identity on matrices of low rank (restricted isometry).
 * 2. From a small start the eigenvalue of the truth grows exponentially faster than all others, which stay of the order of
 *    a power of alpha until the fit is reached (the first step is a power iteration on A'y).
 * 3. So the fit that is found is the truth up to a power of alpha; without smallness or without measurements it is not.
 */
import { ask, claim, forMost, type Trained } from 'claimcheck';
import { factored, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { norm2, subtract, times } from 'claimcheck/numerics/matrix';
import { minimumNuclear, nuclear } from 'claimcheck/oracles/minimum-nuclear';
import { plantedSensing, plantedSensingUnseen, type PlantedSensing } from 'claimcheck/tasks/matrix-sensing';

/** Plain descent for 600 steps: the bulk of the fit is reached after a hundred, the tail is slow. */
const run = (rule: Partial<FactorRule> & { alpha: number }) =>
  ['matrix-factorization', factored({ within: 0.3, stable: 0.7, steps: 600, ...rule })] as const;
const error = ({
  task,
  trained,
}: {
  task: { truth: Float64Array };
  trained: { parameters: Readonly<Record<string, Float64Array>> };
}) => ({
  error: norm2(subtract(trained.parameters.M!, task.truth)),
});
const tex = {
  error: '\\lVert M-M^\\ast\\rVert_F',
  nuclear: '\\lVert M\\rVert_\\ast',
  minimum: '\\min\\lVert M\\rVert_\\ast',
};

export default claim({
  title: 'Small initialization recovers a planted matrix of low rank',
  statement:
    "From alpha = 1e-3, gradient descent on U U' - V V' recovers an 8 x 8 matrix of rank 1 from 25 to 28 Gaussian " +
    'measurements (of 36 unknowns) with an error below 10% on four tasks in five, and a nuclear norm within 0.3% of the least.',
  talk: ['T6'],
  marking: 'says',
  sources: [
    { key: 'li2018algorithmic', where: 'the main theorem, in spirit; its constants are not tested' },
    { key: 'gunasekar2017implicit', where: 'the experiments on planted matrices' },
  ],
  scope:
    'One size and rank 1; nothing about the nuclear norm in general (small-init-is-not-nuclear-in-general). The signed ' +
    'factorization, since positive semidefinite fits of that many measurements are nearly unique from any start.',
  premises: {
    'the start is small': { how: 'by construction', control: 'alpha = 1' },
    'enough measurements': { how: 'by construction', control: 'too few measurements' },
    'the truth has rank 1': { how: 'by construction' },
    'training runs long enough': { how: 'by construction', control: 'twenty steps' },
  },
  needs: ['linear', 'parameters'],

  forAll: plantedSensing,
  train: run({ alpha: 1e-3 }),
  // Least among the matrices that have exactly the measurements of the trained one.
  theory: ask(minimumNuclear, ({ task: { A }, trained }: { task: PlantedSensing; trained: Trained }) => ({
    A,
    y: times(A, trained.parameters.M!),
  })),
  parts: {
    'the truth is recovered': { holds: 'error <= 0.1', where: error, tex, accept: forMost({ allBut: 0.2 }) },
    'its nuclear norm is nearly least': {
      holds: 'abs(nuclear / minimum - 1) <= 0.003',
      where: ({ trained, theory }) => ({
        nuclear: nuclear(trained.parameters.M!),
        minimum: { value: theory.value.norm, error: theory.error },
      }),
      tex,
      accept: forMost({ allBut: 0.2 }),
    },
  },

  controls: {
    mustFail: {
      'alpha = 1': {
        breaks: 'the truth is recovered',
        because: 'started large, the fit nearest to the start is found',
        train: run({ alpha: 1 }),
      },
      'alpha = 1, by its nuclear norm': {
        breaks: 'its nuclear norm is nearly least',
        because: 'the fit nearest to a large start has a much larger nuclear norm',
        train: run({ alpha: 1 }),
      },
      'too few measurements': {
        breaks: 'the truth is recovered',
        because: 'five or six numbers do not determine a rank-1 matrix of eight',
        forAll: plantedSensingUnseen,
      },
      'twenty steps': {
        breaks: 'the truth is recovered',
        because: 'from so small a start the truth has not grown yet',
        train: run({ alpha: 1e-3, steps: 20 }),
      },
    },
    mustHold: {
      'orthogonal start': {
        because: "U U' does not see an orthogonal factor from the right",
        train: run({ alpha: 1e-3, start: 'orthogonal' }),
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [1, 0.3, 0.1, 1e-2, 1e-3],
    at: (alpha) => ({ train: run({ alpha }) }),
    measured: { value: 'error', where: error, tex },
  },
});
