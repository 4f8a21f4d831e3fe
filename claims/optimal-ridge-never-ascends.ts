/**
 * Ridge with penalty lambda on designs X and (X; x'), averaged over the noise and over the direction of a truth in R^d.
 *
 * 1. The averaged excess is sum_i f(s_i) over the d eigenvalues of X'X, f(s) = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. An appended row raises every eigenvalue (Weyl), and f' has the sign of lambda (1 - 2c) - s, c = lambda / lambda_opt: f falls
 *    on all of s >= 0 if and only if c >= 1/2.
 * 3. So no design and no row can raise the excess for c >= 1/2; for c < 1/2 any row does that leaves s small, since f'(0) > 0.
 */
import { claim, equivalent, on } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { optimalPenaltyOf as optimal } from 'claimcheck/properties/optimal-penalty';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk } from 'claimcheck/properties/spectral-risk';
import { anyDesign, FAINT, lastRow, withoutLastRow, type DesignWithRow } from 'claimcheck/tasks/designs';

type Penalty = (task: DesignWithRow) => number;
const times = (c: number) => (task: DesignWithRow) => c * optimal(task);

/** A design before and after its last row. */
const appended = (penalty: Penalty) => ({ before: on(withoutLastRow, ridge(penalty)), after: ridge(penalty) });
/** One small row, and that row twice. */
const faint = (penalty: Penalty) => ({ one: on(lastRow(1), ridge(penalty)), two: on(lastRow(2), ridge(penalty)) });

export default claim({
  title: 'Optimally regularized, no design gets worse with one more row',
  statement:
    'For every design X in at least 5 dimensions and every appended row, the direction-averaged excess risk of ridge does ' +
    'not rise at lambda_opt = d sigma^2 / r^2; this holds from lambda_opt / 2 on and fails below it.',
  says: ['T11'],
  sources: { nakkiran2021optimal: 'Theorem 1; the form for every design and the threshold 1/2 are derived here' },
  scope:
    'The average over directions of the truth, and isotropic test inputs: for any others only the best penalty will do ' +
    '(best-ridge-helps-in-every-direction). For one fixed truth and one design a row can hurt.',
  premises: {
    'lambda >= lambda_opt / 2': '.45 lambda_opt',
    'lambda_opt counts every dimension': 'd forgotten',
    'below one half some row hurts': '.55 lambda_opt does not ascend',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: anyDesign,
  train: { ...appended(times(1)), ...faint(times(0.45)) },
  symbols: {
    before: ['\\overline{R}_X', ({ task, runs }) => averagedRisk(runs.before, task)],
    after: ['\\overline{R}_{(X;x)}', ({ task, runs }) => averagedRisk(runs.after, task)],
    one: ['\\overline{R}_x', ({ task, runs }) => averagedRisk(runs.one, task)],
    two: ['\\overline{R}_{(x;x)}', ({ task, runs }) => averagedRisk(runs.two, task)],
    raw: ['\\lVert\\hat\\beta-\\beta\\rVert^2', ({ task, runs }) => risk(runs.after.beta, task.truth)],
    size: ['r^2', ({ task }) => task.radius * task.radius],
    s: ['|x|^2/\\lambda_{opt}', () => FAINT],
    c: ({ task, runs }) => runs.one.penalty / optimal(task),
    d: ({ task }) => task.X.cols,
  },
  parts: {
    'no row hurts': {
      holds: 'after <= before * (1 + 1e-12)',
      unless: {
        '.45 lambda_opt': {
          because: 'below one half f rises near s = 0',
          seldom: { share: 0.02, because: 'f rises near s = 0 alone, and few rows leave an eigenvalue there' },
          budget: { quick: 200, standard: 300, paper: 450 },
          train: appended(times(0.45)),
        },
        'd forgotten': {
          because: 'sigma^2 / r^2 is lambda_opt / d, below one half for d > 2',
          seldom: { share: 0.2, because: 'a row that raises the small eigenvalues far still helps' },
          train: appended(({ sigma, radius }) => (sigma * sigma) / (radius * radius)),
        },
      },
    },
    'below lambda_opt / 2 a faint row hurts': {
      holds: 'two / one - 1 >= 1e-8',
      unless: { '.55 lambda_opt does not ascend': { because: 'above 1/2 no row hurts', train: faint(times(0.55)) } },
    },
    'raw runs have the averaged risk': {
      holds: '(raw - after) / size == 0',
      accept: equivalent({ margin: 0.1, cap: 1, budget: { quick: 200, standard: 400, paper: 600 } }),
    },
  },
  harmless: {
    'half of lambda_opt': { because: 'the threshold is safe', keeps: ['no row hurts'], train: appended(times(0.5)) },
    'twice lambda_opt': {
      because: 'over-regularizing is worse at every size and still monotone',
      keeps: ['no row hurts'],
      train: appended(times(2)),
    },
  },
  dial: {
    turns: 'c = lambda / lambda_opt',
    grid: [0.1, 0.3, 0.5, 1, 3],
    at: (c) => ({ train: { ...appended(times(c)), ...faint(times(c)) } }),
    measured: '(two / one - 1) / s',
    curve: { prediction: '(1 - 2 * c) / (c ^ 2 * d)' },
  },
});
