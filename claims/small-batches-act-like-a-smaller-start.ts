/**
 * Descent on u*u - v*v from u = v = alpha that sees one equation at a time, with a small fixed step h, beside full batches with
 * the step h / n, which is the same on average; r the residual.
 *
 * 1. One step multiplies u by 1 - 2 h g and v by 1 + 2 h g, g = r_i x_i: exactly u v <- u v (1 - 4 h^2 g^2), which falls.
 * 2. log(u/v) moves by -4 h g up to third order: it stays in the row space whichever equation is seen. So the limit is, up
 *    to second order, the minimizer of Q with alpha_j^2 = |u_j v_j| read off at the end: that of a smaller start.
 * 3. Over all coordinates the mean slope has the square |X'r|^2 / n^2 = sum_i r_i^2 |x_i|^2 / n^2, rows being orthogonal, and
 *    the mean square is n times that: single examples lower log(u v) n times as far as full batches.
 */
import { ask, claim, forMost, on, type About, type Of } from 'claimcheck';
import { descent, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { log } from 'claimcheck/numerics/elementary';
import { normInf, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import type { ScaledRegression } from 'claimcheck/tasks/regression';
import { regressionAtVisibleScale } from 'claimcheck/tasks/visible-scale';

/** The step is smaller where the start is so large that the loss is steeper there. */
const at = (step: number, rule: Partial<DiagonalRule> = {}) =>
  descent(({ alpha, X }: ScaledRegression) => {
    const rate = step / Math.max(1, alpha * alpha) / (rule.single ? 1 : X.rows);
    return { alpha, rate, residual: 1e-8, ...rule };
  });
const both = (step: number) => ({ single: at(step, { single: true }), full: at(step) });

const balance = ({ u, v }: Of<typeof descent>) => u.map((entry, j) => Math.abs(entry * v[j]!));
/** The mean of log(alpha^2 / |u v|). */
const fallen = (run: Of<typeof descent>, { alpha }: ScaledRegression) =>
  balance(run).reduce((sum, entry) => sum + log((alpha * alpha) / entry), 0) / run.u.length;
const apart = (beta: Float64Array, other: Float64Array) => normInf(subtract(beta, other));

const readOff = ask(minimumQ, ({ task, runs }: About<ScaledRegression, ReturnType<typeof both>>) => ({
  ...task,
  alpha: balance(runs.single).map(Math.sqrt),
}));
/** The same interpolants by equations that overlap: the first is added to all others. */
const overlapping = ({ X, y, alpha }: ScaledRegression) => ({
  X: { ...X, data: X.data.map((entry, k) => (k < X.cols ? entry : entry + X.data[k % X.cols]!)) },
  y: y.map((label, i) => (i === 0 ? label : label + y[0]!)),
  alpha,
});

export default claim({
  title: 'Small batches act like a smaller start',
  statement:
    'With small steps SGD on single examples ends at the minimizer of Q with alpha_j^2 = |u_j v_j| read off at the end, ten ' +
    'times nearer than at that of its start on nine tasks in ten; where the rows are orthogonal it lowers log(u v) on its way ' +
    'n times as far as full batches do.',
  ours: ['T4', 'T8'],
  sequel: true,
  sources: {
    pesme2021implicit: 'the abstract: which solution stochastic gradient flow chooses, and that it is the better one',
    even2023diagonal:
      'the abstract: the limit for mini-batches; small steps and the factor n are worked out in this file',
  },
  scope:
    'Small steps and one example at a time, drawn with replacement; the factor n is that of orthogonal rows. Nothing ' +
    'about the limit at large steps, which is another; what they do for a sparse truth: large-steps-need-small-batches.',
  premises: {
    'the drift of u v is accounted for': 'undrifted alpha',
    'the step is small': 'large steps',
    'a step sees one example': 'full batches',
    'a step depends on the present gradient alone': 'momentum',
    'the rows are orthogonal': 'overlapping rows',
    'training reaches an interpolant': { checked: true },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: regressionAtVisibleScale,
  train: both(0.01),
  theory: { readOff, start: minimumQ },
  symbols: {
    near: [
      '\\lVert\\hat\\beta-\\beta_{Q_{|uv|}}\\rVert_\\infty',
      ({ runs, theory: { readOff } }) => readOff.known(apart(runs.single.beta, readOff.beta)),
    ],
    far: [
      '\\lVert\\hat\\beta-\\beta_{Q_\\alpha}\\rVert_\\infty',
      ({ runs, theory: { start } }) => start.known(apart(runs.single.beta, start.beta)),
    ],
    predicted: [
      '\\lVert\\beta_{Q_{|uv|}}-\\beta_{Q_\\alpha}\\rVert_\\infty',
      ({ theory }) => apart(theory.readOff.beta, theory.start.beta),
    ],
    drift: [
      '\\max_j\\bigl|u_jv_j/\\bigl(\\alpha^2\\textstyle\\prod_t(1-4h^2g_{t,j}^2)\\bigr)-1\\bigr|',
      ({ run }) => run.drift,
    ],
    fall: ['\\overline{\\log(\\alpha^2/|uv|)}', ({ task, runs }) => fallen(runs.single, task)],
    fallOfFull: ['\\overline{\\log(\\alpha^2/|uv|)}_{\\mathrm{full}}', ({ task, runs }) => fallen(runs.full, task)],
    n: ({ task }) => task.X.rows,
  },
  parts: {
    'it ends where the smaller start would': {
      holds: 'near / far <= 0.1',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'undrifted alpha': { because: 'its start as it was is not where it ends', theory: { readOff: minimumQ } },
        'large steps': { because: 'what is neglected is of third order', train: both(0.3) },
      },
    },
    'u v falls by its closed form': {
      holds: 'drift <= 1e-9',
      of: 'each',
      unless: { momentum: { because: 'a step is then not h g', rule: { optimizer: 'momentum' } } },
    },
    'n times as far as full batches': {
      holds: 'abs(fall / (n * fallOfFull) - 1) <= 0.1',
      unless: {
        'full batches': { because: 'as far, and no further', train: { single: at(0.01) } },
        'overlapping rows': {
          because: 'where equations overlap their slopes add up',
          train: { single: on(overlapping, at(0.003, { single: true })), full: on(overlapping, at(0.003)) },
        },
      },
    },
  },
  harmless: { 'random signs': { because: 'beta does not see the signs of u and v', rule: { signs: true } } },
  dial: {
    turns: 'step',
    grid: [0.01, 0.03, 0.1, 0.2, 0.3],
    at: (step) => ({ train: both(step) }),
    measured: 'far',
    curve: { prediction: 'predicted' },
  },
});
