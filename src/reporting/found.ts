/**
 * What the suite finds of each passage of the talk, in one sentence, and how far the passage reaches. A sentence is shown as found
 * only where every claim that it rests on holds in the report itself (report/front.ts); what rests on none is about what is
 * not certified anywhere. Whoever changes the statement or the scope of a claim reads its sentences here again:
 * tests/reporting/found.test.ts pins the words that they were read against.
 */
import type { Passage } from '../claim.js';

export interface Sentence {
  readonly says: string;
  /** Ids of the claims that it rests on. */
  readonly by: readonly string[];
}

export interface Found {
  readonly found: Sentence;
  /** A boundary that is certified, or what the claims leave open. */
  readonly reach: Sentence;
  /** The claim whose figure stands for the passage. */
  readonly figure: string;
}

const sentence = (says: string, ...by: readonly string[]): Sentence => ({ says, by });

export const FOUND: Readonly<Record<Passage, Found>> = {
  T1: {
    found: sentence(
      'Random ReLU features with eight times as many parameters as points, fitted to noisy labels without a penalty, have at most two thirds of the risk of any number of parameters below the number of points; and an interpolant of noisy labels can have, at n = 48, less than half of the excess risk that it has at n = 12.',
      'more-parameters-beat-fewer',
      'benign-overfitting',
    ),
    reach: sentence(
      'With more data than parameters the classical law stays exact, and every parameter costs; that the excess helps is certified for such features and one family of spectra, not in general.',
    ),
    figure: 'more-parameters-beat-fewer',
  },
  T2: {
    found: sentence(
      'Few hypotheses, short descriptions and small balls each bound how far every hypothesis in them can deviate from its training error; the number of parameters does not settle it: of two interpolants with the same 80 parameters one has three times the risk.',
      'occam-finite-class',
      'occam-prefix-code',
      'rademacher-linear-balls',
      'parameter-count-is-the-wrong-measure',
    ),
    reach: sentence(
      'Worst cases, and linear losses: which measure is the right one for a network is left open, as in the talk.',
    ),
    figure: 'occam-finite-class',
  },
  T3: {
    found: sentence(
      'On three points and under gradient noise, a two-layer ReLU network, averaged over time, bends less than half as much at large steps as at steps ten times smaller; of one variable, where descent settles, its step bounds the curvature of the function.',
      'noise-linearizes-large-steps',
      'stable-minima-are-smooth',
      'step-size-bounds-curvature',
    ),
    reach: sentence(
      'Less than the sentence of the talk: about a quarter of the bend remains, and that only linear functions can be represented is certified nowhere.',
    ),
    figure: 'noise-linearizes-large-steps',
  },
  T4: {
    found: sentence(
      'Fresh label noise lets a quadratic network recover a sparse truth that descent without noise misses, leaves a tanh network at an interpolant with less than .8 of the trace of the Hessian, and ends, on average over runs, where an explicit penalty ends; gradient noise at large steps bends a ReLU network less.',
      'label-noise-recovers-sparse',
      'label-noise-flattens',
      'label-noise-is-weighted-l1',
      'noise-linearizes-large-steps',
    ),
    reach: sentence(
      'At an interpolant it is the noise in the labels: small batches alone leave the trace of the Hessian where it is.',
      'small-batch-alone-does-not-flatten',
    ),
    figure: 'label-noise-recovers-sparse',
  },
  T5: {
    found: sentence(
      'Scaled by 100 and centred, a two-layer tanh network predicts after training what regression with its tangent kernel predicts, within 2%; and as its start grows, the diagonal network comes to the interpolant of least L2 norm, at the rate alpha^-4.',
      'lazy-limit-is-kernel',
      'large-init-is-min-l2',
    ),
    reach: sentence(
      'Five points and 24 units, with the kernel of that very start and not its limit of infinite width.',
    ),
    figure: 'large-init-is-min-l2',
  },
  T6: {
    found: sentence(
      'Started small, the diagonal network ends within 3% of the least L1 norm at alpha = 1e-6, and on commuting measurements a factorization ends within an a-priori bound of the least nuclear norm.',
      'small-init-is-min-l1',
      'small-init-nuclear-commuting',
    ),
    reach: sentence(
      'Not the nuclear norm in general: from alpha = 1e-3 it is exceeded by more than 1% on most tasks of Gaussian measurements with dense labels, and on a written-out instance by more than 33%.',
      'small-init-is-not-nuclear-in-general',
      'small-init-nuclear-counterexample',
    ),
    figure: 'small-init-recovers-low-rank',
  },
  T7: {
    found: sentence(
      'Started at alpha = 1e-3, the diagonal network comes within 7% of the least L1 norm and, where d >= 3n, on nine tasks in ten exceeds the least L2 norm by at least 3%; at every scale it ends at the minimizer of Q_alpha.',
      'small-init-is-min-l1',
      'small-init-is-not-min-l2',
      'initialization-selects-q-alpha',
    ),
    reach: sentence(
      'The norm comes close to its minimum; the solution need not be close to a minimizer, at any scale that can be reached.',
    ),
    figure: 'initialization-selects-q-alpha',
  },
  T8: {
    found: sentence(
      'Gradient, preconditioned and mirror descent each end at the interpolant that is least in a measure of its own, and coordinate, gradient and sign descent each reach .96 of the largest margin in its own norm; on the same task rival measures disagree.',
      'each-algorithm-its-own-measure',
      'steepest-descent-max-margin',
      'rivals-disagree',
    ),
    reach: sentence(
      'Linear models. With the squared loss Adam, AdaGrad and coordinate descent have preferences too, but none of these measures.',
    ),
    figure: 'each-algorithm-its-own-measure',
  },
  T9: {
    found: sentence(
      'Where the truth matches it (sparse, N(0, I), N(0, P)), an algorithm has the least risk of the three; and where the truth is sparse the L1 norm ranks the risk even of interpolants that no algorithm prefers.',
      'matched-algorithm-wins',
      'matched-measure-ranks-strangers',
    ),
    reach: sentence(
      'Without an assumption on the truth no measure is right: another truth fits the same data, is as long, and reverses every ranking of interpolants of equal L2 norm. A preference that does not match the truth hurts.',
      'no-measure-without-assumptions',
      'mismatched-preference-hurts',
    ),
    figure: 'matched-algorithm-wins',
  },
  T10: {
    found: sentence(
      'The easy half is certified: in a ball of low complexity the deviation of every predictor is bounded, whatever algorithm it comes from, an adversarial one included. And any penalty on the squared norm changes the solution of least squares, by an amount that is known exactly.',
      'low-complexity-bound-needs-no-algorithm',
      'regularizing-changes-the-solution',
    ),
    reach: sentence('How hard the other half is has no measure; nor has “all luck”.'),
    figure: 'regularizing-changes-the-solution',
  },
  T11: {
    found: sentence(
      'Without a penalty the risk has a peak at the threshold, of more than three times what it is on either side; at the optimal penalty no design in at least 5 dimensions gets worse with one more row, averaged over directions of the truth, and tuned on held-out points more data do not raise the risk on average.',
      'double-descent-peaks',
      'optimal-ridge-never-ascends',
      'held-out-ridge-monotone',
    ),
    reach: sentence(
      'It takes enough of it: a tenth of the optimal penalty leaves a size at which more data raise the risk. And where the noise depends on the input, the risk at the best penalty can still rise, from .650 to .800 in one example.',
      'weak-ridge-keeps-the-peak',
      'optimal-ridge-can-ascend',
    ),
    figure: 'double-descent-peaks',
  },
  T12: {
    found: sentence(
      'One gradient step generalizes, and errs on at least 99% of the mirrored sample, which has the law of the sample: no uniform bound over what the algorithm outputs can be below .8.',
      'uniform-convergence-fails',
    ),
    reach: sentence(
      'A linear example and a kernel machine, no trained network; bounds that are not uniform over what the algorithm outputs are not touched.',
    ),
    figure: 'uniform-convergence-fails',
  },
  T13: {
    found: sentence(
      'The lasso at every strength, the direction of largest L1 margin and a diagonal network with weight decay void the counterexample: they err neither on fresh inputs nor on the mirrored sample.',
      'l1-voids-the-counterexample',
    ),
    reach: sentence(
      'It matters which regularization: no L2 penalty of any strength voids it, nor do dropout, principal components and random projections at the settings shown.',
      'l2-cannot-void-it',
    ),
    figure: 'l1-voids-the-counterexample',
  },
  T14: {
    found: sentence(
      'Convex and regularized, the criterion is met by all that were tried: descent, momentum, Adam, L-BFGS, dual ascent, proximal methods and a factorized network reach the certified optimum from random starts, and with it the same risk.',
      'regularized-optima-agree',
    ),
    reach: sentence(
      'Not convex, it need not be met: from six starts, factors of depth 3 and narrow ReLU networks with a weak penalty end at risks of which the largest is at least 1.3 times the least.',
      'nonconvex-optima-disagree',
      'weakly-regularized-networks-disagree',
    ),
    figure: 'regularized-optima-agree',
  },
  T15: {
    found: sentence(
      'Tuned, the lasso recovers at least 90% of what a small start and early stopping gain on sparse regression, and the nuclear norm as much in completing a matrix; what they replace stays ahead of both.',
      'explicit-replaces-implicit-partly',
      'nuclear-norm-replaces-small-factors',
    ),
    reach: sentence(
      'How far “not yet completely” reaches: a penalty without the bias of the lasso, the relaxed lasso, has a lower risk than the network that was ahead.',
      'unbiased-explicit-overtakes',
    ),
    figure: 'explicit-replaces-implicit-partly',
  },
  T16: {
    found: sentence(
      'Three instances hold, at small size: with weak L2 regularization a network learns crossed signs from 6d examples, of which its kernel gets at least 33% wrong; margins by n^(-1/4) have at most .8 of the balanced test error of uniform ones; ascent in all layers raises the margin, at no cost in test error.',
      'regularized-net-needs-few-samples',
      'ldam-helps-the-rare-class',
      'all-layer-margin-ascent',
    ),
    reach: sentence('The article names no algorithm: the instances are our choice from his papers.'),
    figure: 'regularized-net-needs-few-samples',
  },
};
