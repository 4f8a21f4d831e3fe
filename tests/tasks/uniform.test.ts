import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generator, streamState } from '../../src/numerics/stream.js';
import { logUniform, simplest, uniform } from '../../src/numerics/uniform.js';

const random = (trial: number) =>
  new fc.Random(generator(streamState({ suiteSeed: '1', claim: 'uniform', arm: 'claim', trial }, 'task')));
const draws = (of: fc.Arbitrary<number>, count: number) =>
  Array.from({ length: count }, (_, k) => of.generate(random(k), undefined).value);

const interval = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

describe('uniform', () => {
  test('every tenth of the interval has a tenth of the draws', () => {
    const counts = new Array<number>(10).fill(0);
    for (const x of draws(uniform({ min: -2, max: 3 }), 5000)) counts[Math.floor(2 * (x + 2))]!++;
    // A share of .1 of 5000 has the standard deviation 21.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(110);
  });

  test('every decade of a log-uniform number has as many', () => {
    const counts = new Array<number>(5).fill(0);
    for (const x of draws(logUniform({ min: 1e-4, max: 10 }), 5000)) counts[Math.floor(Math.log10(x) + 4)]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('draws what it has always drawn', () => {
    expect(draws(uniform({ min: 0, max: 1 }), 2)).toEqual([0.3787321485245352, 0.39037069700956095]);
  });

  test('stays in its interval, whatever that is', () => {
    fc.assert(
      fc.property(interval, fc.nat(1e6), ({ min, max }, trial) => {
        const x = uniform({ min, max }).generate(random(trial), undefined).value;
        expect(x >= min && x <= max).toBe(true);
      }),
    );
  });

  test('draws no negative zero', () => {
    const drawn = draws(uniform({ min: -5e-324, max: -0 }), 20);
    expect(drawn.filter((x) => Object.is(x, 0)).length).toBeGreaterThan(0);
    expect(drawn.filter((x) => Object.is(x, -0))).toEqual([]);
  });

  test('the simplest number of an interval is in it, and no number of fewer digits is', () => {
    expect([
      simplest({ min: -1, max: 1 }),
      simplest({ min: 0.37, max: 0.42 }),
      simplest({ min: 0.97, max: 3 }),
      simplest({ min: -7.5, max: -2.25 }),
      simplest({ min: 0.123456, max: 0.123457 }),
    ]).toEqual([0, 0.4, 1, -3, 0.123456]);
    fc.assert(
      fc.property(interval, (of) => {
        const x = simplest(of);
        expect(x >= of.min && x <= of.max).toBe(true);
      }),
    );
  });

  test('shrinks to the simplest number that still fails, and ends', () => {
    const failing = fc.check(
      fc.property(uniform({ min: 0, max: 10 }), (x) => x < 2.5),
      { seed: 1, numRuns: 1000 },
    );
    expect(failing.counterexample).toEqual([3]);
    fc.assert(
      fc.property(interval, fc.nat(1e6), (of, trial) => {
        const drawn = uniform(of);
        let { value } = drawn.generate(random(trial), undefined);
        // The longest way down: always the last candidate.
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(5000);
          const next = [...drawn.shrink(value, undefined)].map((each) => each.value);
          for (const x of next) expect(x >= of.min && x <= of.max && x !== value).toBe(true);
          if (next.length === 0) break;
          value = next.at(-1)!;
        }
        expect(value).toBe(simplest(of));
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    [() => uniform({ min: 1, max: 1 }), /uniform: invalid interval \[1, 1\]; expected finite numbers min < max/],
    [() => uniform({ min: 0, max: Infinity }), /invalid interval \[0, Infinity\]/],
    [() => uniform({ min: NaN, max: 1 }), /\[NaN, 1\]/],
    [() => logUniform({ min: 0, max: 1 }), /logUniform: .* 0 < min < max/],
  ])('%s is refused', (make, why) => expect(make).toThrow(why));
});
