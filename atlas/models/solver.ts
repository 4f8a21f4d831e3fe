/**
 * In whose place the rows of the atlas stand: something that is asked for a vector beta, and gives one. X: n x d, y: n, beta: d.
 *
 * - `interpolant`: X beta = y. Of least `norm` where a solver can be told which; descent goes from 0 down |X b - y|^2 / 2.
 * - `network`: the same for beta = u^2 - v^2, entry by entry, down from u = v = `alpha`.
 * - `separator`: y_i x_i.beta > 0 for every i (y: -1, 1), of largest margin in `norm` where a solver can be told; descent goes
 *   from 0 down sum log(1 + exp(-y_i x_i.b)).
 * - `ridge`: |X b - y|^2 / (2n) + (penalty / 2) |b|^2. `lasso`: |X b - y|^2 / (2n) + penalty |b|_1.
 * - `logistic`: (1/n) sum log(1 + exp(-y_i x_i.b)) + (penalty / 2) |b|^2.
 * - `factors`: beta = u v, entry by entry, |X u v - y|^2 / 2 + (penalty / 2) (|u|^2 + |v|^2).
 * - `tuned`: ridge whose penalty is chosen from the data.
 * The model itself answers by the oracle that judges the others: it is the zero of every scale.
 */
import { model, runs } from 'claimcheck';
import { times } from 'claimcheck/numerics/matrix';
import { lasso } from 'claimcheck/oracles/lasso';
import { maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { minimumL1 } from 'claimcheck/oracles/minimum-l1';
import { minimumL2 } from 'claimcheck/oracles/minimum-l2';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { penalizedOptimum } from 'claimcheck/oracles/penalized-optimum';
import { fields, must, oneOf, positive, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';
import { minimumLinf } from '../oracles/minimum-linf.js';

const RULE = {
  find: must(oneOf('interpolant', 'network', 'separator', 'ridge', 'lasso', 'logistic', 'factors', 'tuned')),
  /** `default`: as the implementation comes; `tight`: as near to the answer as it goes. */
  settings: must(oneOf('default', 'tight')),
  norm: oneOf('L1', 'L2', 'Linf'),
  penalty: positive,
  alpha: positive,
};
export type Asked = RuleOf<typeof RULE>;

const interpolants: Readonly<Record<MarginNorm, (task: Sample) => Float64Array>> = {
  L1: (task) => minimumL1.answer(task).value.beta,
  L2: (task) => minimumL2.answer(task).value.beta,
  Linf: (task) => minimumLinf.answer(task).value.beta,
};

function answer({ X, y }: Sample, { find, norm = 'L2', penalty = 1, alpha = 1 }: Asked): Float64Array {
  switch (find) {
    case 'interpolant':
      return interpolants[norm]({ X, y });
    case 'network':
      return minimumQ.answer({ X, y, alpha }).value.beta;
    case 'separator':
      return maxMargin.answer({ X, y, norm }).value.w;
    case 'factors':
      return lasso.answer({ X, y, lambda: penalty }).value.beta;
    case 'ridge':
    case 'tuned':
      return penalizedOptimum.answer({ X, y, loss: 'squared', penalty }).value;
    case 'lasso':
    case 'logistic':
      return penalizedOptimum.answer({ X, y, loss: find, penalty }).value;
  }
}

const solver = model({
  name: 'solver',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ beta: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  train: (task: Sample, rule: Asked) => ({ parameters: { beta: answer(task, rule) }, steps: 0, stopped: 'exact' }),
});

export default solver;

export const solve = runs(solver);
