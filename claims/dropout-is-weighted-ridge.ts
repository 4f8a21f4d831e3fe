/**
 * Dropout of inputs in a linear model: masks M with independent entries of mean 1 and variance q / (1 - q).
 *
 * 1. E (y - (m * x).w)^2 = (y - x.w)^2 + Var((m * x).w) = (y - x.w)^2 + q / (1 - q) sum_j x_j^2 w_j^2.
 * 2. Summed over samples this is ridge regression with the weights diag(X'X); for the last layer of a network, x is the
 *    layer of hidden units h, and the penalty is q / (1 - q) sum a^2 h^2, whatever else is trained.
 * 3. The gradient's noise is a mean over independent masks: with k of them a sample its covariance is 1/k of that of one,
 *    and the covariances of samples with masks of their own add.
 */
import { claim, faulty, on } from 'claimcheck';
import { dropout, type DropoutRule } from 'claimcheck/models/dropout-linear';
import { twoLayer, type Phase } from 'claimcheck/models/two-layer-network';
import { normInf, subtract } from 'claimcheck/numerics/matrix';
import { dropoutNoise } from 'claimcheck/oracles/dropout-noise';
import { dropoutRidge } from 'claimcheck/oracles/dropout-ridge';
import { fixing } from 'claimcheck/tasks/fixing';
import { enumerable, type DroppedOut } from 'claimcheck/tasks/small-designs';

/** All masks are enumerated. */
const dropped = (rule: Partial<DropoutRule> = {}) => dropout(({ q }: DroppedOut) => ({ q, ...rule }));
const onHidden = (task: DroppedOut): DroppedOut => ({ ...task, X: task.hidden });
const network = (phase: (q: number) => Phase) =>
  twoLayer(({ q }: DroppedOut) => ({
    width: 5,
    activation: 'tanh',
    spread: { W: 1, a: 1 },
    rate: 0.05,
    steps: 20,
    ...phase(q),
  }));

/** What is dropped, by layer. */
const layers = [1, 2];
const layer = (at: number) => (at === 1 ? 'inputs' : 'hidden');

export default claim({
  title: 'Dropout is a weighted ridge penalty',
  statement:
    "A linear layer trained with dropout, over all masks, is ridge regression with the penalty q / (1 - q) w' diag(X'X) w; " +
    'a two-layer network descends the loss with the penalty q / (2 (1 - q)) sum a^2 h^2, step by step; averaging k masks a ' +
    'sample divides the covariance of the noise of the gradient by k.',
  ours: ['T15'],
  sources: { wei2020implicit: 'section 3: explicit and implicit effect; the linear case is derived in this file' },
  scope:
    'Dropout of the last layer and squared loss, where the explicit part is exact over all masks; with a few of them a step ' +
    'see explicit-dropout-matches. The effect of the noise itself on training: dropout-stays-away-from-ridge.',
  premises: {
    'masks have mean 1 and odds q / (1 - q)': 'coefficient q',
    'half the square of the error is descended': 'twice the penalty',
    'masks are independent across inputs, which are weighted by their size': 'plain ridge',
    'copies have masks of their own': 'mask shared by the copies',
    'samples have masks of their own': 'mask shared by the batch',
  },
  needs: ['parameters', 'float64'],

  forAll: enumerable,
  train: {
    inputs: dropped(),
    hidden: on(onHidden, dropped()),
    twice: dropped({ copies: 2 }),
    dropped: network((q) => ({ dropout: { q, masks: 'all' } })),
    penalized: network((q) => ({ explicit: q / (2 * (1 - q)) })),
  },
  theory: { inputs: dropoutRidge, hidden: [dropoutRidge, ({ task }) => onHidden(task)], noise: dropoutNoise },
  symbols: {
    apart: [
      '\\lVert\\hat w-w_q\\rVert_\\infty',
      ({ runs, theory, at }) => {
        const ridge = theory[layer(at)];
        return ridge.known(normInf(subtract(runs[layer(at)].w, ridge.value)));
      },
    ],
    size: ['\\lVert\\hat w\\rVert_\\infty', ({ runs, at }) => normInf(runs[layer(at)].w)],
    ridge: ['\\lVert w_q\\rVert_\\infty', ({ theory, at }) => normInf(theory[layer(at)].value)],
    off: [
      '\\lVert\\theta_{\\mathrm{dropout}}-\\theta_{\\mathrm{penalty}}\\rVert_\\infty',
      ({ runs: { dropped, penalized } }) => normInf(subtract(dropped.theta, penalized.theta)),
    ],
    moved: [
      '\\lVert\\theta_{\\mathrm{penalty}}-\\theta_0\\rVert_\\infty',
      ({ runs: { penalized } }) => normInf(subtract(penalized.theta, penalized.start)),
    ],
    k: ({ at }) => at,
    averaged: ['\\operatorname{tr}\\Sigma_k', ({ runs, at }) => (at === 1 ? runs.inputs : runs.twice).noise],
    single: ['\\operatorname{tr}\\Sigma_1', ({ theory }) => theory.noise],
  },
  parts: {
    'all masks together are weighted ridge': {
      holds: 'apart / size <= 1e-6',
      over: layers,
      unless: {
        'coefficient q': {
          because: 'the variance of a mask of mean 1 is q / (1 - q)',
          theory: { inputs: faulty(dropoutRidge, 'q for q / (1 - q)') },
        },
        'plain ridge': { because: 'the weights are forgotten', theory: { inputs: faulty(dropoutRidge, 'unweighted') } },
      },
    },
    'a two-layer network descends the penalized loss': {
      holds: 'off / moved <= 1e-9',
      unless: {
        'twice the penalty': {
          because: 'half the square of the error brings half the variance',
          train: { penalized: network((q) => ({ explicit: q / (1 - q) })) },
        },
      },
    },
    'k masks a sample divide the noise by k': {
      holds: 'abs(k * averaged / single - 1) <= 1e-9',
      over: [1, 2],
      unless: {
        'mask shared by the copies': {
          because: 'equal copies do not average anything',
          train: { twice: dropped({ copies: 2, sharedCopies: true }) },
        },
        'mask shared by the batch': {
          because: 'one mask for all samples correlates their gradients',
          train: { twice: dropped({ copies: 2, sharedBatch: true }) },
        },
      },
    },
  },
  dial: {
    turns: 'q',
    grid: [0.05, 0.2, 0.4, 0.6, 0.8],
    at: (q) => ({ forAll: fixing(enumerable, { q }) }),
    over: [1],
    measured: 'size',
    curve: { prediction: 'ridge' },
  },
});
