/**
 * A two-layer network, hidden units h_k dropped with probability q and divided by 1 - q otherwise, squared loss.
 *
 * 1. E (f_mask - y)^2 = (f - y)^2 + Var f_mask, and masks are independent: Var f_mask = q/(1-q) sum_k a_k^2 h_k^2, exactly.
 * 2. So dropout's mean gradient is that of the loss with the penalty q/(2(1-q)) times the mean of sum_k a_k^2 h_k^2.
 * 3. Its noise falls as 1/k with k masks per example: at k = 8 both trainings end nearly at the same function.
 */
import { claim, forMost, type Of } from 'claimcheck';
import { twoLayer, type Phase } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { noisyTeacher, plentifulTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const WIDTH = 24;
const Q = 0.5;
const network = (phase: Phase) =>
  twoLayer({
    width: WIDTH,
    activation: 'relu',
    spread: { W: 1 / Math.sqrt(6), a: 1 / Math.sqrt(WIDTH) },
    rate: 0.02,
    momentum: 0.9,
    steps: 600,
    fallsAt: 0.6,
    ...phase,
  });
const dropout = (q: number) => network({ dropout: { q, masks: 8 } });
const explicit = (coefficient: number) => network({ explicit: coefficient });

type Network = Of<typeof twoLayer>;
const error = ({ points, values }: Taught, { predict }: Network) => {
  const off = norm2(subtract(predict(points), values));
  return (off * off) / values.length;
};
const distance = ({ points }: Taught, one: Network, other: Network) =>
  norm2(subtract(one.predict(points), other.predict(points)));

/** Nineteen tasks in twenty, which the usual budget tells from four in five three times out of four. */
const budget = { quick: 100, standard: 160, paper: 240 };

export default claim({
  title: 'The explicit form of dropout matches it',
  statement:
    'A two-layer network trained with dropout (q = 1/2, 8 masks per example) and one trained with the penalty ' +
    'q/(2(1-q)) sum_k a_k^2 h_k^2 differ by at most .1 of what dropout changes, and both have at most .7 of the test ' +
    'error without.',
  ours: ['T15'],
  sources: {
    wei2020implicit:
      'the explicit regularizer, exact for the squared loss, derived here; their Figure 1 shows the limit ' +
      'of it (see scope)',
  },
  scope:
    'Squared loss and a small network. In the large networks of Wei, Kakade and Ma (2020) performance falls as masks ' +
    'are averaged: there the noise of dropout helps too, and its explicit form alone does not match it. No such ' +
    'effect shows at this size. With one mask per example the noise is as large as the difference of wrong ' +
    'coefficients; with the logistic loss the second-order form fails once the data are separated.',
  premises: {
    'the coefficient is q/(2(1-q))': 'half the coefficient',
    'the examples are few and noisy': 'many clean examples',
    'many masks per example': true,
  },
  needs: ['differentiable'],

  forAll: noisyTeacher,
  train: { none: network({}), dropout: dropout(Q), explicit: explicit(Q / (2 * (1 - Q))) },
  symbols: {
    apart: [
      '\\lVert f_{\\mathrm{explicit}}-f_{\\mathrm{dropout}}\\rVert',
      ({ task, runs }) => distance(task, runs.explicit, runs.dropout),
    ],
    effect: [
      '\\lVert f_{\\mathrm{none}}-f_{\\mathrm{dropout}}\\rVert',
      ({ task, runs }) => distance(task, runs.none, runs.dropout),
    ],
    dropped: ['R_{\\mathrm{dropout}}', ({ task, runs }) => error(task, runs.dropout)],
    penalized: ['R_{\\mathrm{explicit}}', ({ task, runs }) => error(task, runs.explicit)],
    none: ['R_{\\mathrm{none}}', ({ task, runs }) => error(task, runs.none)],
  },
  parts: {
    'they end at the same function': {
      holds: 'apart / effect <= 0.1',
      accept: forMost({ allBut: 0.2, budget }),
      unless: {
        'half the coefficient': { because: 'q/2 in the place of q/(2(1-q))', train: { explicit: explicit(Q / 2) } },
        'twice the coefficient': {
          because: 'q/(1-q) in the place of q/(2(1-q))',
          train: { explicit: explicit(Q / (1 - Q)) },
        },
        'q(1-q)': {
          because: 'the variance of masks that are not inverted',
          train: { explicit: explicit((Q * (1 - Q)) / 2) },
        },
      },
    },
    'both err less than no regularizer': {
      holds: 'max(dropped, penalized) <= 0.7 * none',
      accept: forMost({ allBut: 0.2, budget }),
      unless: {
        'many clean examples': {
          because: 'with enough clean data a regularizer only biases',
          forAll: plentifulTeacher,
        },
      },
    },
  },
  dial: {
    turns: 'q',
    grid: [0.125, 0.25, 0.375, 0.5, 0.625],
    at: (q) => ({ train: { dropout: dropout(q), explicit: explicit(q / (2 * (1 - q))) } }),
    measured: 'apart / effect',
  },
});
