/**
 * Sparse regression, every method with a grid of 16 strengths and the same held-out points.
 *
 * 1. A diagonal network started small tends to interpolants of small L1 norm (small-init-is-min-l1); stopped early it is an
 *    implicit relative of the lasso. Without regularization, least norm has the risk (1 - n/d) |truth|^2 and more.
 * 2. The lasso, explicit, finds the same sparse truth; ridge shrinks all directions alike and cannot.
 * 3. The lasso shrinks what it keeps by its penalty; the network does not: what is left of its lead
 *    (unbiased-explicit-overtakes says how to close it).
 */
import { claim, equivalent, onAverage } from 'claimcheck';
import type { SparseRule } from 'claimcheck/models/sparse-methods';
import { risk } from 'claimcheck/properties/risk';
import { heldOutSparse } from 'claimcheck/tasks/held-out-sparse';

const by = (method: SparseRule['method'], alpha?: number) =>
  ['sparse-methods', { method, ...(alpha !== undefined && { alpha }) } satisfies SparseRule] as const;
const tex = {
  none: 'R_{least norm}',
  lasso: 'R_{lasso}',
  ridge: 'R_{ridge}',
  implicit: 'R_{network}',
};

export default claim({
  title: 'Explicit regularization replaces the implicit one, partly',
  statement:
    'On sparse regression the tuned lasso recovers at least 90% of what a diagonal network, started small and stopped ' +
    'early, gains over the interpolant of least norm, of whose risk it keeps a ninth; ridge recovers nothing; and the ' +
    'network stays ahead of the lasso.',
  talk: ['T15'],
  marking: 'says',
  sources: [
    { key: 'woodworth2020kernel', where: 'section 4: small initialization and the L1 norm' },
    { key: 'wei2020implicit', where: 'section 1: explicit in place of implicit' },
  ],
  scope:
    'n = 40, d = 80, 4 nonzero coordinates, noise 0.5, 16 strengths a method and 40 held-out points for all. Matrices: ' +
    'nuclear-norm-replaces-small-factors. Excess risk on fresh isotropic inputs.',
  premises: {
    'the truth is sparse': { how: 'by construction', control: 'dense truth' },
    'the penalty prefers sparse solutions': { how: 'by construction', control: 'ridge for the lasso' },
    'the network starts small': { how: 'by construction', control: 'large start' },
    'every method is tuned on the same points and as finely': { how: 'by construction' },
  },
  needs: ['linear', 'parameters'],

  forAll: heldOutSparse('sparse regression with held-out points', 0.5),
  train: { none: by('least-norm'), ridge: by('ridge'), lasso: by('lasso'), implicit: by('network', 1e-3) },
  parts: {
    'the lasso recovers nine tenths of the gain': {
      holds: '(none - lasso) - 0.9 * (none - implicit)',
      where: ({ task, trained }) => ({
        none: risk(trained.none.parameters.b!, task.truth),
        lasso: risk(trained.lasso.parameters.b!, task.truth),
        implicit: risk(trained.implicit.parameters.b!, task.truth),
      }),
      tex,
      accept: onAverage({ atLeast: 0.05, cap: 0.5 }),
    },
    'the lasso keeps a ninth of the risk of least norm': {
      holds: '0.11 * none - lasso',
      where: ({ task, trained }) => ({
        none: risk(trained.none.parameters.b!, task.truth),
        lasso: risk(trained.lasso.parameters.b!, task.truth),
      }),
      tex,
      accept: onAverage({ atLeast: 0.01, cap: 0.4, budget: { quick: 200, standard: 300, paper: 450 } }),
    },
    'the network stays ahead of the lasso': {
      holds: 'lasso - implicit',
      where: ({ task, trained }) => ({
        lasso: risk(trained.lasso.parameters.b!, task.truth),
        implicit: risk(trained.implicit.parameters.b!, task.truth),
      }),
      tex,
      accept: onAverage({ atLeast: 0.025, cap: 0.25, budget: { quick: 200, standard: 300, paper: 450 } }),
    },
    'ridge recovers nothing': {
      holds: '(none - ridge) / none == 0',
      where: ({ task, trained }) => ({
        none: risk(trained.none.parameters.b!, task.truth),
        ridge: risk(trained.ridge.parameters.b!, task.truth),
      }),
      tex,
      accept: equivalent({ margin: 0.04, cap: 0.3 }),
    },
  },

  controls: {
    mustFail: {
      'dense truth': {
        breaks: 'the lasso recovers nine tenths of the gain',
        because: 'a preference for sparse solutions does not help a dense truth',
        forAll: heldOutSparse('dense regression with held-out points', 0.5, true),
        budget: { quick: 200, standard: 400, paper: 600 },
      },
      'ridge for the lasso': {
        breaks: 'the lasso recovers nine tenths of the gain',
        because: 'ridge is not the explicit form of this implicit preference',
        train: { lasso: by('ridge') },
      },
      'ridge beside least norm': {
        breaks: 'the lasso keeps a ninth of the risk of least norm',
        because: 'ridge keeps nearly all of it',
        train: { lasso: by('ridge') },
      },
      'large start': {
        breaks: 'the network stays ahead of the lasso',
        because: 'started at 0.1 the network has lost much of its preference for sparse solutions',
        train: { implicit: by('network', 0.1) },
      },
      'lasso for ridge': {
        breaks: 'ridge recovers nothing',
        because: 'the lasso in its place recovers nearly all',
        train: { ridge: by('lasso') },
      },
    },
  },

  dial: {
    of: 'noise',
    grid: [0.1, 0.3, 0.5, 0.75, 1],
    at: (sigma) => ({ forAll: heldOutSparse(`sparse regression with held-out points, noise ${sigma}`, sigma) }),
    part: 'the network stays ahead of the lasso',
    measured: {
      value: 'lasso - implicit',
      where: ({ task, trained }) => ({
        lasso: risk(trained.lasso.parameters.b!, task.truth),
        implicit: risk(trained.implicit.parameters.b!, task.truth),
      }),
      tex,
    },
  },
});
