/**
 * A two-layer network, hidden units h_k dropped with probability q and divided by 1 - q otherwise, squared loss.
 *
 * 1. E (f_mask - y)^2 = (f - y)^2 + Var f_mask, and masks are independent: Var f_mask = q/(1-q) sum_k a_k^2 h_k^2, exactly.
 * 2. So dropout's mean gradient is that of the loss with the penalty q/(2(1-q)) times the mean of sum_k a_k^2 h_k^2.
 * 3. Its noise falls as 1/k with k masks per example: at k = 8 both trainings end nearly at the same function.
 */
import { claim, forMost, type Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { noisyTeacher, plentifulTeacher, type Taught } from 'claimcheck/tasks/relu-teacher';

const WIDTH = 24;
const Q = 0.5;

const run = (phase: Phase) =>
  [
    'two-layer-network',
    {
      width: WIDTH,
      activation: 'relu',
      spread: { W: 1 / Math.sqrt(6), a: 1 / Math.sqrt(WIDTH) },
      rate: 0.02,
      momentum: 0.9,
      steps: 600,
      fallsAt: 0.6,
      ...phase,
    } satisfies TwoLayerRule,
  ] as const;
const explicit = (coefficient: number) => run({ explicit: coefficient });

type Runs = Record<'none' | 'dropout' | 'explicit', Trained>;
const error = ({ points, values }: Taught, { predict }: Trained) => {
  const off = norm2(subtract(predict(points), values));
  return (off * off) / values.length;
};
const distances = ({ task: { points }, trained }: { task: Taught; trained: Runs }) => {
  const dropped = trained.dropout.predict(points);
  return {
    apart: norm2(subtract(trained.explicit.predict(points), dropped)),
    effect: norm2(subtract(trained.none.predict(points), dropped)),
  };
};
const tex = {
  apart: '\\lVert f_{\\mathrm{explicit}}-f_{\\mathrm{dropout}}\\rVert',
  effect: '\\lVert f_{\\mathrm{none}}-f_{\\mathrm{dropout}}\\rVert',
  dropped: 'R_{\\mathrm{dropout}}',
  penalized: 'R_{\\mathrm{explicit}}',
  none: 'R_{\\mathrm{none}}',
};

/** Nineteen tasks in twenty, which the usual budget tells from four in five three times out of four. */
const budget = { quick: 100, standard: 160, paper: 240 };

export default claim({
  title: 'The explicit form of dropout matches it',
  statement:
    'A two-layer network trained with dropout (q = 1/2, 8 masks per example) and one trained with the penalty ' +
    'q/(2(1-q)) sum_k a_k^2 h_k^2 differ by at most .1 of what dropout changes, and both have at most .7 of the test error without.',
  talk: ['T15'],
  marking: 'says',
  sources: [
    { key: 'wei2020implicit', where: 'section 3 (explicit regularizer); exact for the squared loss, derived here' },
  ],
  scope:
    'Squared loss. With one mask per example the noise of dropout is as large as the difference of wrong coefficients, and no ' +
    'benefit of that noise shows at this size; with the logistic loss the second-order form fails once the data are separated.',
  premises: {
    'the coefficient is q/(2(1-q))': { how: 'by construction', control: 'half the coefficient' },
    'the examples are few and noisy': { how: 'by construction', control: 'many clean examples' },
    'many masks per example': { how: 'by construction' },
  },
  needs: ['differentiable'],

  forAll: noisyTeacher,
  train: { none: run({}), dropout: run({ dropout: { q: Q, masks: 8 } }), explicit: explicit(Q / (2 * (1 - Q))) },
  parts: {
    'they end at the same function': {
      holds: 'apart / effect <= 0.1',
      where: distances,
      tex,
      accept: forMost({ allBut: 0.2, budget }),
    },
    'both err less than no regularizer': {
      holds: 'max(dropped, penalized) <= 0.7 * none',
      where: ({ task, trained }) => ({
        dropped: error(task, trained.dropout),
        penalized: error(task, trained.explicit),
        none: error(task, trained.none),
      }),
      tex,
      accept: forMost({ allBut: 0.2, budget }),
    },
  },

  controls: {
    mustFail: {
      'half the coefficient': {
        breaks: 'they end at the same function',
        because: 'q/2 in the place of q/(2(1-q))',
        train: { explicit: explicit(Q / 2) },
      },
      'twice the coefficient': {
        breaks: 'they end at the same function',
        because: 'q/(1-q) in the place of q/(2(1-q))',
        train: { explicit: explicit(Q / (1 - Q)) },
      },
      'q(1-q)': {
        breaks: 'they end at the same function',
        because: 'the variance of masks that are not inverted',
        train: { explicit: explicit((Q * (1 - Q)) / 2) },
      },
      'many clean examples': {
        breaks: 'both err less than no regularizer',
        because: 'with enough clean data a regularizer only biases',
        forAll: plentifulTeacher,
      },
    },
  },

  dial: {
    of: 'q',
    grid: [0.125, 0.25, 0.375, 0.5, 0.625],
    at: (q) => ({ train: { dropout: run({ dropout: { q, masks: 8 } }), explicit: explicit(q / (2 * (1 - q))) } }),
    part: 'they end at the same function',
    measured: { value: 'apart / effect', where: distances, tex },
  },
});
