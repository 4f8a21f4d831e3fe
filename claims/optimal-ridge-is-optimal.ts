/**
 * Ridge on a fixed design X, averaged over the noise and over the direction of a truth of length r in R^d.
 *
 * 1. The averaged excess is sum_i f_s(lambda) over the eigenvalues s of X'X, f_s = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. f_s' = 2 s (r^2/d lambda - sigma^2) / (s + lambda)^3: negative before d sigma^2 / r^2 and positive after it, for every s.
 * 3. So lambda_opt = d sigma^2 / r^2 minimizes every term at once, whatever the design and the number of points.
 */
import { always, claim, equivalent } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { excess } from 'claimcheck/properties/excess';
import { optimalPenalty } from 'claimcheck/properties/optimal-penalty';
import { spectralRisk } from 'claimcheck/properties/spectral-risk';
import { anyDesign, type DesignWithRow } from 'claimcheck/tasks/designs';

/** Other penalties, as multiples of lambda_opt. */
const others = [0.1, 0.3, 0.5, 0.8, 0.95, 1.05, 1.25, 2, 3, 10];

const prior = ({ X, sigma, radius }: DesignWithRow) => ({ p: X.cols, r2: radius * radius, sigma2: sigma * sigma });
const at = (penalty: (task: DesignWithRow) => number) =>
  ['ridge', (task: DesignWithRow) => ridge(penalty(task))] as const;
const optimal = (task: DesignWithRow) => optimalPenalty(prior(task));

const tex = { other: '\\overline{R}(c\\lambda)', optimum: '\\overline{R}(\\lambda)', size: 'r^2' };

export default claim({
  title: 'One ridge penalty is optimal for every design',
  statement:
    'For every design, sigma and r, no penalty has a smaller direction-averaged excess risk than d sigma^2 / r^2.',
  talk: ['T11'],
  marking: 'implies',
  sources: [{ key: 'nakkiran2021optimal', where: 'Theorem 1; pointwise in the design: derived in this file' }],
  scope: 'The average over directions of the truth and over the noise; needs sigma and r.',
  premises: {
    'the penalty does not grow with n': { how: 'by construction', control: 'lambda n' },
    'the penalty has the variance of the noise': { how: 'by construction', control: 'sigma for sigma^2' },
    'every dimension counts': { how: 'by construction', control: 'd forgotten' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: anyDesign,
  train: {
    optimum: at(optimal),
    others: ['ridge', (task: DesignWithRow) => ({ penalties: others.map((c) => c * optimalPenalty(prior(task))) })],
  },
  parts: {
    'no other penalty is better': {
      holds: 'other >= optimum * (1 - 1e-9)',
      where: ({ task, trained }) =>
        others.map((_, k) => ({
          other: spectralRisk(trained.others, prior(task), k),
          optimum: spectralRisk(trained.optimum, prior(task)),
        })),
      tex,
      accept: always(),
    },
    'raw runs lose what the average says': {
      holds: '(rawOther - rawOptimum - (other - optimum)) / size == 0',
      where: ({ task, trained }) => {
        const last = others.length - 1;
        const d = task.X.cols;
        return {
          rawOther: excess(trained.others.parameters.beta!.slice(last * d), task.truth),
          rawOptimum: excess(trained.optimum.parameters.beta!, task.truth),
          other: spectralRisk(trained.others, prior(task), last),
          optimum: spectralRisk(trained.optimum, prior(task)),
          size: task.radius * task.radius,
        };
      },
      tex,
      accept: equivalent({ margin: 0.06, cap: 0.5, budget: { quick: 200, standard: 400, paper: 600 } }),
    },
  },

  controls: {
    mustFail: {
      'lambda n': {
        breaks: 'no other penalty is better',
        because: 'a penalty on the sum of squares does not grow with n',
        train: { optimum: at((task) => optimal(task) * task.X.rows) },
      },
      'sigma for sigma^2': {
        breaks: 'no other penalty is better',
        because: 'the standard deviation is not the variance unless it is 1',
        train: { optimum: at((task) => optimal(task) / task.sigma) },
      },
      'd forgotten': {
        breaks: 'no other penalty is better',
        because: 'sigma^2 / r^2 is the optimum in one dimension',
        train: { optimum: at((task) => optimal(task) / task.X.cols) },
      },
    },
  },

  dial: {
    of: 'c = lambda / lambda_opt',
    axis: 'log',
    grid: [0.01, 0.1, 1.01, 10, 100],
    at: (c) => ({
      train: {
        others: ['ridge', (task: DesignWithRow) => ({ penalties: others.map(() => c * optimalPenalty(prior(task))) })],
      },
    }),
    measured: {
      value: 'other / optimum',
      where: ({ task, trained }) => ({
        other: spectralRisk(trained.others, prior(task)),
        optimum: spectralRisk(trained.optimum, prior(task)),
      }),
      tex,
    },
  },
});
