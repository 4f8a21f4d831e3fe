/**
 * U U' - V V' from U = V = alpha I on commuting measurements A_k = W diag(x_k) W'.
 *
 * 1. Every G = sum r_k A_k is W diag(X'r) W', so U and V stay W diag(u) W' and W diag(v) W' for ever.
 * 2. Gradient flow on (u, v) is that of the diagonal network on the regression (X, y): the spectrum of the limit is the
 *    minimizer of Q_alpha (initialization-selects-q-alpha), and W its eigenvectors.
 * 3. The nuclear norm is the L1 norm of the spectrum, its minimum over all fits is attained by a matrix W diag(b) W', and
 *    the a-priori bound of small-init-is-min-l1 carries over.
 */
import { always, ask, claim, type Trained } from 'claimcheck';
import { exponential, type FactorRule } from 'claimcheck/models/matrix-factorization';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { norm1, norm2, subtract } from 'claimcheck/numerics/matrix';
import { potential } from 'claimcheck/oracles/hypentropy';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { commutingSensing, conjugated, type CommutingSensing } from 'claimcheck/tasks/matrix-sensing';

const scales = { one: 1, middle: 0.2, small: 1e-2, tiny: 1e-3 } as const;
type Scale = keyof typeof scales;
const names = Object.keys(scales) as Scale[];

const at = (scale: Scale, rule: Partial<FactorRule> = {}) =>
  ['matrix-factorization', exponential({ alpha: scales[scale], gaussNewton: true, ...rule })] as const;
const runs = (rule: Partial<FactorRule>) => ({
  one: at('one', rule),
  middle: at('middle', rule),
  small: at('small', rule),
  tiny: at('tiny', rule),
});
const leastAt = (alpha: number) =>
  ask(minimumQ, ({ task }: { task: CommutingSensing; trained: Record<Scale, Trained> }) => ({
    X: task.X,
    y: task.y,
    alpha,
  }));
const least = (scale: Scale) => leastAt(scales[scale]);

const tex = {
  distance: '\\lVert M-W\\operatorname{diag}(\\beta_Q)W^\\top\\rVert_F',
  size: '\\lVert\\beta_Q\\rVert_2',
  nuclear: '\\lVert M\\rVert_\\ast',
  minimum: '\\min\\lVert M\\rVert_\\ast',
  Q: 'Q_\\alpha(\\beta_1)',
};

export default claim({
  title: 'On commuting measurements small initialization is minimum nuclear norm',
  statement:
    "On commuting measurements the factorization U U' - V V' from alpha I converges to the matrix whose spectrum minimizes " +
    'Q_alpha, at every alpha, so its nuclear norm is within the a-priori bound of the least one.',
  talk: ['T6'],
  marking: 'says',
  sources: [
    { key: 'gunasekar2017implicit', where: 'the theorem on commuting measurements' },
    { key: 'woodworth2020kernel', where: 'the limit of gradient flow on the diagonal network, here on the spectrum' },
  ],
  scope:
    'Commuting measurements alone; small-init-is-not-nuclear-in-general says what happens without them. The exponential ' +
    'step in the Gauss-Newton metric has no discretization bias; plain descent has one of the order of its step.',
  premises: {
    'the measurements commute': { how: 'by construction' },
    'U and V start at the same multiple of the identity': { how: 'by construction', control: 'Gaussian start' },
    'both factors are trained': { how: 'by construction', control: 'only U' },
    'training reaches a fit': { how: 'checked per task', control: 'early stop' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: commutingSensing,
  train: runs({}),
  theory: {
    one: least('one'),
    middle: least('middle'),
    small: least('small'),
    tiny: least('tiny'),
    nuclear: ask(minimumL1, ({ task }: { task: CommutingSensing; trained: Record<Scale, Trained> }) => ({
      X: task.X,
      y: task.y,
    })),
  },
  parts: {
    'the spectrum minimizes Q': {
      holds: 'distance / size <= 1e-6',
      where: ({ task, trained, theory }) =>
        names.map((scale) => {
          const { value, error } = theory[scale];
          const expected = conjugated(task.W, value.beta);
          return {
            // Rounding of W diag(beta) W' is far below the bound; the oracle's error is in the same norm.
            distance: { value: norm2(subtract(trained[scale].parameters.M!, expected)), error },
            size: { value: norm2(value.beta), error },
          };
        }),
      tex,
      accept: always(),
    },
    'the nuclear norm is within the a-priori bound': {
      holds: 'nuclear * (log(minimum / (d * alpha^2)) - 1) <= Q',
      where: ({ task, trained, theory }) =>
        (['small', 'tiny'] as const).map((scale) => {
          const d = task.X.cols;
          return {
            nuclear: norm1(eigenvaluesSymmetric({ rows: d, cols: d, data: trained[scale].parameters.M! })),
            minimum: { value: theory.nuclear.value.norm, error: theory.nuclear.error },
            Q: potential(theory.nuclear.value.beta, scales[scale]),
            d,
            alpha: scales[scale],
          };
        }),
      tex,
      accept: always(),
    },
    'never below the least nuclear norm': {
      holds: 'nuclear / minimum - 1 >= -1e-8',
      where: ({ task, trained, theory }) =>
        names.map((scale) => ({
          nuclear: norm1(
            eigenvaluesSymmetric({ rows: task.X.cols, cols: task.X.cols, data: trained[scale].parameters.M! }),
          ),
          minimum: { value: theory.nuclear.value.norm, error: theory.nuclear.error },
        })),
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'Gaussian start': {
        breaks: 'the spectrum minimizes Q',
        because: 'U and V do not commute with the measurements',
        train: { middle: at('middle', { start: 'gaussian', residual: 1e-8, gaussNewton: false }) },
      },
      'V = U/2': {
        breaks: 'the spectrum minimizes Q',
        because: 'the factorization starts at 3/4 alpha^2 I, not at 0',
        train: { middle: at('middle', { balance: 0.5 }) },
      },
      'only U': {
        breaks: 'the spectrum minimizes Q',
        because: 'negative eigenvalues are out of reach beyond alpha^2, positive ones grow twice as slowly',
        train: { middle: at('middle', { onlyU: true, gaussNewton: false, residual: 1e-2, steps: 4000 }) },
      },
      'early stop': {
        breaks: 'the spectrum minimizes Q',
        because: 'a residual of 1e-2 is not a fit',
        train: runs({ residual: 1e-2 }),
      },
      'scaled labels': {
        breaks: 'never below the least nuclear norm',
        because: 'the theory is asked about labels that are a tenth larger',
        theory: {
          nuclear: ask(minimumL1, ({ task }: { task: CommutingSensing; trained: Record<Scale, Trained> }) => ({
            X: task.X,
            y: task.y.map((label) => 1.1 * label),
          })),
        },
      },
      'alpha = 1': {
        breaks: 'the nuclear norm is within the a-priori bound',
        because: 'the factorization started at alpha = 1 is judged by the bound for alpha = 1e-3',
        train: { tiny: at('one') },
      },
    },
    mustHold: {
      'orthogonal start, plain metric': {
        because: "U U' does not see an orthogonal factor from the right, and the metric of the residuals only moves nu",
        train: {
          one: at('one', { gaussNewton: false }),
          middle: at('middle', { start: 'orthogonal', gaussNewton: false }),
          small: at('small', { start: 'orthogonal' }),
        },
      },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [1, 0.1, 1e-2, 1e-3, 1e-4],
    at: (alpha) => ({
      train: { tiny: ['matrix-factorization', exponential({ alpha, gaussNewton: true })] },
      theory: { tiny: leastAt(alpha) },
    }),
    part: 'the nuclear norm is within the a-priori bound',
    measured: {
      value: 'nuclear / minimum - 1',
      where: ({ task, trained, theory }) => {
        const d = task.X.cols;
        return {
          nuclear: norm1(eigenvaluesSymmetric({ rows: d, cols: d, data: trained.tiny.parameters.M! })),
          minimum: theory.nuclear.value.norm,
        };
      },
      tex,
    },
    curve: {
      value: 'selected / minimum - 1',
      where: ({ theory }) => ({ selected: norm1(theory.tiny.value.beta), minimum: theory.nuclear.value.norm }),
      tex: { selected: '\\lVert\\beta_Q\\rVert_1', minimum: tex.minimum },
    },
  },
});
