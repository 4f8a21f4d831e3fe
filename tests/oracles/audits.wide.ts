/** The audits of answers that are not rational: their truth, or bounds of it, in 60 digits. */
import type { BigNumber } from 'mathjs';
import { cholesky, choleskySolve } from '../../src/numerics/cholesky.js';
import { gramTransposed, matrix, type Matrix } from '../../src/numerics/matrix.js';
import { minimumNuclear } from '../../oracles/minimum-nuclear.js';
import { minimumPNorm } from '../../oracles/minimum-p-norm.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { exactly, wide } from '../numerics/exactly.js';
import { columns, dot, minus, plus, rows, solved, vector, type Rational } from '../numerics/rational.js';
import { audited, type Audited } from './audited.js';
import { decade, hardSample } from './hard.js';
import { interpolant } from './truth.js';

const big = (x: number) => exactly(x);
const ofRational = ({ n, d }: Rational) => wide.bignumber(n.toString()).div(wide.bignumber(d.toString())) as BigNumber;
const sum = (all: readonly BigNumber[]) => all.reduce((a, b) => a.plus(b), wide.bignumber(0) as BigNumber);
const inner = (a: readonly BigNumber[], b: readonly BigNumber[]) => sum(a.map((entry, k) => entry.times(b[k]!)));
/** How far `high` is above `low`, in units of the error. */
const above = (high: BigNumber, low: BigNumber, error: number) =>
  high.lte(low) ? 0 : error === 0 ? Infinity : high.minus(low).div(big(error)).toNumber();
const apart = (x: Float64Array, y: readonly BigNumber[], error: number) => {
  const square = sum(y.map((entry, k) => entry.minus(big(x[k]!)).pow(2)));
  return above(square.sqrt(), wide.bignumber(0) as BigNumber, error);
};
const table = (X: Matrix) => rows(X).map((row) => row.map(ofRational));
const across = (A: readonly (readonly BigNumber[])[]) => A[0]!.map((_, j) => A.map((row) => row[j]!));

/** b moved onto X b = y by X'(X X')^-1 r, exactly. */
function fitted(A: readonly Rational[][], right: readonly Rational[], b: Float64Array): BigNumber[] {
  const at = vector(b);
  const left = A.map((row, i) => minus(right[i]!, dot(row, at)));
  const nu = solved(
    A.map((a) => A.map((other) => dot(a, other))),
    left,
  )!;
  return columns(A).map((x, j) => ofRational(plus(at[j]!, dot(x, nu))));
}

/** Ordinary sizes: the oracles audited here refuse others. */
const wideSample = (seed: number) => {
  const n = 1 + (seed % 3);
  return hardSample(seed, n, n + 1 + (Math.floor(seed / 3) % 3));
};

const leastP = (seed: number): Audited => {
  const question = wideSample(seed);
  const p = [1.02, 1.03, 1.05, 1.1, 1.3, 1.5, 2][question.stream.integer(7)]!;
  const q = big(p).div(big(p).minus(1)) as BigNumber;
  const norm = (b: readonly BigNumber[], power: BigNumber) =>
    sum(b.map((entry) => (entry.isZero() ? entry : entry.abs().pow(power)))).pow(
      wide.bignumber(1).div(power) as BigNumber,
    );
  return audited(
    () => minimumPNorm.answer({ ...question, p }),
    interpolant(question) !== undefined,
    ({ value, error }) => {
      if (question.y.every((entry) => entry === 0)) return [value.norm === 0 ? 0 : Infinity];
      const nu = [...value.nu].map(big);
      const dual = across(table(question.X)).map((x) => inner(x, nu));
      const low = inner([...question.y].map(big), nu).div(norm(dual, q));
      const high = norm(fitted(rows(question.X), vector(question.y), value.beta), big(p));
      return [above(big(value.norm), low, error), above(high, big(value.norm), error)];
    },
  );
};

/** Iterates x += step(residual of x), the residual in 60 digits and the step in float64, to 40 digits and more. */
function polished(
  x: readonly BigNumber[],
  residual: (x: readonly BigNumber[]) => BigNumber[],
  solve: (r: Float64Array) => Float64Array,
) {
  let at = [...x];
  for (let round = 0; round < 12; round++) {
    const r = residual(at);
    const unit = r.reduce((a, b) => (b.abs().gt(a) ? b.abs() : a), wide.bignumber('1e-200') as BigNumber);
    const step = solve(Float64Array.from(r, (entry) => entry.div(unit).toNumber()));
    at = at.map((entry, k) => entry.plus(big(step[k]!).times(unit)));
  }
  return at;
}

const hyperbolic = (seed: number): Audited => {
  const question = wideSample(seed);
  const alpha = decade(question.stream, -4, 1);
  const A = big(alpha).pow(2);
  const X = table(question.X);
  const turned = across(X);
  const y = [...question.y].map(big);
  const image = (nu: readonly BigNumber[]) =>
    turned.map((x) => (wide.sinh(inner(x, nu)) as BigNumber).times(A).times(2));
  return audited(
    () => minimumQ.answer({ ...question, alpha }),
    interpolant(question) !== undefined,
    ({ value, error }) => {
      const n = y.length;
      const K = matrix(n, n);
      const slopes = image([...value.nu].map(big)).map((b) => Math.hypot(b.toNumber(), 2 * alpha * alpha));
      for (let i = 0; i < n; i++)
        for (let k = 0; k < n; k++)
          for (let j = 0; j < slopes.length; j++)
            K.data[i * n + k]! +=
              question.X.data[i * slopes.length + j]! * slopes[j]! * question.X.data[k * slopes.length + j]!;
      const L = cholesky(K);
      const nu = polished(
        [...value.nu].map(big),
        (at) => {
          const b = image(at);
          return X.map((row, i) => y[i]!.minus(inner(row, b)));
        },
        (r) => choleskySolve(L, r),
      );
      return [apart(value.beta, image(nu), error)];
    },
  );
};

const logistic = (seed: number): Audited => {
  const question = wideSample(seed);
  const { X, stream } = question;
  const y = Float64Array.from({ length: X.rows }, () => (stream.integer(2) === 0 ? -1 : 1));
  const penalty = decade(stream, -6, 1);
  const [n, d] = [X.rows, X.cols];
  return audited(
    () => penalizedOptimum.answer({ X, y, loss: 'logistic', penalty }),
    true,
    ({ value, error }) => {
      const table_ = table(X);
      const pull = (w: readonly BigNumber[]) =>
        table_.map((row, i) => {
          const score = inner(row, w).times(y[i]!);
          return wide
            .bignumber(-y[i]!)
            .div((wide.exp(score) as BigNumber).plus(1))
            .div(n) as BigNumber;
        });
      const bends = pull([...value].map(big)).map((entry) => {
        const share = Math.abs(entry.toNumber()) * n;
        return Math.sqrt((share * (1 - share)) / n);
      });
      const H = gramTransposed(
        matrix(
          n,
          d,
          X.data.map((entry, k) => entry * bends[Math.floor(k / d)]!),
        ),
      );
      for (let j = 0; j < d; j++) H.data[j * (d + 1)]! += penalty;
      const L = cholesky(H);
      const truth = polished(
        [...value].map(big),
        (w) => {
          const slopes = pull(w);
          return across(table_).map((x, j) =>
            inner(x, slopes)
              .plus(w[j]!.times(big(penalty)))
              .neg(),
          );
        },
        (r) => choleskySolve(L, r),
      );
      return [apart(value, truth, error)];
    },
  );
};

/** |M|_* and |M|_2 of a symmetric 2 x 2 matrix. */
const spectrum = ([a, b, , c]: readonly BigNumber[]) => {
  const half = a!.plus(c!).div(2);
  const root = a!.minus(c!).div(2).pow(2).plus(b!.pow(2)).sqrt();
  const [one, two] = [half.plus(root).abs(), half.minus(root).abs()];
  return { nuclear: one.plus(two), spectral: one.gt(two) ? one : two };
};

const square = (seed: number): Audited => {
  const { X, y, stream } = hardSample(seed, 1 + (seed % 2), 3);
  const A = matrix(X.rows, 4);
  for (let k = 0; k < X.rows; k++)
    A.data.set(
      [0, 1, 1, 2].map((j) => X.data[3 * k + j]!),
      4 * k,
    );
  // Measurements that depend on each other but for 1e-5.
  if (X.rows === 2 && stream.integer(3) === 0)
    for (let j = 0; j < 4; j++) A.data[j] = A.data[4 + j]! * (1 + 1e-5 * (j === 1 || j === 2 ? 1 : j));
  return audited(
    () => minimumNuclear.answer({ A, y }),
    interpolant({ X: A, y }) !== undefined,
    ({ value, error }) => {
      const nu = [...value.nu].map(big);
      const dual = spectrum(across(table(A)).map((x) => inner(x, nu))).spectral;
      const low = inner([...y].map(big), nu).div(dual.gt(1) ? dual : 1);
      const high = spectrum(fitted(rows(A), vector(y), value.M)).nuclear;
      return [above(big(value.norm), low as BigNumber, error), above(high, big(value.norm), error)];
    },
  );
};

export const wideAudits: Readonly<Record<string, (seed: number) => Audited>> = {
  minimumPNorm: leastP,
  minimumQ: hyperbolic,
  'penalizedOptimum, logistic': logistic,
  minimumNuclear: square,
};
