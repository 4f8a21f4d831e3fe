/** The risk of ridge by definition in 100 digits, at the penalty that is best and at others. */
import fc from 'fast-check';
import { matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { unevenRidge } from '../../oracles/uneven-ridge.js';
import type { UnevenRegression } from '../../tasks/uneven-regression.js';
import { boundsOrRefuses } from './bound.js';
import { columnsOf, dec, gramOf, inner, one, rowsOf, solved, total, zero, type Decimal } from './decimal.js';

/** sum_j v_j (sum_k w_k (lambda G_jk)^2 + sigma^2 |X G_j|^2), G = (X'X + lambda I)^-1. */
function risk({ X, variances, prior, sigma }: UnevenRegression, lambda: Decimal): Decimal {
  const rows = rowsOf(X);
  const A = gramOf(columnsOf(X)).map((row, j) => row.map((entry, k) => (j === k ? entry.plus(lambda) : entry)));
  return total(
    A.map((_, j) => {
      const g = solved(
        A,
        A.map((_, k) => (k === j ? one : zero)),
      )!;
      const bias = total(g.map((each, k) => each.times(lambda).pow(2).times(dec(prior[k]!))));
      const seen = rows.map((row) => inner(row, g));
      return bias.plus(inner(seen, seen).times(dec(sigma).pow(2))).times(dec(variances[j]!));
    }),
  );
}

boundsOrRefuses('unevenRidge', {
  answer: unevenRidge.answer,
  questions: fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 4 }), fc.integer({ min: 0, max: 3 }), fc.nat(1e6))
    .map(([n, d, noise, from]) => {
      const stream = seededStream(from);
      const positive = () => normals(stream, d).map((each) => each * each);
      const X = matrix(n, d, normals(stream, n * d));
      return { X, variances: positive(), prior: positive(), sigma: noise / 3 };
    }),
  runs: 25,
  distance: (value, task) => {
    const said = dec(value.risk);
    const others = [1e-2, 1e-1, 1, 10, 1e3, 1e5].map(dec);
    const near = [0.9, 0.99, 1.01, 1.1].map((c) => dec(c).times(value.penalty));
    const within = [...others, ...near].filter((lambda) => lambda.gte(0.01) && lambda.lte(1e5));
    return within
      .map((lambda) => said.minus(risk(task, lambda)))
      .concat(said.minus(risk(task, dec(value.penalty))).abs())
      .reduce((most, off) => (off.gt(most) ? off : most));
  },
});
