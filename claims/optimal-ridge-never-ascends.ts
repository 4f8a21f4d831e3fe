/**
 * Ridge with penalty lambda on designs X and (X; x'), averaged over the noise and over the direction of a truth in R^d.
 *
 * 1. The averaged excess is sum_i f(s_i) over the d eigenvalues of X'X, f(s) = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. An appended row raises every eigenvalue (Weyl), and f' has the sign of lambda (1 - 2c) - s, c = lambda / lambda_opt: f falls
 *    on all of s >= 0 if and only if c >= 1/2.
 * 3. So no design and no row can raise the excess for c >= 1/2; for c < 1/2 any row does that leaves s small, since f'(0) > 0.
 */
import { always, claim, equivalent, type Trained } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { excess } from 'claimcheck/properties/excess';
import { optimalPenalty } from 'claimcheck/properties/optimal-penalty';
import { spectralRisk } from 'claimcheck/properties/spectral-risk';
import { anyDesign, FAINT, lastRow, withoutLastRow, type DesignWithRow } from 'claimcheck/tasks/designs';

const prior = ({ X, sigma, radius }: DesignWithRow) => ({
  p: X.cols,
  r2: radius * radius,
  sigma2: sigma * sigma,
});
/** The penalty c lambda_opt. */
const rule = (c: number) => (task: DesignWithRow) => ridge(c * optimalPenalty(prior(task)));
const runs = (c: number) => ({
  before: ['ridge', rule(c), withoutLastRow] as const,
  after: ['ridge', rule(c)] as const,
});
/** One small row, and that row twice. */
const faint = (c: number) => ({
  one: ['ridge', rule(c), lastRow(1)] as const,
  two: ['ridge', rule(c), lastRow(2)] as const,
});

const steps = (task: DesignWithRow, before: Trained, after: Trained) => ({
  before: spectralRisk(before, prior(task)),
  after: spectralRisk(after, prior(task)),
});
const tex = { before: '\\overline{R}_X', after: '\\overline{R}_{(X;x)}' };

export default claim({
  title: 'Optimally regularized, no design gets worse with one more row',
  statement:
    'For every design X in at least 5 dimensions and every appended row, the direction-averaged excess risk of ridge does ' +
    'not rise at lambda_opt = d sigma^2 / r^2; this holds from lambda_opt / 2 on and fails below it.',
  talk: ['T11'],
  marking: 'says',
  sources: [
    {
      key: 'nakkiran2021optimal',
      where: 'Theorem 1; the form for every design and the threshold 1/2 are derived here',
    },
  ],
  scope: 'The average over directions of the truth; for one fixed truth and one design a row can hurt.',
  premises: {
    'lambda >= lambda_opt / 2': { how: 'by construction', control: '.45 lambda_opt' },
    'lambda_opt counts every dimension': { how: 'by construction', control: 'd forgotten' },
    'below one half some row hurts': { how: 'by construction', control: '.55 lambda_opt does not ascend' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: anyDesign,
  train: { ...runs(1), ...faint(0.45) },
  parts: {
    'no row hurts': {
      holds: 'after <= before * (1 + 1e-12)',
      where: ({ task, trained }) => steps(task, trained.before, trained.after),
      tex,
      accept: always(),
    },
    'below lambda_opt / 2 a faint row hurts': {
      holds: 'after / before - 1 >= 1e-8',
      where: ({ task, trained }) => steps(task, trained.one, trained.two),
      tex,
      accept: always(),
    },
    'raw runs have the averaged risk': {
      holds: '(raw - form) / size == 0',
      where: ({ task, trained }) => ({
        raw: excess(trained.after.parameters.beta!, task.truth),
        form: spectralRisk(trained.after, prior(task)),
        size: task.radius * task.radius,
      }),
      tex: { raw: '\\lVert\\hat\\beta-\\beta\\rVert^2', form: '\\overline{R}_X', size: 'r^2' },
      accept: equivalent({ margin: 0.1, cap: 1, budget: { quick: 200, standard: 400, paper: 600 } }),
    },
  },

  controls: {
    mustFail: {
      '.45 lambda_opt': {
        breaks: 'no row hurts',
        because: 'below one half f rises near s = 0',
        seldom: { share: 0.02, because: 'f rises near s = 0 alone, and few rows leave an eigenvalue there' },
        budget: { quick: 200, standard: 300, paper: 450 },
        train: runs(0.45),
      },
      'd forgotten': {
        breaks: 'no row hurts',
        because: 'sigma^2 / r^2 is lambda_opt / d, below one half for d > 2',
        seldom: { share: 0.2, because: 'a row that raises the small eigenvalues far still helps' },
        train: {
          before: ['ridge', ({ sigma, radius }) => ridge((sigma * sigma) / (radius * radius)), withoutLastRow],
          after: ['ridge', ({ sigma, radius }) => ridge((sigma * sigma) / (radius * radius))],
        },
      },
      '.55 lambda_opt does not ascend': {
        breaks: 'below lambda_opt / 2 a faint row hurts',
        because: 'above one half no row hurts, however faint',
        train: faint(0.55),
      },
    },
    mustHold: {
      'half of lambda_opt': {
        because: 'the threshold itself is safe',
        keeps: ['no row hurts'],
        train: runs(0.5),
      },
      'twice lambda_opt': {
        because: 'over-regularizing is worse at every size and still monotone',
        keeps: ['no row hurts'],
        train: runs(2),
      },
    },
  },

  dial: {
    of: 'c = lambda / lambda_opt',
    axis: 'log',
    grid: [0.1, 0.3, 0.5, 1, 3],
    at: (c) => ({ train: { ...runs(c), ...faint(c) } }),
    measured: {
      value: '(two / one - 1) / s',
      where: ({ task, trained }) => {
        const { before: one, after: two } = steps(task, trained.one, trained.two);
        return { one, two, s: FAINT };
      },
      tex: { one: '\\overline{R}_x', two: '\\overline{R}_{(x;x)}', s: '|x|^2/\\lambda_{opt}' },
    },
    curve: {
      value: '(1 - 2 * c) / (c ^ 2 * d)',
      where: ({ task, trained }) => ({
        c: trained.one.facts!.penalty! / optimalPenalty(prior(task)),
        d: task.X.cols,
      }),
    },
  },
});
