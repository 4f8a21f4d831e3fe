/**
 * U U' - V V' from U = V = alpha I on commuting measurements A_k = W diag(x_k) W'.
 *
 * 1. Every G = sum r_k A_k is W diag(X'r) W', so U and V stay W diag(u) W' and W diag(v) W' for ever.
 * 2. Gradient flow on (u, v) is that of the diagonal network on the regression (X, y): the spectrum of the limit is the
 *    minimizer of Q_alpha (initialization-selects-q-alpha), and W its eigenvectors.
 * 3. The nuclear norm is the L1 norm of the spectrum, its minimum over all fits is attained by a matrix W diag(b) W', and
 *    the a-priori bound of small-init-is-min-l1 carries over.
 */
import { claim } from 'claimcheck';
import { exponential, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { distance, norm1, norm2 } from 'claimcheck/numerics/matrix';
import { potential } from 'claimcheck/oracles/hypentropy';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { nuclear } from 'claimcheck/oracles/minimum-nuclear';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { commutingSensing, conjugated } from 'claimcheck/tasks/matrix-sensing';

const from = (alpha: number, rule: Partial<FactorRule> = {}) => exponential({ alpha, gaussNewton: true, ...rule });
/** The bound is told the alpha that the claim says, whatever a control starts from. */
const told = <R>({ run, runs }: { run: R; runs: { small: R } }) => (run === runs.small ? 1e-2 : 1e-3);

export default claim({
  title: 'On commuting measurements small initialization is minimum nuclear norm',
  statement:
    "On commuting measurements the factorization U U' - V V' from alpha I converges to the matrix whose spectrum minimizes " +
    'Q_alpha, at every alpha, so its nuclear norm is within the a-priori bound of the least one.',
  says: ['T6'],
  sources: {
    gunasekar2017implicit: 'the theorem on commuting measurements',
    woodworth2020kernel: 'the limit of gradient flow on the diagonal network, here on the spectrum',
  },
  scope:
    'Commuting measurements alone; small-init-is-not-nuclear-in-general says what happens without them. The exponential ' +
    'step in the Gauss-Newton metric has no discretization bias; plain descent has one of the order of its step.',
  premises: {
    'the measurements commute': true,
    'U and V start at the same multiple of the identity': 'Gaussian start',
    'both factors are trained': 'only U',
    'training reaches a fit': { checked: 'early stop' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: commutingSensing,
  train: { one: from(1), middle: from(0.2), small: from(1e-2), tiny: from(1e-3) },
  theory: { spectrum: [minimumQ, ({ task, rule: { alpha } }) => ({ ...task, alpha })], least: minimumL1 },
  symbols: {
    // Rounding of W diag(beta) W' is far below the bound; the oracle's error is in the same norm.
    distance: [
      '\\lVert M-W\\operatorname{diag}(\\beta_Q)W^\\top\\rVert_F',
      ({ task, run, theory: { spectrum } }) => spectrum.known(distance(run.M, conjugated(task.W, spectrum.beta))),
    ],
    size: ['\\lVert\\beta_Q\\rVert_2', ({ theory: { spectrum } }) => spectrum.known(norm2(spectrum.beta))],
    nuclear: ['\\lVert M\\rVert_\\ast', ({ run }) => nuclear(run.M)],
    minimum: ['\\min\\lVert M\\rVert_\\ast', ({ theory }) => theory.least.norm],
    Q: ['Q_\\alpha(\\beta_1)', (about) => potential(about.theory.least.beta, told(about))],
    d: ({ task }) => task.X.cols,
    alpha: told,
    selected: ['\\lVert\\beta_Q\\rVert_1', ({ theory }) => norm1(theory.spectrum.beta)],
  },
  parts: {
    'the spectrum minimizes Q': {
      holds: 'distance / size <= 1e-6',
      of: 'each',
      unless: {
        'Gaussian start': {
          because: 'U and V do not commute with the measurements',
          train: { middle: from(0.2, { start: 'gaussian', residual: 1e-8, gaussNewton: false }) },
        },
        'V = U/2': { because: 'it starts at 3/4 alpha^2 I, not at 0', train: { middle: from(0.2, { balance: 0.5 }) } },
        'only U': {
          because: 'negative eigenvalues are out of reach beyond alpha^2, positive ones grow twice as slowly',
          train: { middle: from(0.2, { onlyU: true, gaussNewton: false, residual: 1e-2, steps: 4000 }) },
        },
        'early stop': { because: 'a residual of 1e-2 is not a fit', rule: { residual: 1e-2 } },
      },
    },
    'the nuclear norm is within the a-priori bound': {
      holds: 'nuclear * (log(minimum / (d * alpha^2)) - 1) <= Q',
      of: ['small', 'tiny'],
      unless: { 'alpha = 1': { because: 'it is judged by the bound for alpha = 1e-3', train: { tiny: from(1) } } },
    },
    'never below the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= -1e-8',
      of: 'each',
      unless: {
        'scaled labels': {
          because: 'the theory is asked about labels that are a tenth larger',
          theory: { least: [minimumL1, ({ task }) => ({ ...task, y: task.y.map((label) => 1.1 * label) })] },
        },
      },
    },
  },
  harmless: {
    'orthogonal start, plain metric': {
      because: "U U' does not see an orthogonal factor from the right, and the metric of the residuals only moves nu",
      train: {
        one: from(1, { gaussNewton: false }),
        middle: from(0.2, { start: 'orthogonal', gaussNewton: false }),
        small: from(1e-2, { start: 'orthogonal' }),
      },
    },
  },
  dial: {
    turns: 'alpha',
    part: 'the nuclear norm is within the a-priori bound',
    of: 'tiny',
    grid: [1, 0.1, 1e-2, 1e-3, 1e-4],
    at: (alpha) => ({ train: { tiny: from(alpha) } }),
    measured: 'nuclear / minimum - 1',
    curve: { prediction: 'selected / minimum - 1' },
  },
});
