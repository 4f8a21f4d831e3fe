/** How answers change with their questions, by the name of the oracle: what theory says of relabelled and rescaled tasks. */
import { matrix, type Matrix } from '../../src/numerics/matrix.js';
import type { Any } from '../../src/claim.js';
import { turn, turned } from './instances.js';
import type { Equivariance } from './laws.js';

const SEED = 7;
const ordered = (list: Float64Array, order: readonly number[]) => Float64Array.from(order, (k) => list[k]!);
const orderOfRows = (rows: number) => turn(SEED, rows).order;
const orderOf = (X: Matrix) => orderOfRows(X.rows);
const rowsIn = (X: Matrix, order: readonly number[]): Matrix =>
  matrix(
    order.length,
    X.cols,
    Float64Array.from(order.flatMap((i) => [...X.data.subarray(i * X.cols, (i + 1) * X.cols)])),
  );

type Read = Equivariance['read'];

/** The rows of X, of A, and the labels with them, in another order. */
const examples = (read: Read, sent?: Equivariance['sent']): Equivariance => ({
  what: 'the order of the examples does not matter',
  moved: (question: Any) => ({
    ...question,
    ...(question.X && { X: rowsIn(question.X as Matrix, orderOf(question.X as Matrix)) }),
    ...(question.A && { A: rowsIn(question.A as Matrix, orderOf(question.A as Matrix)) }),
    ...(question.y && { y: ordered(question.y as Float64Array, orderOfRows(question.y.length as number)) }),
  }),
  read,
  ...(sent && { sent }),
});

/** The columns of X in another order, each times a sign. */
const coordinates = (read: Read, sent?: Equivariance['sent']): Equivariance => ({
  what: 'the order of the coordinates and their signs do not matter',
  moved: (question: Any) => {
    const { order, signs } = turn(SEED, (question.X as Matrix).cols);
    const perColumn = Object.entries(question as object).filter(
      ([name, list]) => ['weights', 'alpha'].includes(name) && typeof list === 'object',
    );
    return {
      ...question,
      X: turned(question.X as Matrix, order, signs),
      ...Object.fromEntries(perColumn.map(([name, list]) => [name, ordered(list as Float64Array, order)])),
    };
  },
  read,
  ...(sent && { sent }),
});

/** Labels twice as large, exactly. */
const doubled = (read: Read): Equivariance => ({
  what: 'twice the labels have twice the answer',
  moved: (question: Any) => ({ ...question, y: (question.y as Float64Array).map((entry) => 2 * entry) }),
  read,
  sent: (numbers) => numbers.map((x) => 2 * x),
});

const field =
  (...names: string[]): Read =>
  (value) =>
    names.flatMap((name) =>
      typeof value[name] === 'number' ? [value[name] as number] : [...(value[name] as number[])],
    );
const entries: Read = (value) => [...(value as Float64Array)];
const byColumns = (numbers: readonly number[], question: Any) => {
  const { order, signs } = turn(SEED, (question.X as Matrix).cols);
  return order.map((j, k) => signs[k]! * numbers[j]!);
};
const byRows = (numbers: readonly number[], question: Any) => orderOf(question.X as Matrix).map((i) => numbers[i]!);

const norm = field('norm');

export const equivariances: Readonly<Record<string, readonly Equivariance[]>> = {
  curvature: [examples(field('largest', 'trace', 'mean'))],
  'flow-path': [examples(field('length', 'straight')), coordinates(field('length')), doubled(field('length'))],
  lasso: [examples(field('objective')), coordinates(field('objective'))],
  'max-margin': [examples(field('margin')), coordinates(field('margin'))],
  'minimum-l1': [examples(norm), coordinates(norm), doubled(norm)],
  'minimum-l2': [examples(field('norm', 'beta')), coordinates(field('beta'), byColumns), doubled(norm)],
  'minimum-nuclear': [examples(norm), doubled(norm)],
  'minimum-p-norm': [examples(norm), coordinates(norm), doubled(norm)],
  'minimum-q': [examples(field('value')), coordinates(field('value'))],
  'minimum-weighted-l1': [examples(norm), coordinates(norm), doubled(norm)],
  'one-layer-margin': [examples(entries, byRows)],
  'penalized-optimum': [examples(entries), coordinates(entries, byColumns)],
  posterior: [examples(field('beta'))],
  preferred: [examples(field('complexity'))],
  rademacher: [examples(field('complexity')), coordinates(field('complexity'))],
  'ridge-shift': [examples(field('residual', 'distance')), coordinates(field('residual', 'distance'))],
  'weak-penalty': [examples(field('margin', 'entropy', 'gap')), coordinates(field('margin', 'entropy', 'gap'))],
};
