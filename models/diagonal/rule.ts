/** What a rule of the diagonal network says: a start, one phase of training, and possibly further phases after it. */
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
  type RuleOf,
} from 'claimcheck/rule';
import { LIMITS } from '../descent/ends.js';

const START = {
  /** Scale of initialization: u = v = alpha. */
  alpha: must(amount),
  depth: count,
  /** Initial v as a multiple of u (1: balanced; 0: v stays 0, the quadratic network beta = u^2). */
  balance: number,
  /** Initial entries are multiplied by |N(0, 1)|, drawn from the stream `train`. */
  gaussian: flag,
  /** Initial entries of random signs. */
  signs: flag,
  /** The network predicts with beta less its initial value. */
  centred: flag,
};

const PHASE = {
  optimizer: must(oneOf('mirror', 'gradient', 'momentum', 'adam')),
  /** The loss is multiplied by this. */
  lossScale: positive,
  /** Equation i of n (from 0) is weighted by 1 / (1 + i/n). */
  weighted: flag,
  /** The residual is measured in the metric of its own speed, (J J')^-1, J the Jacobian: it falls in all directions alike. */
  gaussNewton: flag,
  /** Every step sees one equation, drawn from the stream `train`. */
  single: flag,
  /** Largest relative change of a parameter in one plain step, and the fraction of the stable step. */
  within: positive,
  stable: positive,
  /** The fixed step of plain descent; Adam's, decaying linearly to zero over `steps`. */
  rate: positive,
  /** The fixed step in units of 1/K, K = |4 X diag(u^2 + v^2) X'|_2 where the phase begins (depth 2). */
  ofCurvature: positive,
  /** The rate falls to a tenth after a third of `steps`, and again after two thirds. */
  falling: flag,
  /** Standard deviation of the noise added to every label at every step, from the stream `noise`. */
  labelNoise: amount,
  /** The label noise has random signs of fixed size in place of Gaussian entries. */
  noiseOfSigns: flag,
  /** The label noise is drawn once and kept. */
  frozen: flag,
  /** Standard deviation of the Gaussian noise added to the gradient, from the stream `noise`. */
  gradientNoise: amount,
  /** c_j in the explicit penalty sum c_j (u_j^2 + v_j^2); one for all or d. */
  penalty: either(number, numbers),
  /** Ends when |X beta - y| <= residual. */
  residual: amount,
  ...LIMITS,
};

/** Phases follow the first; one that does not reach its declared end is the last. */
const RULE = { ...START, ...PHASE, then: listOf(fields(PHASE)) };

export type Start = RuleOf<typeof START>;
export type Phase = RuleOf<typeof PHASE>;
export type DiagonalRule = RuleOf<typeof RULE>;

export const diagonalRule = fields(RULE);
