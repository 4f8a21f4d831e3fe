/**
 * One audit per oracle that solves a problem: a hard question from a seed, its answer, and how much of the stated error
 * the answer's true distance takes up, known exactly. At most 1 is a bound.
 */
import { matrix, multiply, transpose, type Matrix } from '../../src/numerics/matrix.js';
import { lasso } from '../../oracles/lasso.js';
import { maxMargin, type MarginNorm } from '../../oracles/max-margin.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { posterior } from '../../oracles/posterior.js';
import { preferred } from '../../oracles/preferred.js';
import {
  atMost,
  below,
  columns,
  dot,
  exact,
  isZero,
  minus,
  most,
  near,
  over,
  plus,
  product,
  rational,
  rootShare,
  rows,
  share,
  sign,
  size,
  solved,
  total,
  vector,
  type Rational,
} from '../numerics/rational.js';
import { audited, type Audited } from './audited.js';
import { decade, hardSample } from './hard.js';
import { interpolant, lassos, squareMargin } from './truth.js';

/** |x - y| / error for scalars. */
const off = (x: number, y: Rational, error: number) => share([x], [y], error);
/** The relative size of what `x` is above `y`, in units of the error; 0 where it is below. */
const above = (x: Rational, y: Rational, error: number) =>
  atMost(x, y) ? 0 : error === 0 ? Infinity : near(over(minus(x, y), exact(error)));

const wide = (seed: number) => {
  const n = 1 + (seed % 4);
  return hardSample(seed, n, n + (Math.floor(seed / 4) % 4));
};
const any = (seed: number) => hardSample(seed, 1 + (seed % 5), 1 + (Math.floor(seed / 5) % 4));

/** A metric: round, stretched over decades, or with a factor whose diagonal says nothing of its condition. */
function metric(stream: ReturnType<typeof hardSample>['stream'], d: number): Matrix {
  const kind = stream.integer(3);
  const L = matrix(d, d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++)
      L.data[i * d + j] = i === j ? (kind === 1 ? decade(stream, -4, 2) : 1) : kind === 2 ? -3 : 0.5 * stream.normal();
  return multiply(L, transpose(L));
}

const leastSquare = (seed: number): Audited => {
  const question = wide(seed);
  const truth = interpolant(question);
  return audited(
    () => minimumL2.answer(question),
    truth !== undefined,
    ({ value, error }) => [share(value.beta, truth!.beta, error), rootShare(value.norm, truth!.square, error)],
  );
};

const preconditioned = (seed: number): Audited => {
  const question = wide(seed);
  const P = metric(question.stream, question.X.cols);
  const truth = interpolant(question, P);
  return audited(
    () => preferred.answer({ ...question, preference: { kind: 'preconditioned', P } }),
    truth !== undefined,
    ({ value, error }) => [rootShare(value.complexity, truth!.square, error)],
  );
};

const mean = (seed: number): Audited => {
  const question = wide(seed);
  const P = metric(question.stream, question.X.cols);
  const truth = interpolant(question, P);
  return audited(
    () => posterior.answer({ ...question, P }),
    truth !== undefined,
    ({ value, error }) => [share(value.beta, truth!.beta, error)],
  );
};

const penalty = (seed: number, question: ReturnType<typeof hardSample>) => {
  const pull = Math.max(...columns(rows(question.X)).map((x) => Math.abs(near(dot(x, vector(question.y))))));
  return (pull > 1e-300 && pull < 1e300 ? pull : 1) * decade(question.stream, -12, 0) * (0.3 + 0.1 * (seed % 5));
};

const soft = (seed: number): Audited => {
  const question = any(seed);
  const lambda = penalty(seed, question);
  const truth = lassos(question, exact(lambda));
  return audited(
    () => lasso.answer({ ...question, lambda }),
    true,
    ({ value, error }) => [off(value.objective, truth.least, error)],
  );
};

const sparse = (seed: number): Audited => {
  const question = any(seed);
  const each = penalty(seed, question) / question.y.length;
  const { found } = lassos(question, product(exact(each), rational(BigInt(question.y.length))));
  const [first] = found;
  const one = found.every((b) => b.every((entry, j) => isZero(minus(entry, first![j]!))));
  return audited(
    () => penalizedOptimum.answer({ ...question, loss: 'lasso', penalty: each }),
    one,
    ({ value, error }) => [one ? share(value, first!, error) : Infinity],
  );
};

const shrunk = (seed: number): Audited => {
  const question = any(seed);
  const each = penalty(seed, question) / question.y.length;
  const A = columns(rows(question.X));
  const lambda = product(exact(each), rational(BigInt(question.y.length)));
  const truth = solved(
    A.map((a, i) => A.map((b, j) => (i === j ? plus(dot(a, b), lambda) : dot(a, b)))),
    A.map((a) => dot(a, vector(question.y))),
  );
  return audited(
    () => penalizedOptimum.answer({ ...question, loss: 'squared', penalty: each }),
    true,
    ({ value, error }) => [share(value, truth!, error)],
  );
};

/** The first coordinate of every point moved so that a w of margin about `gap` separates, over a nuisance. */
function separable(seed: number) {
  const { X, y: _, stream, kinds } = hardSample(seed, 1 + (seed % 5), 1 + (Math.floor(seed / 5) % 4));
  const y = Float64Array.from({ length: X.rows }, () => (stream.integer(2) === 0 ? -1 : 1));
  if (stream.integer(4) > 0) {
    const gap = decade(stream, -7, 1);
    for (let i = 0; i < X.rows; i++) X.data[i * X.cols] = y[i]! * gap * (1 + stream.uniform());
  }
  return { X, y, kinds };
}
const signedRows = ({ X, y }: { X: Matrix; y: Float64Array }): Matrix => ({
  ...X,
  data: X.data.map((entry, k) => entry * y[Math.floor(k / X.cols)]!),
});

const round = (seed: number): Audited => {
  const question = separable(seed);
  const truth = squareMargin(signedRows(question));
  return audited(
    () => maxMargin.answer({ ...question, norm: 'L2' }),
    truth !== undefined,
    ({ value, error }) => [rootShare(value.margin, truth!, error)],
  );
};

/** The margin lies between what the direction attains and what the weights allow, both exact. */
const straight =
  (norm: Exclude<MarginNorm, 'L2'>) =>
  (seed: number): Audited => {
    const question = separable(seed);
    const Z = rows(signedRows(question));
    const sizeOf = (w: readonly Rational[], as: MarginNorm) => (as === 'L1' ? total(w.map(size)) : most(w.map(size)));
    return audited(
      () => maxMargin.answer({ ...question, norm }),
      squareMargin(signedRows(question)) !== undefined,
      ({ value, error }) => {
        const w = vector(value.w);
        const low = over(
          Z.map((z) => dot(z, w)).reduce((a, b) => (below(b, a) ? b : a)),
          sizeOf(w, norm),
        );
        const a = vector(value.weights);
        const high = over(
          sizeOf(
            columns(Z).map((z) => dot(z, a)),
            norm === 'L1' ? 'Linf' : 'L1',
          ),
          total(a),
        );
        const margin = exact(value.margin);
        return [
          above(high, margin, error),
          above(margin, low, error),
          a.some((entry) => sign(entry) < 0) ? Infinity : 0,
        ];
      },
    );
  };

/** The norm lies between what the dual proves and that of an exact interpolant near beta. */
const basis = (seed: number): Audited => {
  const question = wide(seed);
  const truth = interpolant(question);
  const A = rows(question.X);
  const right = vector(question.y);
  return audited(
    () => minimumL1.answer(question),
    truth !== undefined,
    ({ value, error }) => {
      const b = vector(value.beta);
      const left = A.map((row, i) => minus(right[i]!, dot(row, b)));
      const nu = solved(
        A.map((a) => A.map((other) => dot(a, other))),
        left,
      )!;
      const fit = b.map((entry, j) => plus(entry, dot(columns(A)[j]!, nu)));
      const dual = vector(value.nu);
      const prices = columns(A).map((x) => size(dot(x, dual)));
      const low = over(dot(right, dual), most([exact(1), ...prices]));
      const norm = exact(value.norm);
      return [above(norm, low, error), above(total(fit.map(size)), norm, error)];
    },
  );
};

export const audits: Readonly<Record<string, (seed: number) => Audited>> = {
  minimumL2: leastSquare,
  'preferred, preconditioned': preconditioned,
  posterior: mean,
  lasso: soft,
  'penalizedOptimum, lasso': sparse,
  'penalizedOptimum, squared': shrunk,
  'maxMargin, L2': round,
  'maxMargin, L1': straight('L1'),
  'maxMargin, Linf': straight('Linf'),
  minimumL1: basis,
};
