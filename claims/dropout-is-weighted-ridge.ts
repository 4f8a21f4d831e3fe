/**
 * Dropout of inputs in a linear model: masks M with independent entries of mean 1 and variance q / (1 - q).
 *
 * 1. E (y - (m * x).w)^2 = (y - x.w)^2 + Var((m * x).w) = (y - x.w)^2 + q / (1 - q) sum_j x_j^2 w_j^2.
 * 2. Summed over samples this is ridge regression with the weights diag(X'X); for the last layer of a network, x is the
 *    layer of hidden units h, and the penalty is q / (1 - q) sum a^2 h^2, whatever else is trained.
 * 3. The gradient's noise is a mean over independent masks: with k of them a sample its covariance is 1/k of that of one,
 *    and the covariances of samples with masks of their own add.
 */
import { always, ask, claim } from 'claimcheck';
import type { DropoutRule } from 'claimcheck/models/dropout-linear';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { normInf, subtract } from 'claimcheck/numerics/matrix';
import { dropoutNoise } from 'claimcheck/oracles/dropout-noise';
import { dropoutRidge } from 'claimcheck/oracles/dropout-ridge';
import { fixing } from 'claimcheck/tasks/fixing';
import { enumerable, type DroppedOut } from 'claimcheck/tasks/small-designs';

const run = (rule: (q: number) => DropoutRule) => ['dropout-linear', ({ q }: DroppedOut) => rule(q)] as const;
const onHidden = ({ hidden, y }: DroppedOut) => ({ X: hidden, y });
const runs = (rule: (q: number) => DropoutRule) => ({
  inputs: ['dropout-linear', ({ q }: DroppedOut) => rule(q)] as const,
  hidden: ['dropout-linear', ({ q }: DroppedOut) => rule(q), onHidden] as const,
});
const twice = (rule: Partial<DropoutRule>) => run((q) => ({ q, copies: 2, ...rule }));
const WIDTH = 5;
const network = (phase: (q: number) => Phase) =>
  [
    'two-layer-network',
    ({ q }: DroppedOut): TwoLayerRule => ({
      width: WIDTH,
      activation: 'tanh',
      spread: { W: 1, a: 1 },
      rate: 0.05,
      steps: 20,
      ...phase(q),
    }),
  ] as const;
const penalized = (coefficient: (q: number) => number) => network((q) => ({ explicit: coefficient(q) }));
const plain = (fault: string) =>
  ask({ ...dropoutRidge, answer: dropoutRidge.faults![fault]!.by }, ({ task }: { task: DroppedOut }) => task);
const tex = { apart: '\\lVert\\hat w-w_q\\rVert_\\infty', size: '\\lVert\\hat w\\rVert_\\infty' };

export default claim({
  title: 'Dropout is a weighted ridge penalty',
  statement:
    "A linear layer trained with dropout, over all masks, is ridge regression with the penalty q / (1 - q) w' diag(X'X) w; " +
    'a two-layer network descends the loss with the penalty q / (2 (1 - q)) sum a^2 h^2, step by step; averaging k masks a ' +
    'sample divides the covariance of the noise of the gradient by k.',
  talk: ['T15'],
  marking: 'says',
  sources: [
    {
      key: 'wei2020implicit',
      where: 'section 3: explicit and implicit effect; the linear case is derived in this file',
    },
  ],
  scope:
    'Dropout of the last layer and squared loss, where the explicit part is exact over all masks; with a few of them a step ' +
    'see explicit-dropout-matches. The effect of the noise itself on training is not part of this claim.',
  premises: {
    'masks have mean 1 and odds q / (1 - q)': { how: 'by construction', control: 'coefficient q' },
    'half the square of the error is descended': { how: 'by construction', control: 'twice the penalty' },
    'masks are independent across inputs, which are weighted by their size': {
      how: 'by construction',
      control: 'plain ridge',
    },
    'copies have masks of their own': { how: 'by construction', control: 'mask shared by the copies' },
    'samples have masks of their own': { how: 'by construction', control: 'mask shared by the batch' },
  },
  needs: ['parameters', 'float64'],

  forAll: enumerable,
  train: {
    ...runs((q) => ({ q })),
    twice: twice({}),
    dropped: network((q) => ({ dropout: { q, masks: 'all' } })),
    penalized: penalized((q) => q / (2 * (1 - q))),
  },
  theory: {
    inputs: ask(dropoutRidge, ({ task }: { task: DroppedOut }) => task),
    hidden: ask(dropoutRidge, ({ task }: { task: DroppedOut }) => ({ ...onHidden(task), q: task.q })),
    noise: ask(dropoutNoise, ({ task }: { task: DroppedOut }) => task),
  },
  parts: {
    'all masks together are weighted ridge': {
      holds: 'apart / size <= 1e-6',
      where: ({ trained, theory }) =>
        (['inputs', 'hidden'] as const).map((layer) => ({
          apart: {
            value: normInf(subtract(trained[layer].parameters.w!, theory[layer].value)),
            error: theory[layer].error,
          },
          size: normInf(trained[layer].parameters.w!),
        })),
      tex,
      accept: always(),
    },
    'a two-layer network descends the penalized loss': {
      holds: 'apart / moved <= 1e-9',
      where: ({ trained: { dropped, penalized } }) => {
        const { theta, start } = penalized.parameters;
        return {
          apart: normInf(subtract(dropped.parameters.theta!, theta!)),
          moved: normInf(subtract(theta!, start!)),
        };
      },
      tex: {
        apart: '\\lVert\\theta_{\\mathrm{dropout}}-\\theta_{\\mathrm{penalty}}\\rVert_\\infty',
        moved: '\\lVert\\theta_{\\mathrm{penalty}}-\\theta_0\\rVert_\\infty',
      },
      accept: always(),
    },
    'k masks a sample divide the noise by k': {
      holds: 'abs(k * averaged / single - 1) <= 1e-9',
      where: ({ trained, theory: { noise } }) => {
        const single = { value: noise.value, error: noise.error };
        return [
          { k: 1, averaged: trained.inputs.facts!.noise!, single },
          { k: 2, averaged: trained.twice.facts!.noise!, single },
        ];
      },
      tex: { averaged: '\\operatorname{tr}\\Sigma_k', single: '\\operatorname{tr}\\Sigma_1' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'coefficient q': {
        breaks: 'all masks together are weighted ridge',
        because: 'the variance of a mask of mean 1 is q / (1 - q)',
        theory: { inputs: plain('q for q / (1 - q)') },
      },
      'plain ridge': {
        breaks: 'all masks together are weighted ridge',
        because: 'inputs are penalized by their size',
        theory: { inputs: plain('unweighted') },
      },
      'twice the penalty': {
        breaks: 'a two-layer network descends the penalized loss',
        because: 'half the square of the error brings half the variance',
        train: { penalized: penalized((q) => q / (1 - q)) },
      },
      'mask shared by the copies': {
        breaks: 'k masks a sample divide the noise by k',
        because: 'equal copies do not average anything',
        train: { twice: twice({ sharedCopies: true }) },
      },
      'mask shared by the batch': {
        breaks: 'k masks a sample divide the noise by k',
        because: 'one mask for all samples correlates their gradients',
        train: { twice: twice({ sharedBatch: true }) },
      },
    },
  },

  dial: {
    of: 'q',
    grid: [0.05, 0.2, 0.4, 0.6, 0.8],
    at: (q) => ({ forAll: fixing(enumerable, { q }) }),
    part: 'all masks together are weighted ridge',
    measured: {
      value: 'size',
      where: ({ trained }) => ({ size: normInf(trained.inputs.parameters.w!) }),
      tex,
    },
    curve: {
      value: 'size',
      where: ({ theory }) => ({ size: normInf(theory.inputs.value) }),
      tex: { size: '\\lVert w_q\\rVert_\\infty' },
    },
  },
});
