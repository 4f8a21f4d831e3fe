import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amongMany, compareExceptions, comparePasses, compareValues } from '../../src/statistics/compare.js';
import { seededStream } from '../../src/numerics/stream.js';
import { reading } from '../reference/reading.js';
import { times } from './outcomes.js';

const { reference, unread } = reading('statistics', 'regression_pairs');

/** Pairs with so many lost, won and unchanged; digests differ where asked. */
function pairs(n: number, lost: number, won: number, digest = (side: string, i: number) => `${side}${i}`) {
  const passed = (side: string, yes: (i: number) => boolean) =>
    Array.from({ length: n }, (_, i) => ({ digest: digest(side, i), passed: yes(i) }));
  return [passed('a', (i) => i < lost || i >= lost + won), passed('b', (i) => i >= lost)] as const;
}

describe('passes', () => {
  for (const v of reference.regression_pairs)
    it(`${v.pairs} pairs, ${v.passFail} lost, ${v.failPass} won`, () => {
      const close = (a: number, b: number) =>
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
      const [before, after] = pairs(v.pairs, v.passFail, v.failPass);
      const { change, logE, p, difference } = comparePasses(before, after, { alpha: v.alpha, delta: v.delta });
      for (const by of ['', '_b']) {
        close(logE.worse, v[`logE_worse${by}`]);
        close(logE.notWorse, v[`logE_notWorseThanDelta${by}`]);
        close(logE.notBetter, v[`logE_notBetterThanDelta${by}`]);
        close(p, Math.min(1, 2 * Math.min(v[`mcnemar_p_worse${by}`], v.mcnemar_p_better)));
      }
      expect(v.relDiff).toBeLessThan(1e-9);
      close(difference!, (v.failPass - v.passFail) / v.pairs);
      expect(change).toBe(v.decision.replace('-', ' '));
    });
  it('without any discordant pair, unchanged needs 105, 51, 33, 24 pairs', () => {
    for (const [delta, n] of [
      [0.05, 105],
      [0.1, 51],
      [0.15, 33],
      [0.2, 24],
    ] as const) {
      const at = (count: number) => comparePasses(...pairs(count, 0, 0), { alpha: 0.01, delta }).change;
      expect([at(n - 1), at(n)]).toEqual(['cannot tell', 'unchanged']);
    }
  });
  it('equal digests are identical, whatever passes; no pairs tell nothing', () => {
    const [before, after] = pairs(5, 0, 0, (_, i) => `${i}`);
    expect(comparePasses(before, after, { alpha: 0.01, delta: 0.1 }).change).toBe('identical');
    const none = comparePasses([], [], { alpha: 0.01, delta: 0.1 });
    expect(none).toMatchObject({ change: 'cannot tell', pairs: 0, p: 1, difference: null });
  });
  it('exchanging the reports exchanges better and worse', () => {
    const small = fc.nat(15);
    fc.assert(
      fc.property(small, small, small, (lost, won, rest) => {
        const [before, after] = pairs(lost + won + rest, lost, won);
        const options = { alpha: 0.01, delta: 0.1 };
        const there = comparePasses(before, after, options);
        const back = comparePasses(after, before, options);
        const swap = { 'changed better': 'changed worse', 'changed worse': 'changed better' } as Record<string, string>;
        expect(back.change).toBe(swap[there.change] ?? there.change);
        expect(back.p).toBe(there.p);
        expect(back.logE.worse).toBe(there.logE.better);
      }),
    );
  });
  it('refuses what is not paired and what is no number', () => {
    const [before, after] = pairs(5, 0, 0);
    expect(() => comparePasses(before, after.slice(1), { alpha: 0.01, delta: 0.1 })).toThrow(/5 before, 4 after/);
    expect(() => comparePasses(before, after, { alpha: 0, delta: 0.1 })).toThrow(/alpha/);
    expect(() => comparePasses(before, after, { alpha: 0.01, delta: 1 })).toThrow(/delta/);
  });
});

describe('values', () => {
  const options = { alpha: 0.01, delta: 0.2, cap: 1 };
  const list = (side: string, values: readonly (number | null)[]) =>
    values.map((value, i) => ({ digest: `${side}${i}`, range: value === null ? null : ([value, value] as const) }));
  const change = (before: readonly (number | null)[], after: readonly (number | null)[]) =>
    compareValues(list('a', before), list('b', after), options);

  it('tell better, worse, unchanged and nothing', () => {
    const base = Array.from({ length: 120 }, (_, i) => ((i % 7) - 3) / 10);
    const shifted = (by: number) => base.map((x) => x + by);
    expect(change(base, shifted(0.4)).change).toBe('changed better');
    expect(change(base, shifted(-0.4)).change).toBe('changed worse');
    expect(change(base, shifted(0.001)).change).toBe('unchanged');
    expect(change(base.slice(0, 10), shifted(0.001).slice(0, 10)).change).toBe('cannot tell');
    expect(change(base, shifted(0.4)).difference).toBeCloseTo(0.4, 12);
  });
  it('what diverges now is worse, and a gain beyond the cap is a gain of the cap', () => {
    expect(change(times(40, 0.5), times(40, null)).change).toBe('changed worse');
    expect(change(times(40, 0.5), times(40, NaN))).toEqual(change(times(40, 0.5), times(40, -1)));
    expect(change(times(40, 0), times(40, 1e9))).toEqual(change(times(40, 0), times(40, 1)));
  });
  it('an infinite margin is one of the cap, on its side, as in a verdict', () => {
    expect(change(times(40, 0), times(40, Infinity))).toEqual(change(times(40, 0), times(40, 1)));
    expect(change(times(40, 0), times(40, -Infinity))).toEqual(change(times(40, 0), times(40, -1)));
    expect(change(times(40, -Infinity), times(40, Infinity)).change).toBe('changed better');
    expect(change(times(40, Infinity), times(40, NaN)).change).toBe('changed worse');
  });
  it('the error of a margin opposes what is said: worse, better and unchanged are certified in spite of it', () => {
    const of = (side: string, centre: number, error: number) =>
      Array.from({ length: 120 }, (_, i) => ({
        digest: `${side}${i}`,
        range: [centre - error, centre + error] as const,
      }));
    const by = (error: number, shift: number) =>
      compareValues(of('a', 0.1, error), of('b', 0.1 + shift, error), options).change;
    expect([by(0, -0.4), by(0.1, -0.4), by(0.25, -0.4)]).toEqual(['changed worse', 'changed worse', 'cannot tell']);
    expect([by(0, 0.4), by(0.1, 0.4), by(0.25, 0.4)]).toEqual(['changed better', 'changed better', 'cannot tell']);
    expect([by(0, 0), by(0.02, 0), by(0.2, 0)]).toEqual(['unchanged', 'unchanged', 'cannot tell']);
    expect(by(Infinity, 0)).toBe('cannot tell');
  });
  it('what has the same digest is the same, however large its error', () => {
    const wide = (digest: (i: number) => string) =>
      Array.from({ length: 120 }, (_, i) => ({ digest: digest(i), range: [-0.9, 0.9] as const }));
    const found = compareValues(
      wide((i) => `${i}`),
      wide((i) => (i === 7 ? 'another' : `${i}`)),
      options,
    );
    expect(found).toMatchObject({ change: 'unchanged', difference: 0 });
  });
  it('p is 1 without difference and small where it is clear', () => {
    expect(change(times(40, 0), times(40, 0)).p).toBe(1);
    expect(change(times(40, -0.5), times(40, 0.5)).p).toBeLessThan(0.001);
  });
});

it('leaves no value of the reference unread', () => expect(unread()).toEqual([]));

describe('a law without exceptions', () => {
  const options = { alpha: 0.01, delta: 0.1 };
  type Task = 'pass' | 'violation' | 'doubt';
  const list = (side: string, tasks: readonly Task[]) =>
    tasks.map((task, i) => ({ digest: `${side}${i}`, passed: task === 'pass', violated: task === 'violation' }));
  const change = (before: readonly Task[], after: readonly Task[]) =>
    compareExceptions(list('a', before), list('b', after), options);

  it('one task that passed and violates is worse, certainly, however few there are', () => {
    expect(change(['pass', 'pass'], ['pass', 'violation'])).toMatchObject({
      change: 'changed worse',
      certain: true,
      p: 0,
      wouldNeed: null,
    });
    const many: Task[] = times(200, 'pass' as const);
    expect(change(many, [...many.slice(1), 'violation']).change).toBe('changed worse');
  });
  it('what was in doubt and violates, or passed and is in doubt, is not', () => {
    expect(change(['doubt', 'pass'], ['violation', 'pass'])).toMatchObject({ change: 'cannot tell', certain: false });
    expect(change(['pass', 'pass'], ['doubt', 'pass'])).toMatchObject({ change: 'cannot tell', certain: false });
  });
  it('where there were violations before, one more is a matter of statistics', () => {
    expect(change(['violation', 'pass'], ['violation', 'violation']).certain).toBe(false);
  });
  it('is better where the violation is gone and nothing that passed is lost', () => {
    expect(change(['pass', 'violation'], ['pass', 'pass'])).toMatchObject({ change: 'changed better', certain: true });
    expect(change(['pass', 'violation'], ['doubt', 'pass']).certain).toBe(false);
    expect(change(['pass', 'violation'], ['pass', 'doubt']).certain).toBe(false);
  });
  it('exchanging the reports exchanges better and worse', () => {
    const task = fc.constantFrom<Task>('pass', 'violation', 'doubt');
    fc.assert(
      fc.property(fc.array(fc.tuple(task, task), { minLength: 1, maxLength: 8 }), (pairs) => {
        const [before, after] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const there = change(before, after);
        const back = change(after, before);
        if (there.change === 'changed better' && there.certain) expect(back.change).toBe('changed worse');
      }),
    );
  });
  it('stands among any number of others, and costs them nothing', () => {
    const certain = change(['pass'], ['violation']);
    const lost = comparePasses(...pairs(60, 8, 0), options);
    const [one, other] = amongMany([certain, lost], options.alpha);
    expect(one).toEqual(certain);
    expect(other).toMatchObject({ change: 'changed worse', adjusted: lost.p });
  });
});

describe('many comparisons', () => {
  const options = { alpha: 0.01, delta: 0.1 };
  const lost = (count: number, n = 60) => comparePasses(...pairs(n, count, 0), options);
  const same = comparePasses(...pairs(60, 0, 0, (_, i) => `${i}`), options);
  const changes = (...all: ReturnType<typeof lost>[]) => amongMany(all, options.alpha).map(({ change }) => change);

  it('one alone is what it is, however many are identical beside it', () => {
    expect(lost(8).change).toBe('changed worse');
    expect(changes(lost(8), ...Array.from({ length: 40 }, () => same))[0]).toBe('changed worse');
  });
  it('among others that are not, a small p does not stand, and it is said how many tasks would tell', () => {
    const [first] = amongMany([lost(8), ...Array.from({ length: 40 }, () => lost(0))], options.alpha);
    expect(first).toMatchObject({ change: 'cannot tell', pairs: 60 });
    expect(first!.wouldNeed).toBeGreaterThan(0);
    expect(changes(lost(20), ...Array.from({ length: 40 }, () => lost(0)))[0]).toBe('changed worse');
  });
  it('what does not stand, and is within the margin all the same, is unchanged', () => {
    const slight = comparePasses(...pairs(2000, 12, 0), { alpha: 0.01, delta: 0.1 });
    expect(slight.change).toBe('changed worse');
    expect(changes(slight, ...Array.from({ length: 40 }, () => lost(0)))[0]).toBe('unchanged');
  });
  it('says the p that is adjusted for all of them', () => {
    const [first] = amongMany([lost(20), ...Array.from({ length: 9 }, () => lost(0))], options.alpha);
    expect(first!.adjusted).toBeCloseTo(10 * first!.p, 15);
  });
  it('where nothing changed, some change is reported in at most a share alpha of the reports', () => {
    const stream = seededStream(5);
    const alpha = 0.05;
    let alarms = 0;
    for (let round = 0; round < 400; round++) {
      const all = Array.from({ length: 12 }, () => {
        const side = (name: string) =>
          Array.from({ length: 40 }, (_, i) => ({ digest: `${name}${i}`, passed: stream.uniform() < 0.7 }));
        return comparePasses(side('a'), side('b'), { alpha, delta: 0.1 });
      });
      if (amongMany(all, alpha).some(({ change }) => change.startsWith('changed'))) alarms++;
    }
    // Binomial(400, .05): more than 38 with probability 1e-4.
    expect(alarms).toBeLessThanOrEqual(38);
  });
});
