/**
 * What docs/reference.md promises, as a property: |value - truth| <= error, or a refusal with a sentence. FUZZ=10000 asks
 * that many questions, and prints how near the worst came to its error.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Certified } from '../../src/claim.js';
import { matrix, type Matrix } from '../../src/numerics/matrix.js';
import { dec, type Decimal } from './decimal.js';

const ASKED = Number(process.env['FUZZ'] ?? 0);

export interface Bounded<Q, V> {
  readonly answer: (question: Q) => Certified<V>;
  readonly questions: fc.Arbitrary<Q>;
  /** How far the value is from the truth in the norm of the oracle; undefined where there is no truth. */
  readonly distance: (value: V, question: Q) => Decimal | undefined;
  /** How many questions are asked, and the least share of them that has an answer. */
  readonly runs?: number;
  readonly answered?: number;
}

/** The refusals are sentences: a RangeError or Error of ours that names somebody and says what was expected. */
function asked<Q, V>(answer: (question: Q) => Certified<V>, question: Q): Certified<V> | undefined {
  try {
    return answer(question);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError || !/: .*expected|: .*depend/s.test(error.message))
      throw error;
    return undefined;
  }
}

export function boundsOrRefuses<Q, V>(name: string, it: Bounded<Q, V>): void {
  const { answer, questions, distance, runs = 60, answered = 0.3 } = it;
  test(`${name}: a bound or a refusal`, { timeout: 3_600_000 }, () => {
    let seen = 0;
    let [answers, worst] = [0, 0];
    fc.assert(
      fc.property(questions, (question) => {
        seen++;
        const said = asked(answer, question);
        if (!said) return;
        expect(said.error).toBeGreaterThanOrEqual(0);
        const off = distance(said.value, question);
        if (!off) return;
        answers++;
        if (!off.isZero()) worst = Math.max(worst, off.div(said.error || 1e-323).toNumber());
        if (!off.lte(dec(said.error))) throw new Error(`off by ${off.toPrecision(5)}, stated ${said.error}`);
      }),
      { numRuns: ASKED || runs, ...(ASKED ? { seed: 12 } : { seed: 5 }), verbose: 0 },
    );
    if (ASKED) console.log(`${name}: ${answers} answers to ${seen} questions, worst |value - truth| / error ${worst}`);
    expect(answers / seen).toBeGreaterThan(answered);
  });
}

// ------------------------------------------------------------------------------------------------------- questions

/** A size anywhere in float64's range, and mostly near 1. */
export const scale: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: -12, max: 12 }).map((k) => 10 ** k) },
  { weight: 1, arbitrary: fc.integer({ min: -300, max: 300 }).map((k) => 10 ** k) },
);

/** Numbers as they occur: spread, round, tied, zero, nearly equal. */
export const entry: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((k) => k / 314_159) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(1 + 1e-9, 1 - 1e-12, 1e-8, -1e8) },
);

export const positive: fc.Arbitrary<number> = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), scale)
  .map(([k, s]) => (k / 300_000) * s);

export const entries = (n: number): fc.Arbitrary<Float64Array> =>
  fc
    .tuple(fc.array(entry, { minLength: n, maxLength: n }), scale)
    .map(([list, s]) => Float64Array.from(list, (x) => x * s));

export const labels = (n: number): fc.Arbitrary<Float64Array> =>
  fc.array(fc.constantFrom(-1, 1), { minLength: n, maxLength: n }).map((list) => Float64Array.from(list));

/** What happens to a design: nothing, a zero column, equal or nearly equal rows and columns, a row or column of another size. */
const spoil = fc.oneof(
  { weight: 4, arbitrary: fc.constant<(X: Matrix) => Matrix>((X) => X) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('zero column', 'equal rows', 'equal columns', 'row of another size', 'column of another size'),
        fc.constantFrom(0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3),
        fc.integer({ min: -9, max: 9 }),
      )
      .map(([what, apart, power]) => (X: Matrix) => {
        const data = X.data.slice();
        const at = (i: number, j: number) => i * X.cols + j;
        const [lastRow, lastColumn] = [X.rows - 1, X.cols - 1];
        for (let i = 0; i < X.rows; i++)
          for (let j = 0; j < X.cols; j++) {
            const x = X.data[at(i, j)]!;
            const near = (y: number) => y + apart * x;
            if (what === 'zero column' && j === lastColumn) data[at(i, j)] = 0;
            if (what === 'equal rows' && i === lastRow && i > 0) data[at(i, j)] = near(X.data[at(0, j)]!);
            if (what === 'equal columns' && j === lastColumn && j > 0) data[at(i, j)] = near(X.data[at(i, 0)]!);
            if (what === 'row of another size' && i === lastRow) data[at(i, j)] = x * 10 ** power;
            if (what === 'column of another size' && j === lastColumn) data[at(i, j)] = x * 10 ** power;
          }
        return matrix(X.rows, X.cols, data);
      }),
  },
);

export const designOf = (n: number, d: number): fc.Arbitrary<Matrix> =>
  fc.tuple(entries(n * d), spoil).map(([data, change]) => change(matrix(n, d, data)));

/** n x d, 1 <= n <= most; wide: n <= d. */
export const design = (most: number, wide = false): fc.Arbitrary<Matrix> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most }))
    .chain(([n, d]) => designOf(n, wide ? Math.max(n, d) : d));

export const withLabels = (most: number, wide = false): fc.Arbitrary<{ X: Matrix; y: Float64Array }> =>
  design(most, wide).chain((X) => entries(X.rows).map((y) => ({ X, y })));

/** The largest |value - truth| of lists of equal length. */
export const farthest = (values: ArrayLike<number>, truths: readonly Decimal[]): Decimal =>
  truths.reduce((most, truth, k) => {
    const off = dec(values[k]!).minus(truth).abs();
    return off.gt(most) ? off : most;
  }, dec(0));
