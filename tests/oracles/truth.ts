/** Minimizers by enumeration in rational arithmetic, verified by their conditions of optimality: for small tasks. */
import type { Matrix } from '../../src/numerics/matrix.js';
import {
  atMost,
  columns,
  dot,
  exact,
  isZero,
  minus,
  negative,
  plus,
  product,
  rational,
  rows,
  sign,
  size,
  solved,
  total,
  vector,
  zero,
  type Rational,
} from '../numerics/rational.js';

/** The subsets of 0 .. n - 1. */
const subsets = (n: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, k) => Array.from({ length: n }, (_, j) => j).filter((j) => (k >> j) & 1));

/** P X'(X P X')^-1 y and y'(X P X')^-1 y; undefined where the rows depend. */
export function interpolant({ X, y }: { X: Matrix; y: Float64Array }, P?: Matrix) {
  const A = rows(X);
  const T = P ? A.map((row) => rows(P).map((other) => dot(row, other))) : A;
  const nu = solved(
    T.map((a) => A.map((b) => dot(a, b))),
    vector(y),
  );
  return nu && { nu, beta: columns(T).map((column) => dot(column, nu)), square: dot(vector(y), nu) };
}

/** All b that meet the conditions of |X b - y|^2 / 2 + lambda |b|_1 on independent supports, and the least objective. */
export function lassos({ X, y }: { X: Matrix; y: Float64Array }, lambda: Rational) {
  const A = columns(rows(X));
  const right = vector(y);
  const d = A.length;
  const found: Rational[][] = [];
  for (const support of subsets(d)) {
    const G = support.map((i) => support.map((j) => dot(A[i]!, A[j]!)));
    for (const flips of subsets(support.length)) {
      const signs = support.map((_, k) => (flips.includes(k) ? -1 : 1));
      const b = solved(
        G,
        support.map((j, k) => minus(dot(A[j]!, right), signs[k]! < 0 ? negative(lambda) : lambda)),
      );
      if (!b || b.some((entry, k) => sign(entry) !== signs[k])) continue;
      const whole = A.map((_, j) => (support.includes(j) ? b[support.indexOf(j)]! : zero));
      const left = right.map((entry, i) => minus(entry, total(whole.map((c, j) => product(c, A[j]![i]!)))));
      if (A.every((column) => atMost(size(dot(column, left)), lambda))) found.push(whole);
    }
  }
  const objective = (b: readonly Rational[]) => {
    const left = right.map((entry, i) => minus(entry, total(b.map((c, j) => product(c, A[j]![i]!)))));
    return plus(product(dot(left, left), rational(1n, 2n)), product(lambda, total(b.map(size))));
  };
  return { found, least: objective(found[0]!) };
}

/** The square of the largest Euclidean margin of the rows of Z; undefined where they are not separable. */
export function squareMargin(Z: Matrix): Rational | undefined {
  const A = rows(Z);
  const G = A.map((a) => A.map((b) => dot(a, b)));
  const one = exact(1);
  for (const face of subsets(A.length)) {
    if (face.length === 0) continue;
    const a = solved(
      face.map((i) => face.map((j) => G[i]![j]!)),
      face.map(() => one),
    );
    if (!a || a.some((entry) => sign(entry) <= 0)) continue;
    const scores = G.map((row) => total(face.map((i, k) => product(row[i]!, a[k]!))));
    if (scores.every((score) => atMost(one, score))) {
      const sum = total(a);
      return isZero(sum) ? undefined : { n: sum.d, d: sum.n };
    }
  }
  return undefined;
}
