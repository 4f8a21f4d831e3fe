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
import { always, ask, claim, forMost, median, type Population, type Trained } from 'claimcheck';
import { factored, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { times } from 'claimcheck/numerics/matrix';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { minimumNuclear } from 'claimcheck/oracles/minimum-nuclear';
import { nuclearRatio } from 'claimcheck/properties/nuclear-ratio';
import { commutingSensing, denseSensing, plantedSensing, type MatrixSensing } from 'claimcheck/tasks/matrix-sensing';

const run = (rule: Partial<FactorRule> & { alpha: number }) =>
  ['matrix-factorization', factored({ within: 0.3, stable: 0.7, residual: 1e-5, steps: 4000, ...rule })] as const;
interface About {
  readonly task: MatrixSensing;
  readonly trained: Trained;
}
/** The labels that the trained matrix has: it is compared with other matrices of exactly these measurements. */
const fitted = ({ task, trained }: About) => times(task.A, trained.parameters.M!);
const tex = {
  nuclear: '\\lVert M\\rVert_\\ast',
  minimum: '\\min\\lVert M\\rVert_\\ast',
  frobenius: '\\lVert M_F\\rVert_\\ast',
};

export default claim({
  title: 'Small initialization is not minimum nuclear norm in general',
  statement:
    'On Gaussian measurements with dense labels, the fit found from alpha = 1e-3 exceeds the least nuclear norm by more than ' +
    '1% on most tasks, and on one in five at least it is above that of the fit of least Frobenius norm.',
  talk: ['T6'],
  marking: 'ours',
  finding: true,
  sources: [
    { key: 'gunasekar2017implicit', where: 'the conjecture that this limits' },
    { key: 'arora2019implicit', where: 'evidence against norms' },
    { key: 'razin2020implicit', where: 'an explicit case in which norms diverge' },
    { key: 'li2021resolving', where: 'greedy low-rank learning' },
  ],
  scope:
    'Nine Gaussian measurements of 5 x 5 matrices; plain descent with small steps. A certified instance is ' +
    'small-init-nuclear-counterexample.',
  premises: {
    'the measurements do not commute': { how: 'by construction', control: 'commuting measurements' },
    'nothing of low rank is planted': { how: 'by construction', control: 'rank 1 planted' },
    'the start is small': { how: 'by construction', control: 'alpha = 4' },
    'training reaches a fit': { how: 'checked per task', control: 'early stop' },
  },
  needs: ['linear', 'parameters'],

  forAll: denseSensing,
  train: run({ alpha: 1e-3 }),
  theory: {
    least: ask(minimumNuclear, (about: About) => ({ A: about.task.A, y: fitted(about) })),
    frobenius: ask(minimumL2, (about: About) => ({ X: about.task.A, y: fitted(about) })),
  },
  parts: {
    'the labels are fitted': {
      holds: 'residual <= 0.01',
      where: ({ trained }) => ({ residual: trained.facts!.residual! }),
      tex: { residual: '\\lVert A(M)-y\\rVert_2' },
      accept: forMost({ allBut: 0.2 }),
    },
    'more than 1% above the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= 0.01',
      where: ({ trained, theory }) => nuclearRatio(trained.parameters.M!, theory),
      tex,
      accept: median(),
    },
    'no fit is below the least nuclear norm': {
      holds: 'fit / minimum - 1 >= -1e-8',
      where: ({ trained, theory }) => {
        const { nuclear, frobenius, minimum } = nuclearRatio(trained.parameters.M!, theory);
        return [
          { fit: nuclear!, minimum: minimum! },
          { fit: frobenius!, minimum: minimum! },
        ];
      },
      tex: { ...tex, fit: '\\lVert M\\rVert_\\ast' },
      accept: always(),
    },
    'above the fit of least Frobenius norm': {
      holds: 'nuclear / frobenius - 1 >= 0.001',
      where: ({ trained, theory }) => nuclearRatio(trained.parameters.M!, theory),
      tex,
      accept: forMost({ allBut: 0.8, budget: { quick: 150, standard: 250, paper: 400 } }),
    },
  },

  controls: {
    mustFail: {
      'commuting measurements': {
        breaks: 'more than 1% above the least nuclear norm',
        // At this alpha one task in five is still 1% above: a share near 1/2 takes more tasks to exclude.
        because: 'there the theorem holds',
        budget: { quick: 60, standard: 90, paper: 130 },
        forAll: commutingSensing as unknown as Population<MatrixSensing>,
      },
      'rank 1 planted': {
        breaks: 'more than 1% above the least nuclear norm',
        because: 'with enough measurements the planted matrix has least nuclear norm and is found',
        forAll: plantedSensing as unknown as Population<MatrixSensing>,
      },
      'early stop': {
        breaks: 'the labels are fitted',
        because: 'twenty steps from so small a start are not enough',
        train: run({ alpha: 1e-3, steps: 20 }),
      },
      'labels a tenth larger': {
        breaks: 'no fit is below the least nuclear norm',
        because: 'the theory is asked about another fit',
        theory: {
          least: ask(minimumNuclear, (about: About) => ({ A: about.task.A, y: fitted(about).map((y) => 1.1 * y) })),
        },
      },
      'alpha = 4': {
        breaks: 'above the fit of least Frobenius norm',
        because: 'started large, the fit of least Frobenius norm is found',
        train: run({ alpha: 4 }),
      },
    },
    mustHold: {
      'orthogonal start': {
        because: "U U' does not see an orthogonal factor from the right",
        keeps: ['more than 1% above the least nuclear norm'],
        train: run({ alpha: 1e-3, start: 'orthogonal' }),
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    part: 'more than 1% above the least nuclear norm',
    grid: [4, 1, 0.1, 1e-2, 1e-3],
    at: (alpha) => ({ train: run({ alpha }) }),
    measured: {
      value: 'nuclear / minimum - 1',
      where: ({ trained, theory }) => nuclearRatio(trained.parameters.M!, theory),
      tex,
    },
    // The limit of a large start; the conjecture for a small one would be 0.
    curve: {
      value: 'frobenius / minimum - 1',
      where: ({ trained, theory }) => nuclearRatio(trained.parameters.M!, theory),
      tex,
    },
  },
});
