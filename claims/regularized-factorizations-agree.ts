/**
 * Two problems, each in its convex form and in a factorized form with an L2 penalty on the factors.
 *
 * 1. (|u|^2 + |v|^2) / 2 over u v = w is least at |u_j| = |v_j|, where it is |w|_1; (|U|^2 + |V|^2) / 2 over U V' = W is least
 *    where it is |W|_*. So both forms have one optimal value (from a width of at least the rank of a minimizer on).
 * 2. Stationary points of the factorized forms other than minimizers are saddles with a descent direction, and descent from a
 *    random start meets none of them.
 * 3. A dual point certifies the value per task; equal values of a generic problem mean equal minimizers and equal risk.
 */
import { always, ask, claim, type Trained } from 'claimcheck';
import type { FactorizationRule } from 'claimcheck/models/penalized-factorization';
import type { PenalizedRule } from 'claimcheck/models/penalized-linear';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { nuclearBound, nuclearObjective } from 'claimcheck/oracles/nuclear-bound';
import { penalizedOptimum } from 'claimcheck/oracles/penalized-optimum';
import { twoForms, type TwoForms } from 'claimcheck/tasks/matrix-completion';

const [NUCLEAR, L1] = [0.5, 0.1];
const onMatrix = ({ completion }: TwoForms) => completion;
const onSamples = ({ regression }: TwoForms) => regression;
const matrixBy = (rule: Partial<FactorizationRule>) =>
  [
    'penalized-factorization',
    { optimizer: 'factors', penalty: NUCLEAR, ...rule } satisfies FactorizationRule,
    onMatrix,
  ] as const;
const sparseBy = (rule: Partial<PenalizedRule>) =>
  [
    'penalized-linear',
    { loss: 'lasso', optimizer: 'factorized', penalty: L1, gradient: 1e-8, ...rule } satisfies PenalizedRule,
    onSamples,
  ] as const;

const matrices = ['proximal', 'small factors', 'factors', 'large factors'] as const;
const sparse = ['small network', 'network', 'large network'] as const;
const runs = {
  proximal: matrixBy({ optimizer: 'proximal' }),
  'small factors': matrixBy({ start: 0.1, replicate: 1 }),
  factors: matrixBy({ start: 1, replicate: 2 }),
  'large factors': matrixBy({ start: 3, replicate: 3 }),
  'small network': sparseBy({ start: 0.1, replicate: 1 }),
  network: sparseBy({ start: 0.5, replicate: 2 }),
  'large network': sparseBy({ start: 2, replicate: 3 }),
};
type Found = { readonly [name in keyof typeof runs]: Trained };

const distance = (found: Float64Array, truth: Float64Array) => norm2(subtract(found, truth));

export default claim({
  title: 'Regularized factorizations agree with the convex form',
  statement:
    'With an L2 penalty on the factors, a factorized matrix reaches the certified minimum of nuclear norm regularization ' +
    'and a network u v that of the lasso, from small, middle and large random starts, and with them the same risk.',
  talk: ['T14'],
  marking: 'says',
  sources: [{ key: 'wei2019regularization', where: 'section 1; the equality of both forms is derived in this file' }],
  scope:
    'Two factors. The value is certified by duality, the risk of the matrix is compared as it is. With three factors it is ' +
    'false (nonconvex-optima-disagree), and the start 0 is a saddle that descent does not leave.',
  premises: {
    'the factors are regularized': { how: 'by construction', control: 'no penalty' },
    'the factors are as wide as the rank': { how: 'by construction', control: 'one column' },
    'the start is not the saddle 0': { how: 'by construction', control: 'start at 0' },
  },
  needs: ['differentiable', 'parameters', 'float64'],

  forAll: twoForms,
  train: runs,
  theory: {
    bound: ask(nuclearBound, ({ task, trained }: { task: TwoForms; trained: Found }) => ({
      completion: task.completion,
      penalty: NUCLEAR,
      W: trained.proximal.parameters['W']!,
    })),
    sparse: ask(penalizedOptimum, ({ task }: { task: TwoForms; trained: Found }) => ({
      X: task.regression.X,
      y: task.regression.y,
      loss: 'lasso' as const,
      penalty: L1,
    })),
  },
  parts: {
    'every matrix has the least value': {
      holds: 'value / bound - 1 <= 1e-6',
      where: ({ task: { completion }, trained, theory }) =>
        matrices.map((name) => ({
          value: nuclearObjective({ completion, penalty: NUCLEAR, W: trained[name].parameters.W! }),
          bound: { value: theory.bound.value, error: theory.bound.error },
        })),
      tex: { value: 'F(W)', bound: 'D(P)' },
      accept: always(),
    },
    'every matrix has the same risk': {
      holds: 'abs(found^2 / convex^2 - 1) <= 0.01',
      where: ({ task: { completion }, trained }) =>
        matrices.slice(1).map((name) => ({
          found: distance(trained[name].parameters.W!, completion.truth.data),
          convex: distance(trained.proximal.parameters.W!, completion.truth.data),
        })),
      tex: { found: "\\lVert UV'-M\\rVert", convex: '\\lVert W-M\\rVert' },
      accept: always(),
    },
    'every network has the risk of the lasso': {
      holds: 'abs(found^2 / best^2 - 1) <= 0.001',
      where: ({ task: { regression }, trained, theory }) =>
        sparse.map((name) => ({
          found: distance(trained[name].parameters.w!, regression.truth),
          best: { value: distance(theory.sparse.value, regression.truth), error: theory.sparse.error },
        })),
      tex: { found: '\\lVert uv-\\beta\\rVert', best: '\\lVert w^*-\\beta\\rVert' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'no penalty': {
        breaks: 'every matrix has the same risk',
        because: 'without a penalty each start completes the matrix in its own way',
        train: { factors: matrixBy({ start: 1, replicate: 2, penalty: 1e-6 }) },
      },
      'one column': {
        breaks: 'every matrix has the least value',
        because: 'a factorization narrower than the rank of the minimizer cannot reach it',
        train: { factors: matrixBy({ start: 1, replicate: 2, width: 1 }) },
      },
      'start at 0': {
        breaks: 'every matrix has the least value',
        because: 'at 0 the gradient of the factors is 0: a saddle',
        train: { factors: matrixBy({ start: 0 }) },
      },
      'network without penalty': {
        breaks: 'every network has the risk of the lasso',
        because: 'almost no penalty leaves the choice to the start',
        train: { network: sparseBy({ start: 0.5, replicate: 2, penalty: 1e-3 }) },
      },
    },
  },

  dial: {
    of: 'width',
    grid: [1, 2, 3, 5, 8],
    at: (width) => ({ train: { factors: matrixBy({ start: 1, replicate: 2, width }) } }),
    part: 'every matrix has the least value',
    measured: {
      value: 'value / bound - 1',
      where: ({ task: { completion }, trained, theory }) => ({
        value: nuclearObjective({ completion, penalty: NUCLEAR, W: trained.factors.parameters.W! }),
        bound: theory.bound.value,
      }),
      tex: { value: 'F(W)', bound: 'D(P)' },
    },
  },
});
