/** Oracles that are sums, limits and integrals: their errors are bounds, against 100 digits and by definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlyStopping } from '../../oracles/early-stopping.js';
import { finiteSampleRisk } from '../../oracles/finite-sample-risk.js';
import { leastMarginBound } from '../../oracles/margin-bound.js';
import { occamBound } from '../../oracles/occam-bound.js';
import { ridgeLimit } from '../../oracles/ridge-limit.js';
import { signalNoiseLaw } from '../../oracles/signal-noise-law.js';
import { spikes } from '../../oracles/spikes.js';
import { twoAtomsRidge, type TwoAtomsQuestion } from '../../oracles/two-atoms-ridge.js';
import { boundsOrRefuses, farthest, positive } from './bound.js';
import { dec, digits, one, total, type Decimal } from './decimal.js';

/** P(N = k), k = 0 .. m, from the product of all factors. */
function binomial(m: number, p: Decimal): Decimal[] {
  let choose = 1n;
  return Array.from({ length: m + 1 }, (_, k) => {
    if (k > 0) choose = (choose * BigInt(m - k + 1)) / BigInt(k);
    return dec(choose.toString())
      .times(p.pow(k))
      .times(one.minus(p).pow(m - k));
  });
}

/** E |S_n| by the law of the number of ones. */
const WALKS = Array.from({ length: 41 }, (_, n) =>
  total(binomial(n, dec(0.5)).map((mass, k) => mass.times(Math.abs(n - 2 * k)))),
);

boundsOrRefuses('spikes', {
  answer: spikes.answer,
  questions: fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 999 }))
      .map(([m, share]) => ({ m, rate: (m * share) / 1000 })),
    fc.tuple(fc.integer({ min: 1, max: 40 }), positive).map(([m, rate]) => ({ m, rate })),
  ),
  runs: 40,
  distance: ({ complexity, supremum }, { m, rate }) => {
    const masses = binomial(m, dec(rate).div(m));
    return farthest(
      [complexity, supremum],
      [
        total(masses.map((mass, n) => mass.times(WALKS[n]!))).div(m),
        total(masses.map((mass, n) => mass.times(dec(n).minus(dec(rate)).abs()))).div(m),
      ],
    );
  },
});

describe('the least risk of two kinds of points', () => {
  const risk = ({ n, q, noise, quiet, s, b }: TwoAtomsQuestion, lambda: Decimal | 'infinite'): Decimal =>
    total(
      binomial(n, dec(q)).map((mass, k) => {
        const [m, s2] = [n - k, dec(s).times(s)];
        if (lambda === 'infinite')
          return mass
            .times(one.minus(dec(q)))
            .times(s2)
            .times(dec(b))
            .times(dec(b));
        const [loud, still] = [lambda.plus(k), s2.times(m).plus(lambda)];
        const first = k === 0 ? dec(0) : dec(q).times(k).times(dec(noise)).times(dec(noise)).div(loud.times(loud));
        const square = dec(b)
          .times(dec(b))
          .times(lambda)
          .times(lambda)
          .plus(s2.times(m).times(dec(quiet)).times(dec(quiet)));
        const second = still.isZero() ? dec(b).times(dec(b)) : square.div(still.times(still));
        return mass.times(first.plus(one.minus(dec(q)).times(s2).times(second)));
      }),
    );
  boundsOrRefuses('twoAtomsRidge', {
    answer: twoAtomsRidge.answer,
    questions: fc.record({
      n: fc.integer({ min: 1, max: 12 }),
      q: fc.constantFrom(0, 1e-9, 0.1, 0.3, 0.5, 0.9, 0.999),
      noise: fc.oneof(fc.constant(0), positive),
      quiet: fc.oneof(fc.constant(0), positive),
      s: positive,
      b: fc.oneof(fc.constant(0), positive),
    }),
    runs: 25,
    // Below by no penalty of a grid, and at its own penalty what it says.
    distance: ({ excess, penalty }, question) => {
      const own = risk(question, penalty === Infinity ? 'infinite' : dec(penalty));
      const off = dec(excess).minus(own).abs();
      const grid = Array.from({ length: 25 }, (_, k) => risk(question, dec(`1e${k - 12}`)));
      const near = [-2, -1, 1, 2].map((k) =>
        risk(question, dec(penalty === Infinity ? 1e15 : penalty).times(dec(1 + k / 100))),
      );
      const lowest = [...grid, ...near].reduce((low, r) => (r.lt(low) ? r : low), own);
      const above = dec(excess).minus(lowest);
      return above.gt(off) ? above : off;
    },
  });
});

boundsOrRefuses('occamBound', {
  answer: occamBound.answer,
  questions: fc
    .record({
      m: fc.integer({ min: 1, max: 40 }),
      delta: fc.oneof(
        fc.constantFrom(0.5, 0.01, 1 - 1e-15, 1e-300),
        fc.integer({ min: 1, max: 999 }).map((k) => k / 1000),
      ),
      sizes: fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 1000, 1_000_000, 2 ** 40), fc.integer({ min: 0, max: 1200 })), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(({ m, delta, sizes }) => ({
      m,
      delta,
      levels: sizes.map(([count]) => count),
      lengths: sizes.map(([, bits]) => bits),
      mistakes: new Float64Array(0),
    })),
  runs: 30,
  distance: ({ deviations, kraft, expected }, { m, delta, levels, lengths }) => {
    const coded = lengths.some((bits) => bits > 0);
    const masses = binomial(m, dec(0.5));
    const tails = Array.from({ length: m }, (_, t) => total(masses.slice(t + 1)));
    const price = (k: number) => (coded ? dec(2).ln().times(lengths[k]!) : dec(levels[k]!).ln());
    const offs = [
      farthest(deviations, levels.map((_, k) => price(k).minus(dec(delta).ln()).div(2 * m).sqrt())), // prettier-ignore
      farthest(expected, levels.map((count) => dec(0.5).minus(total(tails.map((tail) => tail.pow(count))).div(m)))), // prettier-ignore
      farthest([kraft], [coded ? total(levels.map((count, k) => dec(count).times(dec(0.5).pow(lengths[k]!)))) : one]),
    ];
    return offs.reduce((most, off) => (off.gt(most) ? off : most));
  },
});

describe('the limit of ridge', () => {
  const wide = digits(700);
  boundsOrRefuses('ridgeLimit', {
    answer: ridgeLimit.answer,
    questions: fc.record({
      gamma: fc.oneof(positive, fc.constantFrom(1, 1 + 2 ** -52, 1 - 2 ** -53, 1 + 1e-9, 2, 10, 100)),
      lambda: fc.oneof(fc.constant(0), positive, fc.constantFrom(1e-14, 1e-300, 1e14)),
      r2: fc.oneof(fc.constant(0), positive),
      sigma2: fc.oneof(fc.constant(0), positive),
    }),
    runs: 60,
    // m and m' by the quadratic equation as it stands, in digits enough for what cancels.
    distance: (value, { gamma, lambda, r2, sigma2 }) => {
      const [g, l] = [wide(gamma), wide(lambda)];
      const b = wide(1).minus(g).plus(l);
      if (lambda === 0) {
        const bias = gamma > 1 ? wide(r2).times(wide(1).minus(wide(1).div(g))) : wide(0);
        const variance = gamma > 1 ? wide(sigma2).div(g.minus(1)) : wide(sigma2).times(g).div(wide(1).minus(g));
        return bias.plus(variance).minus(wide(value)).abs();
      }
      const root = b.times(dec(b)).plus(g.times(l).times(4)).sqrt();
      const m = root.minus(dec(b)).div(g.times(l).times(2));
      const slope = g.times(m).times(m).plus(m).div(root);
      const bias = wide(r2).times(l).times(l).times(slope);
      const variance = wide(sigma2)
        .times(g)
        .times(m.minus(l.times(slope)));
      return bias.plus(variance).minus(wide(value)).abs();
    },
  });
});

boundsOrRefuses('finiteSampleRisk', {
  answer: finiteSampleRisk.answer,
  questions: fc.record({
    n: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000_000 })),
    p: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000_000 })),
    r2: fc.oneof(fc.constant(0), positive),
    sigma2: fc.oneof(fc.constant(0), positive),
  }),
  distance: ({ excess, optimism }, { n, p, r2, sigma2 }) => {
    const missed =
      n > p
        ? dec(0)
        : dec(r2)
            .times(p - n)
            .div(p);
    const risk = missed.plus(
      dec(sigma2)
        .times(Math.min(n, p))
        .div(Math.abs(n - p) - 1),
    );
    const trained =
      n > p
        ? dec(sigma2)
            .times(n - p)
            .div(n)
        : dec(0);
    return farthest([excess, optimism], [risk, risk.plus(dec(sigma2)).minus(trained)]);
  },
});

boundsOrRefuses('leastMarginBound', {
  answer: leastMarginBound.answer,
  questions: fc.record({ sizes: fc.array(positive, { minLength: 1, maxLength: 5 }), total: positive }),
  distance: ({ bound, margins }, { sizes, total: sum }) => {
    const shares = sizes.map((size) => one.div(dec(size).sqrt().sqrt()));
    const whole = total(shares);
    return farthest([bound, ...margins], [whole.times(whole).div(dec(sum)), ...shares.map((share) => share.times(dec(sum)).div(whole))]); // prettier-ignore
  },
});

describe('early stopping', () => {
  /** The ratio after k steps, and all k that could be best, by comparing neighbours. */
  const ratio = (step: number, k: number) => {
    const x = dec(step).times(k);
    const left = step === 1 ? dec(0) : one.minus(dec(step)).pow(k);
    const root = one.minus(left).times(x.plus(1)).div(x);
    return root.times(root);
  };
  boundsOrRefuses('earlyStopping', {
    answer: earlyStopping.answer,
    questions: fc.oneof(
      fc.integer({ min: 1, max: 1000 }).map((k) => k / 1000),
      fc.integer({ min: 300, max: 1200 }).map((k) => 10 ** (-k / 100)),
      fc.constantFrom(1, 1 - 2 ** -53, 0.1, 1 / 30, 1e-3, 9.99e-4, 1e-5, 1e-12),
    ),
    runs: 40,
    distance: ({ constant, at, descent }, step) => {
      // The best of many k around the flow's time and the first ones: the ratio rises, then falls.
      const centre = Math.floor(1.7932821329 / step);
      const ks = [-3, -2, -1, 0, 1, 2, 3, 4].map((k) => centre + k).filter((k) => k >= 1);
      const tried = [...new Set([1, 2, 3, ...ks, Math.ceil(centre / 2), 2 * centre + 1])].map((k) => ratio(step, k));
      const best = tried.reduce((most, r) => (r.gt(most) ? r : most));
      const flow = ['1.685909058278325034835445', '1.793282132900761007557553'].map((x) => dec(x));
      const off = farthest([constant, at], flow);
      const below = best.minus(dec(descent));
      // From above: near the best of all k the curve is flat, 1e-3 of a step away it is lower by less than step^2.
      const beyond = dec(descent)
        .minus(best)
        .minus(dec(step).times(dec(step)));
      return [below, beyond].reduce((most, each) => (each.gt(most) ? each : most), off);
    },
  });
  it('has the supremum of all k', () => {
    for (const step of [1, 0.9, 0.8, 0.5, 0.3, 0.1, 1 / 30, 0.01]) {
      const { value, error } = earlyStopping.answer(step);
      const all = Array.from({ length: Math.ceil(8 / step) }, (_, k) => ratio(step, k + 1));
      const best = all.reduce((most, r) => (r.gt(most) ? r : most));
      expect(best.minus(dec(value.descent)).abs().lte(dec(error)), `${step}`).toBe(true);
    }
  });
});

/** By mpmath's tanh-sinh rule in 40 digits over z = sqrt(c), split at 1e-6 .. 3 and at sqrt(D) - 9 .. sqrt(D) + 13. */
const LAWS = [
  {
    m: 100,
    D: 1,
    energy: 32,
    length: 0.1,
    fresh: '0.49959800929560500861',
    mirrored: '0.53148066405283078595',
    train: '0.46771210803798976149',
  },
  {
    m: 2,
    D: 1,
    energy: 32,
    length: 1,
    fresh: '0.40027673261616028876',
    mirrored: '0.63021398088473834931',
    train: '0.14196994444778541253',
  },
  {
    m: 100,
    D: 2,
    energy: 32,
    length: 1,
    fresh: '0.48765495601416633431',
    mirrored: '0.53764097543914562485',
    train: '0.43767201470235677639',
  },
  {
    m: 2,
    D: 3,
    energy: 0.5,
    length: 1,
    fresh: '7.3560233365960984828e-8',
    mirrored: '0.00014300594022293685877',
    train: '3.3675008137116080804e-26',
  },
  {
    m: 10,
    D: 5,
    energy: 1,
    length: 0.5,
    fresh: '0.21330832879409319308',
    mirrored: '0.44554697575756501299',
    train: '0.057920909968717333104',
  },
  {
    m: 50,
    D: 20,
    energy: 4.5,
    length: 1,
    fresh: '0.28043414738800821569',
    mirrored: '0.51604158432336199246',
    train: '0.11104850646219643012',
  },
  {
    m: 100,
    D: 100,
    energy: 32,
    length: 1,
    fresh: '0.44988883230064434669',
    mirrored: '0.80871128524894257114',
    train: '0.12988194712905164664',
  },
  {
    m: 10,
    D: 1000,
    energy: 32,
    length: 1,
    fresh: '0.10556787623978007512',
    mirrored: '0.99999999999999999975',
    train: '1.6258431187326657626e-31',
  },
  {
    m: 3,
    D: 7,
    energy: 1000,
    length: 3,
    fresh: '0.47532221615948203846',
    mirrored: '0.93869132112125456394',
    train: '0.043370528518655288258',
  },
];

describe('the law of signal and noise', () => {
  it.each(LAWS)('m = $m, D = $D, energy $energy, length $length', ({ fresh, mirrored, train, ...shape }) => {
    const { value, error } = signalNoiseLaw.answer(shape);
    for (const [said, right] of [
      [value.fresh, fresh],
      [value.mirrored, mirrored],
      [value.train, train],
    ] as const)
      // prettier-ignore
      expect(dec(said).minus(right).abs().lte(dec(error))).toBe(true);
    expect(error).toBeLessThan(1e-13);
  });
  boundsOrRefuses('signalNoiseLaw, between its own shapes', {
    answer: signalNoiseLaw.answer,
    questions: fc.record({
      m: fc.oneof(fc.integer({ min: 2, max: 200 }), fc.constant(1_000_000)),
      D: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 1_000_000 })),
      energy: positive,
      length: fc.oneof(fc.constant(0), positive),
    }),
    runs: 40,
    // What must hold exactly: at length 0 the errors on S and S' are mirror images, and all lie in [0, 1].
    distance: ({ fresh, mirrored, train }, { length }) =>
      length === 0
        ? farthest([mirrored + train, 2 * fresh], [one, one]).div(3)
        : [fresh, mirrored, train].every((p) => p >= 0 && p <= 1 + 1e-13) && train <= fresh + 1e-13
          ? dec(0)
          : dec(1),
  });
});
