/** The stationary law of dropout by its uncentred moments over all masks, in 100 digits. */
import fc from 'fast-check';
import { matrix } from '../../src/numerics/matrix.js';
import { dropoutIterates, type DropoutIteratesQuestion } from '../../oracles/dropout-iterates.js';
import { boundsOrRefuses, entry } from './bound.js';
import { columnsOf, dec, inner, one, solved, total, vector, zero, type Decimal } from './decimal.js';

/** E w and E w w' are kept by w -> A w + b, A = I - rate D S D, b = rate D X'y / n: tr E w w' - |E w|^2. */
function spread({ X, y, q, rate }: DropoutIteratesQuestion): Decimal | undefined {
  const columns = columnsOf(X);
  const d = columns.length;
  const over = one.div(X.rows);
  const S = columns.map((a) => columns.map((b) => inner(a, b).times(over)));
  const target = columns.map((a) => inner(a, vector(y)).times(over));
  const indices = Array.from({ length: d }, (_, j) => j);
  const masks = Array.from({ length: 1 << d }, (_, code) => {
    const kept = indices.map((j) => ((code >> j) & 1) === 1);
    const at = kept.map((each) => (each ? one.div(one.minus(dec(q))) : zero));
    const A = indices.map((i) =>
      indices.map((j) => (i === j ? one : zero).minus(dec(rate).times(at[i]!).times(S[i]![j]!).times(at[j]!))),
    );
    const chance = kept.reduce((product, each) => product.times(each ? one.minus(dec(q)) : dec(q)), one);
    return { A, b: indices.map((j) => dec(rate).times(at[j]!).times(target[j]!)), chance };
  });
  const mean = (of: (mask: (typeof masks)[number]) => Decimal) =>
    total(masks.map((mask) => mask.chance.times(of(mask))));
  const first = solved(
    indices.map((i) => indices.map((j) => (i === j ? one : zero).minus(mean(({ A }) => A[i]![j]!)))),
    indices.map((i) => mean(({ b }) => b[i]!)),
  );
  if (!first) return undefined;
  const pairs = indices.flatMap((i) => indices.map((j) => [i, j] as const));
  const second = solved(
    pairs.map(([i, j]) =>
      pairs.map(([k, l]) => (i === k && j === l ? one : zero).minus(mean(({ A }) => A[i]![k]!.times(A[j]![l]!)))),
    ),
    pairs.map(([i, j]) =>
      mean(({ A, b }) => {
        const [Ai, Aj] = [inner(A[i]!, first), inner(A[j]!, first)];
        return b[i]!.times(b[j]!).plus(Ai.times(b[j]!)).plus(b[i]!.times(Aj));
      }),
    ),
  );
  return second && total(indices.map((j) => second[j * d + j]!.minus(first[j]!.pow(2))));
}

boundsOrRefuses('dropoutIterates', {
  answer: dropoutIterates.answer,
  questions: fc
    .tuple(
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 2, max: 5 }),
      fc.constantFrom(0.1, 0.5, 0.75),
      fc.constantFrom(0.1, 0.01, 1e-4),
    ) // prettier-ignore
    .chain(([d, n, q, rate]) =>
      fc
        .tuple(fc.array(entry, { minLength: n * d, maxLength: n * d }), fc.array(entry, { minLength: n, maxLength: n }))
        .map(([data, y]) => ({ X: matrix(n, d, Float64Array.from(data)), y: Float64Array.from(y), q, rate })),
    ),
  runs: 60,
  distance: ({ square, slope }, question) => {
    const truth = spread(question);
    // The limit by the rate, where the first order in it is far below the error that is stated.
    const small = spread({ ...question, rate: 1e-22 });
    if (!truth || !small) return undefined;
    const off = dec(square).minus(truth).abs();
    const limit = dec(slope)
      .minus(small.div(dec(1e-22)))
      .abs();
    return off.gt(limit) ? off : limit;
  },
});
