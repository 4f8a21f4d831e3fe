/**
 * A two-layer network, hidden units h_k dropped with probability q and divided by 1 - q otherwise, squared loss.
 *
 * 1. E (f_mask - y)^2 = (f - y)^2 + Var f_mask, and masks are independent: Var f_mask = q/(1-q) sum_k a_k^2 h_k^2, exactly.
 * 2. So dropout's mean gradient is that of the loss with the penalty q/(2(1-q)) times the mean of sum_k a_k^2 h_k^2.
 * 3. Its noise falls as 1/k with k masks per example: at k = 8 both trainings end nearly at the same function.
 */
import { claim, forMost, type Trial } from 'claimcheck';
import { twoLayer, type Phase, type Start } from 'claimcheck/models/two-layer-network';
import { distance } from 'claimcheck/numerics/matrix';
import { noisyTeacher, plentifulTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const [WIDTH, Q] = [24, 0.5];
const start: Start = { width: WIDTH, activation: 'relu', spread: { W: 1 / Math.sqrt(6), a: 1 / Math.sqrt(WIDTH) } };
const descent = { rate: 0.02, momentum: 0.9, steps: 600, fallsAt: 0.6 };
const network = (phase: Phase) => twoLayer({ ...start, ...descent, ...phase });
const dropout = (q: number) => network({ dropout: { q, masks: 8 } });
const explicit = (coefficient: number) => network({ explicit: coefficient });

const train = { none: network({}), dropout: dropout(Q), explicit: explicit(Q / (2 * (1 - Q))) };

type Name = keyof typeof train;
const error =
  (of: Name) =>
  ({ task: { points, values }, runs }: Trial<Taught, typeof train>) => {
    const off = distance(runs[of].predict(points), values);
    return (off * off) / values.length;
  };
const between =
  (one: Name, other: Name) =>
  ({ task: { points }, runs }: Trial<Taught, typeof train>) =>
    distance(runs[one].predict(points), runs[other].predict(points));

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
      'the regularizer, exact for the squared loss: derived in this file; Figure 1 shows its limit (see scope)',
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
  train,
  symbols: {
    apart: ['\\lVert f_{\\mathrm{explicit}}-f_{\\mathrm{dropout}}\\rVert', between('explicit', 'dropout')],
    effect: ['\\lVert f_{\\mathrm{none}}-f_{\\mathrm{dropout}}\\rVert', between('none', 'dropout')],
    dropped: ['R_{\\mathrm{dropout}}', error('dropout')],
    penalized: ['R_{\\mathrm{explicit}}', error('explicit')],
    none: ['R_{\\mathrm{none}}', error('none')],
  },
  parts: {
    'they end at the same function': {
      holds: 'apart / effect <= 0.1',
      accept: forMost({ allBut: 0.2, budget }),
      unless: {
        'half the coefficient': { because: 'q/2 in the place of q/(2(1-q))', train: { explicit: explicit(Q / 2) } },
        'twice the coefficient': { because: 'q/(1-q) in its place', train: { explicit: explicit(Q / (1 - Q)) } },
        'q(1-q)': { because: 'the variance of masks not inverted', train: { explicit: explicit((Q * (1 - Q)) / 2) } },
      },
    },
    'both err less than no regularizer': {
      holds: 'max(dropped, penalized) <= 0.7 * none',
      accept: forMost({ allBut: 0.2, budget }),
      unless: {
        'many clean examples': { because: 'there a regularizer only biases', forAll: plentifulTeacher },
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
