/**
 * Ridge with a fraction c of the optimal penalty, on nested samples of growing size n in d dimensions.
 *
 * 1. Averaged over noise and direction, the excess is sum f(s_i), f(s) = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. For c < 1/2, f rises up to s = lambda (1 - 2c) and falls after it: its maximum exceeds f(0) = r^2/d.
 * 3. Near n = d many eigenvalues lie there. At c = .1 some step of the sizes still ascends; at c = .01 there is a peak at n = d.
 */
import { claim, equivalent, forMost, type Trained } from 'claimcheck';
import { ridgeLimit } from 'claimcheck/oracles/ridge-limit';
import { excess } from 'claimcheck/properties/excess';
import { optimalPenalty } from 'claimcheck/properties/optimal-penalty';
import { spectralRisk } from 'claimcheck/properties/spectral-risk';
import { firstRows, nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const D = 40;
const sizes = [20, 24, 28, 32, 36, 40, 44, 60, 80];
const nested = nestedRegression('nested Gaussian regression, 80 x 40', { n: 80, p: D }, 0.5);

const prior = ({ sigma, radius }: GaussianRegression) => ({ p: D, r2: radius * radius, sigma2: sigma * sigma });
type Runs = Readonly<Record<string, Trained>>;

/** At every size the penalties `tenth` and `hundredth`, as multiples of the optimal one. */
const runs = (tenth: number, hundredth: number) =>
  Object.fromEntries(
    sizes.map((n) => [
      `n = ${n}`,
      [
        'ridge',
        (task: GaussianRegression) => ({ penalties: [tenth, hundredth].map((c) => c * optimalPenalty(prior(task))) }),
        firstRows(n),
      ] as const,
    ]),
  );
const risks = (task: GaussianRegression, trained: Runs, which: number) =>
  sizes.map((n) => spectralRisk(trained[`n = ${n}`]!, prior(task), which));
const around = (task: GaussianRegression, trained: Runs, which: number) => {
  const at = (n: number) => spectralRisk(trained[`n = ${n}`]!, prior(task), which);
  return { half: at(D / 2), peak: at(D), twice: at(2 * D) };
};
const tex = { half: 'R_{n=d/2}', peak: 'R_{n=d}', twice: 'R_{n=2d}', ascent: '\\max_j R_{n_{j+1}}/R_{n_j}' };

export default claim({
  title: 'Some regularization is not enough',
  statement:
    'Ridge with a tenth of the optimal penalty has a size at which more data raise the risk, and with a hundredth of it a ' +
    'peak at n = d of one and a half times the risks at d/2 and 2d.',
  talk: ['T11'],
  marking: 'ours',
  finding: true,
  sources: [{ key: 'nakkiran2021optimal', where: 'figures of weak ridge; the risk used here is derived in this file' }],
  scope: 'd = 40 and sigma = .5; the risk is averaged over noise and direction. How weak is too weak depends on both.',
  premises: {
    'the penalty is a tenth of the optimum': { how: 'by construction', control: 'the optimal penalty' },
    'below one half': { how: 'by construction', control: 'half of the optimal penalty' },
    'the peak needs a hundredth': { how: 'by construction', control: 'three tenths do not peak' },
    'labels are noisy': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: nested,
  train: runs(0.1, 0.01),
  parts: {
    'at c = .1 some step ascends': {
      holds: 'ascent >= 1.005',
      where: ({ task, trained }) => {
        const risk = risks(task, trained, 0);
        return { ascent: Math.max(...risk.slice(1).map((value, k) => value / risk[k]!)) };
      },
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'at c = .01 there is a peak': {
      holds: 'peak >= 1.5 * max(half, twice)',
      where: ({ task, trained }) => around(task, trained, 1),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'raw runs have the averaged risk': {
      holds: 'raw / form == 1',
      where: ({ task, trained }) => ({
        raw: [20, 80].reduce(
          (sum, n) => sum + excess(trained[`n = ${n}`]!.parameters['beta']!.slice(0, D), task.truth),
          0,
        ),
        form: [20, 80].reduce((sum, n) => sum + spectralRisk(trained[`n = ${n}`]!, prior(task)), 0),
      }),
      tex: { raw: '\\lVert\\hat\\beta-\\beta\\rVert^2', form: '\\overline{R}_X' },
      accept: equivalent({ margin: 0.1, cap: 0.6, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
  },

  controls: {
    mustFail: {
      'the optimal penalty': {
        breaks: 'at c = .1 some step ascends',
        because: 'no row raises the risk at the optimal penalty',
        train: runs(1, 0.01),
      },
      'half of the optimal penalty': {
        breaks: 'at c = .1 some step ascends',
        because: 'no row raises the risk from half of the optimal penalty on',
        train: runs(0.5, 0.01),
      },
      'three tenths do not peak': {
        breaks: 'at c = .01 there is a peak',
        because: 'a penalty of the right order has no peak',
        train: runs(0.1, 0.3),
      },
    },
  },

  dial: {
    of: 'c = lambda / lambda_opt',
    axis: 'log',
    grid: [1e-6, 1e-2, 0.1, 1, 10],
    at: (c) => ({ train: runs(c, c) }),
    part: 'at c = .01 there is a peak',
    measured: {
      value: 'peak',
      where: ({ task, trained }) => around(task, trained, 1),
      tex,
    },
    curve: {
      value: 'limit',
      where: ({ task, trained }) => {
        const { p, r2, sigma2 } = prior(task);
        const lambda = trained[`n = ${D}`]!.facts!['penalty']! / D;
        return { limit: ridgeLimit.answer({ gamma: p / D, lambda, r2, sigma2 }).value };
      },
      tex: { limit: '\\lim_{n=d\\to\\infty}R' },
    },
  },
});
