import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { marginOf } from '../../oracles/max-margin.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { weakPenalty, type WeakPenalty } from '../../oracles/weak-penalty.js';
import { boundsOrRefuses, farthest } from './bound.js';
import { dec, largest, one, total, type Decimal } from './decimal.js';

function task(seed: number, n: number, d: number) {
  const stream = seededStream(seed);
  const X = matrix(n, d, normals(stream, n * d));
  return { X, y: Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
}

/** The root of log x + more(x) = right, whose left side rises by 1 to 1 + 1/x a unit: by Newton's method. */
function root(more: (x: Decimal) => Decimal, slope: (x: number) => number, right: Decimal): Decimal {
  let x = Math.max(1, right.toNumber());
  for (let step = 0; step < 60; step++) {
    const left = Math.log(x) + more(dec(x)).toNumber() - right.toNumber();
    x = Math.max(x / 4, x - left / (1 / x + slope(x)));
    if (Math.abs(left) < 1e-10) break;
  }
  let exact = dec(x);
  for (let step = 0; step < 3; step++)
    exact = exact.minus(
      exact
        .ln()
        .plus(more(exact))
        .minus(right)
        .div(dec(1 / x + slope(x))),
    );
  return exact;
}

/** One point on each axis, of these lengths: weights are proportional to their inverse squares. */
boundsOrRefuses('weakPenalty, of points on axes', {
  answer: weakPenalty.answer,
  questions: fc
    .tuple(
      fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 2, maxLength: 6 }),
      fc.constantFrom(0.5, 1e-3, 1e-20, 1e-200),
    )
    .map(([lengths, penalty]): WeakPenalty => {
      const X = fromRows(lengths.map((length, i) => lengths.map((_, j) => (i === j ? length : 0))));
      return { X, y: new Float64Array(lengths.length).fill(1), penalties: [penalty] };
    }),
  runs: 12,
  distance: ({ margin, entropy, excess, least, gap }, { X, penalties }) => {
    const n = X.rows;
    const weights = Array.from({ length: n }, (_, i) => one.div(dec(X.data[i * (n + 1)]!).pow(2)));
    const sum = total(weights);
    const q = weights.map((weight) => weight.div(sum));
    const H = total(q.map((share) => share.times(share.ln()))).neg();
    const more = H.plus(largest(q).ln());
    const truths = penalties.map((penalty) => {
      const strength = one.div(sum.times(n).times(dec(penalty))).ln();
      const s = root(
        (x) => x.exp().plus(1).ln(),
        (x) => 1 / (1 + Math.exp(-x)),
        strength,
      );
      const t = root(
        (x) => x,
        () => 1,
        strength.plus(H),
      );
      return [one.minus(dec(n).div(dec(2).ln()).ln().div(s)), more.div(t)] as const;
    });
    return farthest(
      [margin, entropy, excess, ...least, ...gap],
      [one.div(sum.sqrt()), H, more, ...truths.map(([bound]) => bound), ...truths.map(([, missing]) => missing)],
    );
  },
});

describe('weakPenalty', () => {
  it('bounds the margin of the certified minimizer, and says what is missing', () => {
    for (let seed = 1; seed < 9; seed++) {
      const sample = task(seed, 6 + seed, 25);
      const penalties = [1e-4, 1e-5, 1e-6];
      const { value, error } = weakPenalty.answer({ ...sample, penalties });
      expect(error).toBeLessThan(1e-8);
      penalties.forEach((penalty, k) => {
        const w = penalizedOptimum.answer({ ...sample, loss: 'logistic', penalty }).value;
        const share = marginOf(sample, w, 'L2') / value.margin;
        expect(share).toBeGreaterThan(value.least[k]!);
        expect(Math.abs(1 - share - value.gap[k]!)).toBeLessThan(2 / Math.log(penalty) ** 2);
      });
    }
  });

  it('refuses what is no penalty, and points of which it cannot tell the support', () => {
    const sample = task(3, 4, 6);
    for (const penalty of [0, -1, NaN, Infinity])
      expect(() => weakPenalty.answer({ ...sample, penalties: [penalty] })).toThrow(`a penalty is ${penalty}`);
    const twice = fromRows([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    // Of two equal points the support may hold either.
    expect(() => weakPenalty.answer({ X: twice, y: Float64Array.of(1, 1, 1), penalties: [0.1] })).toThrow(/support/);
  });
});
