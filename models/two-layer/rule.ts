/** What a rule of the two-layer network says: a start, one phase of training, and possibly further phases after it. */
import {
  amount,
  count,
  either,
  fields,
  flag,
  listOf,
  must,
  number,
  numbers,
  oneOf,
  positive,
  share,
  whole,
  type RuleOf,
} from 'claimcheck/rule';
import { LIMITS } from '../descent/ends.js';

const START = {
  width: must(count),
  activation: must(oneOf('relu', 'tanh', 'softplus', 'linear')),
  /** s; default 1. */
  scale: number,
  /** Standard deviations of the start; a group without one starts at 0. Biases are trained where named here or in theta. */
  spread: fields({ W: must(amount), a: must(amount), b: amount }),
  /** Output weights start at random signs times spread.a. */
  signs: flag,
  /** Neurons come in pairs (w, a), (w, -a), so that the network starts at 0. */
  antisymmetric: flag,
  /** Hidden biases b_k = -w_k t_k with t_k uniform within this distance of 0 (d = 1). */
  knotsWithin: amount,
  /** The start itself. */
  theta: numbers,
  /** Which groups are trained; default W and a. */
  trained: fields({ W: flag, b: flag, a: flag, c: flag }),
  centred: flag,
  alpha: positive,
};

const PHASE = {
  loss: oneOf('squared', 'logistic'),
  optimizer: oneOf('gradient', 'adam'),
  momentum: amount,
  rate: positive,
  /** The rate in units of 1 / lambda_max(J J' / n) where the phase begins. */
  ofCurvature: positive,
  /** The rate rises linearly over the first steps. */
  warmUp: whole,
  /** The rate falls to a tenth after this share of `steps`. */
  fallsAt: share,
  /** The gradient by what is trained is shortened to this length where it is longer. */
  clip: positive,
  /** Every step sees that many examples, drawn with replacement. */
  batch: count,
  /** Size of the random signs added to every label at every step. */
  labelNoise: amount,
  /** The label noise is drawn once and kept. */
  frozen: flag,
  /** Standard deviation of the Gaussian noise added to every trained weight after every step. */
  weightNoise: amount,
  /** lambda in the penalty (lambda/2) |theta|^2, of one group where named. */
  decay: amount,
  decayOf: oneOf('hidden', 'output'),
  /**
   * Units are dropped with probability q (a multiple of 1/256 where masks are drawn), independently in every mask: in so many
   * for every example, or in all 2^m of them, each weighted by its probability, which draws nothing.
   */
  dropout: fields({ q: must(share), masks: must(either(count, oneOf('all'))) }),
  /** c in the penalty (c/n) sum_ik (s a_k h_ik)^2. */
  explicit: amount,
  /** The outputs at the examples are averaged over that many last steps: parameters.averages, n for each such phase. */
  averaged: count,
  /** Ends when the mean squared residual is at most this. */
  residual: amount,
  ...LIMITS,
};

/** Phases follow the first; one that does not reach its declared end is the last. */
const RULE = { ...START, ...PHASE, then: listOf(fields(PHASE)) };

export type Start = RuleOf<typeof START>;
export type Phase = RuleOf<typeof PHASE>;
export type TwoLayerRule = RuleOf<typeof RULE>;

export const twoLayerRule = fields(RULE);
