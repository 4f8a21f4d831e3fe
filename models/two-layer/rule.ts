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
} from 'claimcheck/rule';
import type { Activation } from 'claimcheck/oracles/two-layer';
import type { Dropout } from './dropout.js';

export interface Start {
  readonly width: number;
  readonly activation: Activation;
  /** s; default 1. */
  readonly scale?: number;
  /** Standard deviations of the start; a group without one starts at 0. Biases are trained where named here or in theta. */
  readonly spread?: { readonly W: number; readonly a: number; readonly b?: number };
  /** Output weights start at random signs times spread.a. */
  readonly signs?: boolean;
  /** Neurons come in pairs (w, a), (w, -a), so that the network starts at 0. */
  readonly antisymmetric?: boolean;
  /** Hidden biases b_k = -w_k t_k with t_k uniform within this distance of 0 (d = 1). */
  readonly knotsWithin?: number;
  /** The start itself. */
  readonly theta?: Float64Array;
  /** Which groups are trained; default W and a. */
  readonly trained?: { readonly W?: boolean; readonly b?: boolean; readonly a?: boolean; readonly c?: boolean };
  readonly centred?: boolean;
  readonly alpha?: number;
  /** The streams are replaced by their k-th children. */
  readonly replicate?: number;
}

export interface Phase {
  readonly loss?: 'squared' | 'logistic';
  readonly optimizer?: 'gradient' | 'adam';
  readonly momentum?: number;
  readonly rate?: number;
  /** The rate in units of 1 / lambda_max(J J' / n) where the phase begins. */
  readonly ofCurvature?: number;
  /** The rate rises linearly over the first steps. */
  readonly warmUp?: number;
  /** The rate falls to a tenth after this share of `steps`. */
  readonly fallsAt?: number;
  /** The gradient by what is trained is shortened to this length where it is longer. */
  readonly clip?: number;
  /** Every step sees that many examples, drawn with replacement. */
  readonly batch?: number;
  /** Size of the random signs added to every label at every step. */
  readonly labelNoise?: number;
  /** The label noise is drawn once and kept. */
  readonly frozen?: boolean;
  /** Standard deviation of the Gaussian noise added to every trained weight after every step. */
  readonly weightNoise?: number;
  /** lambda in the penalty (lambda/2) |theta|^2, of one group where named. */
  readonly decay?: number;
  readonly decayOf?: 'hidden' | 'output';
  /** Units are dropped with probability q (a multiple of 1/256 where masks are drawn), independently in every mask. */
  readonly dropout?: Dropout;
  /** c in the penalty (c/n) sum_ik (s a_k h_ik)^2. */
  readonly explicit?: number;
  /** The outputs at the examples are averaged over that many last steps: parameters.averages, n for each such phase. */
  readonly averaged?: number;
  /** Ends when the mean squared residual is at most this. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

export interface TwoLayerRule extends Start, Phase {
  readonly then?: readonly Phase[];
}

const START = {
  width: must(count),
  activation: must(oneOf('relu', 'tanh', 'softplus', 'linear')),
  scale: number,
  spread: fields({ W: must(amount), a: must(amount), b: amount }),
  signs: flag,
  antisymmetric: flag,
  knotsWithin: amount,
  theta: numbers,
  trained: fields({ W: flag, b: flag, a: flag, c: flag }),
  centred: flag,
  alpha: positive,
  replicate: whole,
};
const PHASE = {
  loss: oneOf('squared', 'logistic'),
  optimizer: oneOf('gradient', 'adam'),
  momentum: amount,
  rate: positive,
  ofCurvature: positive,
  warmUp: whole,
  fallsAt: share,
  clip: positive,
  batch: count,
  labelNoise: amount,
  frozen: flag,
  weightNoise: amount,
  decay: amount,
  decayOf: oneOf('hidden', 'output'),
  dropout: fields({ q: must(share), masks: must(either(count, oneOf('all'))) }),
  explicit: amount,
  averaged: count,
  residual: amount,
  steps: whole,
  budget: whole,
};

export const twoLayerRule = fields({ ...START, ...PHASE, then: listOf(fields(PHASE)) });
