/** Oracles of a design X: their errors are bounds, against systems and eigenvalues in 100 digits, or they refuse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/numerics/matrix.js';
import { ballDeviation } from '../../oracles/ball-deviation.js';
import { dropoutNoise } from '../../oracles/dropout-noise.js';
import { dropoutRidge } from '../../oracles/dropout-ridge.js';
import { labelNoiseDecay } from '../../oracles/label-noise-decay.js';
import { largeInit } from '../../oracles/large-init.js';
import { mirrorCovariance } from '../../oracles/mirror-covariance.js';
import { mirrorGap } from '../../oracles/mirror-gap.js';
import { noiseGram } from '../../oracles/noise-gram.js';
import { nuclearBound, nuclearObjective } from '../../oracles/nuclear-bound.js';
import { oneLayerMargin } from '../../oracles/one-layer-margin.js';
import { rademacher } from '../../oracles/rademacher.js';
import { ridgeShift } from '../../oracles/ridge-shift.js';
import { sparseMargin } from '../../oracles/sparse-margin.js';
import { inverseForm, leastSingular, weightedGram } from '../../oracles/weighted-gram.js';
import { norm1, norm2, normInf } from '../../src/numerics/matrix.js';
import { boundsOrRefuses, design, designOf, entries, farthest, labels, positive, scale, withLabels } from './bound.js';
import {
  columnsOf,
  combined,
  dec,
  eigenvalues,
  gramOf,
  image,
  inner,
  largest,
  length,
  one,
  rowsOf,
  solved,
  total,
  vector,
  zero,
  type Decimal,
} from './decimal.js';

const size = fc.integer({ min: 1, max: 4 });
const most = (...offs: readonly Decimal[]) => offs.reduce((worst, off) => (off.gt(worst) ? off : worst), zero);
const minus = (x: readonly Decimal[], y: readonly Decimal[]) => x.map((entry, k) => entry.minus(y[k]!));

boundsOrRefuses('ridgeShift', {
  answer: ridgeShift.answer,
  questions: fc.tuple(withLabels(4, true), positive).map(([task, penalty]) => ({ ...task, penalty })),
  distance: ({ residual, distance }, { X, y, penalty }) => {
    const rows = rowsOf(X);
    const K = gramOf(rows);
    const alpha = solved(K.map((row, i) => row.map((k, j) => (i === j ? k.plus(dec(penalty)) : k))), vector(y))!; // prettier-ignore
    const back = solved(K, alpha);
    if (!back) return dec('1e400');
    const shift = inner(alpha, back).sqrt();
    return farthest(
      [residual, distance],
      [length(alpha), shift].map((x) => x.times(dec(penalty))),
    );
  },
});

boundsOrRefuses('ballDeviation', {
  answer: ballDeviation.answer,
  questions: design(4).chain((X) =>
    fc.record({ y: labels(X.rows), signal: entries(X.cols), size: positive, radius: positive }).map((rest) => ({
      radius: rest.radius,
      task: { X, mirrored: { X, y: rest.y }, y: rest.y, signal: rest.signal, size: rest.size, m: X.rows, D: X.cols - 1, energy: 1 }, // prettier-ignore
    })),
  ),
  distance: ({ L1, L2 }, { radius, task: { X, y, size: u, signal } }) => {
    const mean = combined(rowsOf(X), vector(y)).map((sum) => sum.div(X.rows));
    const delta = minus(mean, vector(signal).map((s) => s.times(2).times(dec(u)))); // prettier-ignore
    return farthest(
      [L1, L2],
      [largest(delta), length(delta)].map((x) => x.times(dec(radius))),
    );
  },
});

const trained = fc.tuple(size, size).chain(([n, d]) =>
  fc.record({
    X: designOf(n, d),
    u: entries(d),
    v: entries(d),
    sigma: positive,
    // As a share of the largest stable step, nearly all of it included.
    share: fc.oneof(fc.integer({ min: 1, max: 100 }).map((k) => k / 100), fc.constantFrom(1 - 1e-6, 1 - 1e-10, 1 - 1e-14)), // prettier-ignore
  }),
);
/** 4 X diag(u^2 + v^2) X' */
const kernelOf = (rows: readonly Decimal[][], u: Float64Array, v: Float64Array) => {
  const g = vector(u).map((a, j) =>
    a
      .times(a)
      .plus(dec(v[j]!).times(dec(v[j]!)))
      .times(4),
  );
  return rows.map((x) => rows.map((z) => total(x.map((entry, j) => entry.times(z[j]!).times(g[j]!)))));
};
boundsOrRefuses('labelNoiseDecay', {
  answer: labelNoiseDecay.answer,
  questions: trained.map(({ X, u, v, sigma, share }) => {
    const top = eigenvalues(kernelOf(rowsOf(X), u, v))
      .at(-1)!
      .toNumber();
    return { X, u, v, sigma, rate: (2 * share) / (top > 0 && top < Infinity ? top : 1) };
  }),
  distance: ({ leading, corrected }, { X, u, v, rate, sigma }) => {
    const rows = rowsOf(X);
    const K = kernelOf(rows, u, v);
    const A = K.map((row, i) => row.map((k, j) => (i === j ? one : zero).minus(k.times(dec(rate)).div(2))));
    const scaled = dec(rate).times(dec(rate)).times(dec(sigma)).times(dec(sigma)).times(4);
    const columns = columnsOf(X);
    const truths = columns.map((x) => solved(A, x));
    if (truths.some((truth) => truth === undefined)) return dec('1e400');
    return most(
      farthest(corrected, truths.map((b, j) => inner(columns[j]!, b!).times(scaled))), // prettier-ignore
      farthest(leading, columns.map((x) => inner(x, x).times(scaled))), // prettier-ignore
    );
  },
});

/** X^+ b: undefined where the rows depend on each other. */
const pseudo = (rows: readonly Decimal[][], b: readonly Decimal[]) => {
  const nu = solved(gramOf(rows), b);
  return nu && combined(rows, nu);
};
boundsOrRefuses('largeInit', {
  answer: largeInit.answer,
  questions: fc.record({
    task: withLabels(4, true),
    alpha: positive,
    depth: fc.constantFrom(2, 3, 4, 7),
  }).map(({ task, ...rest }) => ({ ...task, ...rest })), // prettier-ignore
  distance: ({ shift }, { X, y, alpha, depth = 2 }) => {
    const rows = rowsOf(X);
    const least = pseudo(rows, vector(y));
    if (!least) return dec('1e400');
    const cubes = least.map((entry) => entry.times(entry).times(entry));
    const part = minus(cubes, pseudo(rows, image(rows, cubes))!);
    const a = dec(depth).div(depth - 2 || 1);
    const constant = depth === 2 ? one.div(24) : a.plus(1).times(a.plus(2)).div(a.times(a).times(24));
    const factor = constant.div(dec(alpha).pow(2 * depth));
    return length(minus(vector(shift), part.map((entry) => entry.times(factor)))); // prettier-ignore
  },
});

boundsOrRefuses('rademacher', {
  answer: rademacher.answer,
  questions: fc.record({ X: design(5), ball: fc.constantFrom('l1' as const, 'l2' as const), radius: positive }),
  distance: ({ complexity, lower, upper }, { X, ball, radius }) => {
    const rows = rowsOf(X);
    const m = X.rows;
    const norms = Array.from({ length: 2 ** m }, (_, code) => {
      const sum = combined(rows, rows.map((_row, i) => dec((code >> i) & 1 ? 1 : -1))); // prettier-ignore
      return ball === 'l1' ? largest(sum) : length(sum);
    });
    const over = dec(radius).div(m);
    const root = length(rows.flat()).times(over);
    const truth = total(norms).div(2 ** m).times(over); // prettier-ignore
    return farthest([complexity, lower, upper], [truth, root.div(dec(2).sqrt()), root]);
  },
});

describe('mirrors', () => {
  const norms = { L1: norm1, L2: norm2, Linf: normInf };
  const truths = {
    L1: (x: readonly Decimal[]) => total(x.map((entry) => entry.abs())),
    L2: length,
    Linf: largest,
  };
  boundsOrRefuses('mirrorCovariance', {
    answer: mirrorCovariance.answer,
    questions: fc.integer({ min: 2, max: 5 }).chain((d) =>
      fc.record({
        centre: entries(d),
        truth: entries(d),
        equations: fc.integer({ min: 1, max: d - 1 }),
        complexities: fc.constant(Object.values(norms)),
      }),
    ),
    distance: (values, { centre, truth, equations }) => {
      const [c, b] = [vector(centre), vector(truth)];
      const off = minus(b, c);
      const other = minus(c, off);
      const share = inner(off, off).div(truth.length - equations);
      return farthest(values, Object.values(truths).map((C) => C(other).minus(C(b)).times(share))); // prettier-ignore
    },
  });
  boundsOrRefuses('mirrorGap', {
    answer: mirrorGap.answer,
    questions: fc.record({ X: design(4, true), size: fc.constant(0) }).chain(({ X }) =>
      fc.record({
        X: fc.constant(X),
        truth: entries(X.cols),
        y: entries(X.rows),
        preference: fc.oneof(
          fc.constantFrom({ kind: 'L1' as const }, { kind: 'Linf' as const }, { kind: 'euclidean' as const }),
          designOf(X.cols, X.cols).map((F) => ({
            kind: 'preconditioned' as const,
            P: matrix(X.cols, X.cols, F.data.map((_, k) => [...Array(X.cols).keys()].reduce((sum, l) => sum + F.data[Math.floor(k / X.cols) * X.cols + l]! * F.data[(k % X.cols) * X.cols + l]!, 0))), // prettier-ignore
          })),
        ),
      }),
    ),
    distance: (value, { X, y, truth, preference }) => {
      const least = pseudo(rowsOf(X), vector(y));
      if (!least) return dec('1e400');
      const b = vector(truth);
      const other = minus(least, minus(b, least));
      const C = (x: readonly Decimal[]): Decimal => {
        if (preference.kind === 'L1') return truths.L1(x);
        if (preference.kind === 'Linf') return largest(x);
        if (preference.kind !== 'preconditioned') return length(x);
        return inner(x, solved(rowsOf(preference.P), x)!).sqrt();
      };
      return C(other).div(C(b)).ln().minus(dec(value)).abs();
    },
  });
});

boundsOrRefuses('noiseGram', {
  answer: noiseGram.answer,
  questions: design(4).chain((X) =>
    fc.record({ signal: entries(X.cols), size: positive }).map(({ signal, size: u }) => {
      const long = norm2(signal);
      const unit = long > 0 && long < Infinity ? signal.map((entry) => entry / long) : signal;
      const y = new Float64Array(X.rows).fill(1);
      return { X, y, mirrored: { X, y }, signal: unit, size: u, m: X.rows, D: X.cols - 1, energy: 1 };
    }),
  ),
  distance: (value, { X, signal, size: u, m }) => {
    const s = vector(signal);
    const noise = rowsOf(X).map((row) => minus(row, s.map((entry) => entry.times(inner(row, s))))); // prettier-ignore
    const least = eigenvalues(gramOf(noise))[0]!;
    return least.div(dec(u).times(dec(u)).times(4 * m)).minus(dec(value)).abs(); // prettier-ignore
  },
});

boundsOrRefuses('nuclearBound', {
  // The bound is below what every matrix attains, by the objective of a matrix of rank 1 whose nuclear norm is exact.
  answer: nuclearBound.answer,
  questions: fc
    .tuple(size, size)
    .chain(([n, d]) =>
      fc.record({
        observed: designOf(n, d),
        seen: fc.array(fc.constantFrom(0, 1), { minLength: n * d, maxLength: n * d }),
        penalty: fc.oneof(fc.constant(0), positive),
        W: entries(n * d),
        shrink: fc.integer({ min: 0, max: 10 }),
      }),
    )
    .map(({ observed, seen, penalty, W, shrink }) => {
      const mask = Float64Array.from(seen);
      const masked = { ...observed, data: observed.data.map((entry, k) => entry * mask[k]!) };
      const near = shrink > 8 ? W : masked.data.map((entry) => (entry * shrink) / 8);
      return { completion: { truth: masked, seen: mask, observed: masked }, penalty, W: near };
    }),
  distance: (value, { completion: { seen, observed }, penalty, W }) => {
    const [n, d] = [observed.rows, observed.cols];
    const Y = rowsOf(observed);
    const mask = rowsOf(matrix(n, d, seen));
    const lowest = [zero, one, dec(0.5)].flatMap((factor) =>
      [...Array(n).keys()].map((i) => {
        // One row of W (or of Y), the others 0: its nuclear norm is its length.
        const row = rowsOf(matrix(n, d, W))[i]!.map((w) => w.times(factor));
        const losses = Y.map((y, k) => y.map((entry, j) => entry.minus(k === i ? row[j]! : zero).pow(2).times(mask[k]![j]!))); // prettier-ignore
        return total(losses.flat()).div(2).plus(length(row).times(dec(penalty))); // prettier-ignore
      }),
    );
    const own = dec(nuclearObjective({ completion: { truth: observed, seen, observed }, penalty, W }));
    return [...lowest, own.times(dec(1 + 1e-12))].reduce((worst, bound) => most(worst, dec(value).minus(bound)), zero);
  },
});

describe('dropout', () => {
  const questions = fc
    .tuple(withLabels(3), fc.constantFrom(0, 1e-12, 0.1, 0.25, 0.5, 0.9, 1 - 1e-9))
    .map(([task, q]) => ({ ...task, q }));
  boundsOrRefuses('dropoutNoise', {
    answer: dropoutNoise.answer,
    questions,
    distance: (value, { X, y, q }) => {
      const kept = one.minus(dec(q));
      let expected = zero;
      rowsOf(X).forEach((row, i) => {
        const mean = row.map(() => zero);
        for (let code = 0; code < 1 << X.cols; code++) {
          const on = row.map((_, j) => ((code >> j) & 1) === 1);
          const c = row.map((x, j) => (on[j] ? x.div(kept) : zero));
          const chance = on.reduce((product, it_) => product.times(it_ ? kept : dec(q)), one);
          const off = total(c).minus(dec(y[i]!));
          c.forEach((entry, j) => {
            mean[j] = mean[j]!.plus(chance.times(entry).times(off));
            expected = expected.plus(chance.times(entry).times(entry).times(off).times(off));
          });
        }
        mean.forEach((entry) => (expected = expected.minus(entry.times(entry))));
      });
      return expected.minus(dec(value)).abs();
    },
  });
  boundsOrRefuses('dropoutRidge', {
    answer: dropoutRidge.answer,
    questions,
    distance: (w, { X, y, q }) => {
      const columns = columnsOf(X);
      const odds = dec(q).div(one.minus(dec(q)));
      const A = gramOf(columns).map((row, i) => row.map((a, j) => (i === j ? a.times(odds.plus(1)) : a)));
      const truth = solved(A, image(columns, vector(y)));
      return truth ? farthest(w, truth) : dec('1e400');
    },
  });
});

boundsOrRefuses('oneLayerMargin', {
  answer: oneLayerMargin.answer,
  questions: design(4).chain((X) => fc.record({ X: fc.constant(X), w: entries(X.cols), y: labels(X.rows) })),
  distance: (margins, { w, X, y }) =>
    farthest(
      margins,
      rowsOf(X).map((x, i) => {
        const score = inner(vector(w), x).times(y[i]!);
        return score.gt(0) ? score.div(length(x)) : zero;
      }),
    ),
});

boundsOrRefuses('sparseMargin', {
  answer: sparseMargin.answer,
  questions: design(4).chain((X) =>
    fc.record({ y: labels(X.rows), size: positive, first: fc.boolean() }).map(({ y, size: u, first }) => ({
      X: first ? matrix(X.rows, X.cols, X.data.map((x, k) => (k % X.cols === 0 ? y[Math.floor(k / X.cols)]! * u : x))) : X, // prettier-ignore
      y,
    })),
  ),
  distance: ({ rho, margin, start }, { X, y }) => {
    const sums = combined(rowsOf(X), vector(y)).map((sum) => sum.abs());
    const firsts = rowsOf(X).map((row, i) => row[0]!.times(y[i]!));
    const [low, high] = [firsts.reduce((a, b) => (b.lt(a) ? b : a)), firsts.reduce((a, b) => (b.gt(a) ? b : a))];
    const ratio = largest(sums.slice(1)).div(sums[0]!);
    // Equal to 1e-12, as the oracle says.
    const known = low.gt(0) && high.minus(low).lte(high.times('1e-12'));
    const expected = known || ratio.gt(1) ? ratio : one;
    return farthest([rho, margin, start], [expected, high, one.div(high)]);
  },
});

describe('weightedGram', () => {
  boundsOrRefuses('the form of the inverse, from above', {
    answer: ({ X, y, g }: { X: ReturnType<typeof fromRows>; y: Float64Array; g: Float64Array }) => ({
      value: [inverseForm(weightedGram(X, g), y), leastSingular(X)] as const,
      error: 1e-322,
      certificate: { kind: 'closed form' as const },
    }),
    questions: withLabels(4, true).chain(({ X, y }) =>
      fc.array(positive, { minLength: X.cols, maxLength: X.cols }).map((g) => ({ X, y, g: Float64Array.from(g) })),
    ),
    answered: 0.2,
    distance: ([form, singular], { X, y, g }) => {
      if (form === Infinity) return undefined;
      const rows = rowsOf(X);
      const K = rows.map((x) => rows.map((z) => total(x.map((entry, j) => entry.times(z[j]!).times(dec(g[j]!))))));
      const back = solved(K, vector(y));
      if (!back) return dec('1e400');
      const low = eigenvalues(gramOf(rows))[0]!;
      return most(inner(vector(y), back).minus(dec(form)), dec(singular).minus(low.sqrt()));
    },
  });
  it('says of a scale that it is one', () => {
    for (const far of [1e-170, 1e170])
      expect(() => weightedGram(fromRows([[far, 0], [0, 1]]), Float64Array.of(1, 1))).toThrow(/row 0 .* scale/); // prettier-ignore
  });
});

it('scales of 1e-300 to 1e300 are seen by all of these', () => {
  const seen = fc.sample(scale, { numRuns: 300, seed: 3 });
  expect(Math.max(...seen)).toBeGreaterThan(1e200);
  expect(Math.min(...seen)).toBeLessThan(1e-200);
});
