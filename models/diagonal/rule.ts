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
  whole,
} from 'claimcheck/rule';

export interface Start {
  /** Scale of initialization: u = v = alpha. */
  readonly alpha: number;
  readonly depth?: number;
  /** Initial v as a multiple of u (1: balanced; 0: v stays 0, the quadratic network beta = u^2). */
  readonly balance?: number;
  /** Initial entries are multiplied by |N(0, 1)|, drawn from the stream `train`. */
  readonly gaussian?: boolean;
  /** Initial entries of random signs. */
  readonly signs?: boolean;
  /** The network predicts with beta less its initial value. */
  readonly centred?: boolean;
  /** The streams are replaced by their k-th children: independent runs of one trial. */
  readonly replicate?: number;
}

export interface Phase {
  readonly optimizer: 'mirror' | 'gradient' | 'momentum' | 'adam';
  /** The loss is multiplied by this. */
  readonly lossScale?: number;
  /** Equation i of n (from 0) is weighted by 1 / (1 + i/n). */
  readonly weighted?: boolean;
  /** The residual is measured in the metric of its own speed, (J J')^-1, J the Jacobian: it falls in all directions alike. */
  readonly gaussNewton?: boolean;
  /** Every step sees one equation, drawn from the stream `train`. */
  readonly single?: boolean;
  /** Largest relative change of a parameter in one plain step, and the fraction of the stable step. */
  readonly within?: number;
  readonly stable?: number;
  /** The fixed step of plain descent; Adam's, decaying linearly to zero over `steps`. */
  readonly rate?: number;
  /** The fixed step in units of 1/K, K = |4 X diag(u^2 + v^2) X'|_2 where the phase begins (depth 2). */
  readonly ofCurvature?: number;
  /** The rate falls to a tenth after a third of `steps`, and again after two thirds. */
  readonly falling?: boolean;
  /** Standard deviation of the noise added to every label at every step, from the stream `noise`. */
  readonly labelNoise?: number;
  /** The label noise has random signs of fixed size in place of Gaussian entries. */
  readonly noiseOfSigns?: boolean;
  /** The label noise is drawn once and kept. */
  readonly frozen?: boolean;
  /** Standard deviation of the Gaussian noise added to the gradient, from the stream `noise`. */
  readonly gradientNoise?: number;
  /** c_j in the explicit penalty sum c_j (u_j^2 + v_j^2); one for all or d. */
  readonly penalty?: number | Float64Array;
  /** Ends when |X beta - y| <= residual. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

export interface DiagonalRule extends Start, Phase {
  /** Phases after the first; a phase that does not reach its declared end is the last. */
  readonly then?: readonly Phase[];
}

const START = {
  alpha: must(amount),
  depth: count,
  balance: number,
  gaussian: flag,
  signs: flag,
  centred: flag,
  replicate: whole,
};
const PHASE = {
  optimizer: must(oneOf('mirror', 'gradient', 'momentum', 'adam')),
  lossScale: positive,
  weighted: flag,
  gaussNewton: flag,
  single: flag,
  within: positive,
  stable: positive,
  rate: positive,
  ofCurvature: positive,
  falling: flag,
  labelNoise: amount,
  noiseOfSigns: flag,
  frozen: flag,
  gradientNoise: amount,
  penalty: either(number, numbers),
  residual: amount,
  steps: whole,
  budget: whole,
};

export const diagonalRule = fields({ ...START, ...PHASE, then: listOf(fields(PHASE)) });
