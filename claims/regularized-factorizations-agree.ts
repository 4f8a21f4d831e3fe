/**
 * Two problems, each in its convex form and in a factorized form with an L2 penalty on the factors.
 *
 * 1. (|u|^2 + |v|^2) / 2 over u v = w is least at |u_j| = |v_j|, where it is |w|_1; (|U|^2 + |V|^2) / 2 over U V' = W is least
 *    where it is |W|_*. So both forms have one optimal value (from a width of at least the rank of a minimizer on).
 * 2. Stationary points of the factorized forms other than minimizers are saddles with a descent direction, and descent from a
 *    random start meets none of them.
 * 3. A dual point certifies the value per task; equal values of a generic problem mean equal minimizers and equal risk.
 */
import { claim, copy, on } from 'claimcheck';
import { factorization, type FactorizationRule } from 'claimcheck/models/penalized-factorization';
import { penalized, type PenalizedRule } from 'claimcheck/models/penalized-linear';
import { distance } from 'claimcheck/numerics/matrix';
import { nuclearBound, nuclearObjective } from 'claimcheck/oracles/nuclear-bound';
import { penalizedOptimum, type Penalized } from 'claimcheck/oracles/penalized-optimum';
import { twoForms, type TwoForms } from 'claimcheck/tasks/matrix-completion';

const [NUCLEAR, L1] = [0.5, 0.1];
const matrixBy = (rule: Partial<FactorizationRule>) =>
  on(({ completion }: TwoForms) => completion, factorization({ optimizer: 'factors', penalty: NUCLEAR, ...rule }));
const networkBy = (rule: Partial<PenalizedRule>) =>
  on(
    ({ regression }: TwoForms) => regression,
    penalized({ loss: 'lasso', optimizer: 'factorized', penalty: L1, gradient: 1e-8, ...rule }),
  );
/** The one of the middle start, with that changed. */
const factors = (rule: Partial<FactorizationRule> = {}) => ({ factors: copy(2, matrixBy({ start: 1, ...rule })) });
const lasso = ({ regression: { X, y } }: TwoForms): Penalized => ({ X, y, loss: 'lasso', penalty: L1 });

export default claim({
  title: 'Regularized factorizations agree with the convex form',
  statement:
    'With an L2 penalty on the factors, a factorized matrix reaches the certified minimum of nuclear norm regularization ' +
    'and a network u v that of the lasso, from small, middle and large random starts, and with them the same risk.',
  implies: ['T14'],
  sources: {
    srebro2004maximum: 'the nuclear norm as least sum of squares of two factors',
    hoff2017lasso: 'the abstract: the lasso as an L2 penalty on two factors',
  },
  scope:
    'Two factors. The value is certified by duality, the risk of the matrix is compared as it is. With three factors it is ' +
    'false (nonconvex-optima-disagree), and the start 0 is a saddle that descent does not leave.',
  premises: {
    'the factors are regularized': 'no penalty',
    'the factors are as wide as the rank': 'one column',
    'the start is not the saddle 0': 'start at 0',
  },
  needs: ['differentiable', 'parameters', 'float64'],

  forAll: twoForms,
  train: {
    proximal: matrixBy({ optimizer: 'proximal' }),
    'small factors': copy(1, matrixBy({ start: 0.1 })),
    ...factors(),
    'large factors': copy(3, matrixBy({ start: 3 })),
    'small network': copy(1, networkBy({ start: 0.1 })),
    network: copy(2, networkBy({ start: 0.5 })),
    'large network': copy(3, networkBy({ start: 2 })),
  },
  theory: {
    bound: [nuclearBound, ({ task: { completion }, runs }) => ({ completion, penalty: NUCLEAR, W: runs.proximal.W })],
    lasso: [penalizedOptimum, ({ task }) => lasso(task)],
  },
  symbols: {
    value: ['F(W)', ({ task: { completion }, run: { W } }) => nuclearObjective({ completion, penalty: NUCLEAR, W })],
    bound: ['D(P)', ({ theory }) => theory.bound],
    matrix: ["\\lVert UV'-M\\rVert", ({ task, run }) => distance(run.W, task.completion.truth.data)],
    convex: ['\\lVert W-M\\rVert', ({ task, runs }) => distance(runs.proximal.W, task.completion.truth.data)],
    network: ['\\lVert uv-\\beta\\rVert', ({ task, run }) => distance(run.w, task.regression.truth)],
    best: [
      '\\lVert w^*-\\beta\\rVert',
      ({ task, theory: { lasso } }) => lasso.known(distance(lasso.value, task.regression.truth)),
    ],
  },
  parts: {
    'every matrix has the least value': {
      holds: 'value / bound - 1 <= 1e-6',
      of: ['proximal', 'small factors', 'factors', 'large factors'],
      unless: {
        'one column': { because: 'narrower than the rank of the minimizer', train: factors({ width: 1 }) },
        'start at 0': { because: 'there the gradient is 0: a saddle', train: { factors: matrixBy({ start: 0 }) } },
      },
    },
    'every matrix has the same risk': {
      holds: 'abs(matrix^2 / convex^2 - 1) <= 0.01',
      of: ['small factors', 'factors', 'large factors'],
      unless: {
        'no penalty': { because: 'each start completes it in its own way', train: factors({ penalty: 1e-6 }) },
      },
    },
    'every network has the risk of the lasso': {
      holds: 'abs(network^2 / best^2 - 1) <= 0.001',
      of: ['small network', 'network', 'large network'],
      unless: {
        'network without penalty': {
          because: 'almost no penalty leaves the choice to the start',
          train: { network: copy(2, networkBy({ start: 0.5, penalty: 1e-3 })) },
        },
      },
    },
  },
  dial: {
    turns: 'width',
    axis: 'linear',
    of: 'factors',
    grid: [1, 2, 3, 5, 8],
    at: (width) => ({ train: factors({ width }) }),
    measured: 'value / bound - 1',
  },
});
