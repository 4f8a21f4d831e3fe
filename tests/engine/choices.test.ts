import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMove, changed, Choices, onwards, towardsEnds, type Choice } from '../../src/engine/choices.js';
import type { Stream } from '../../src/claim.js';
import { generator, seededStream, type State } from '../../src/numerics/stream.js';

const oneChanged = (made: readonly Choice[], stream: Stream) => {
  const move = anyMove(made, stream);
  return move ? changed(made, move) : [];
};
const states = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 0x7fffffff }));
const bias = fc.constantFrom(undefined, 2, 5);

/** What populations are made of, and what draws in any other way. */
const ARBITRARIES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  integer: fc.integer({ min: -3, max: 17 }),
  'any integer': fc.integer(),
  bigInt: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  double: fc.double({ noNaN: true }),
  boolean: fc.boolean(),
  'one of': fc.oneof({ arbitrary: fc.integer({ min: 0, max: 9 }), weight: 3 }, { arbitrary: fc.string(), weight: 1 }),
  array: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }),
  set: fc.uniqueArray(fc.integer({ min: 0, max: 20 })),
  subarray: fc.subarray([1, 2, 3, 4, 5, 6]),
  sizes: fc.integer({ min: 2, max: 7 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: n, max: 3 * n }))),
  even: fc.integer({ min: 0, max: 99 }).filter((n) => n % 2 === 0),
  record: fc.record({ n: fc.nat(9), seed: fc.integer({ min: 0, max: 0x7fffffff }) }),
};

/** Whether the value is one that the arbitrary can make, from its bounds alone. */
const SUPPORT: Readonly<Record<string, (value: never) => boolean>> = {
  integer: (n: number) => Number.isInteger(n) && n >= -3 && n <= 17,
  bigInt: (n: bigint) => n >= -(10n ** 30n) && n <= 10n ** 30n,
  array: (xs: number[]) => xs.length >= 1 && xs.length <= 9 && xs.every((x) => x >= 0 && x <= 1),
  set: (xs: number[]) => new Set(xs).size === xs.length && xs.every((x) => x >= 0 && x <= 20),
  sizes: ([n, d]: [number, number]) => n >= 2 && n <= 7 && d >= n && d <= 3 * n,
  even: (n: number) => n % 2 === 0 && n >= 0 && n <= 99,
};

describe('with nothing given, choices are the draws of fc.Random', () => {
  for (const [name, arbitrary] of Object.entries(ARBITRARIES))
    test(name, () => {
      fc.assert(
        fc.property(states, bias, (state, factor) => {
          const plain = arbitrary.generate(new fc.Random(generator(state as State)), factor).value_;
          expect(arbitrary.generate(new Choices(state as State), factor).value_).toEqual(plain);
        }),
      );
    });

  test('its other ways to draw', () => {
    fc.assert(
      fc.property(states, (state) => {
        const [plain, ours] = [new fc.Random(generator(state as State)), new Choices(state as State)];
        const all = (random: fc.Random) => [
          random.nextDouble(),
          random.nextBoolean(),
          random.next(13),
          random.nextInt(),
          random.nextBigInt(-5n, 10n ** 25n),
          random.clone().nextInt(0, 1000),
          random.nextInt(0, 1000),
        ];
        expect(all(ours)).toEqual(all(plain));
      }),
    );
  });
});

test('the same choices make the same value, whatever else would have been drawn', () => {
  for (const arbitrary of Object.values(ARBITRARIES))
    fc.assert(
      fc.property(states, states, bias, (state, other, factor) => {
        const first = new Choices(state as State);
        const value = arbitrary.generate(first, factor).value_;
        const again = new Choices(
          other as State,
          first.made.map((choice) => choice.value),
        );
        expect(arbitrary.generate(again, factor).value_).toEqual(value);
        expect(again.made).toEqual(first.made);
      }),
    );
});

describe('changed choices', () => {
  test('one of them differs, and it stays within its bounds', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...Object.values(ARBITRARIES)), fc.nat(), (state, arbitrary, seed) => {
        const { made } = ((choices) => (arbitrary.generate(choices, undefined), choices))(new Choices(state as State));
        const given = oneChanged(made, seededStream(seed));
        const other = given.flatMap((value, k) => (value === made[k]!.value ? [] : [k]));
        expect(other.length).toBeLessThanOrEqual(1);
        for (const k of other) {
          if (given[k] === undefined) continue;
          expect(given[k]! >= made[k]!.min && given[k]! <= made[k]!.max).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what they make is what the arbitrary can make', () => {
    for (const [name, inside] of Object.entries(SUPPORT))
      fc.assert(
        fc.property(states, states, fc.nat(), bias, (state, other, seed, factor) => {
          let made = new Choices(state as State);
          ARBITRARIES[name]!.generate(made, factor);
          const moves = seededStream(seed);
          for (let k = 0; k < 10; k++) {
            const given = k % 3 === 2 ? towardsEnds(made.made, moves) : oneChanged(made.made, moves);
            made = new Choices(other as State, given);
            expect(inside(ARBITRARIES[name]!.generate(made, factor).value_ as never)).toBe(true);
          }
        }),
      );
  });

  test('every value of a small choice is reached, its ends and neighbours more often', () => {
    const arbitrary = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1e9 }));
    const start = new Choices([1, 2, 3, 4]);
    const [small] = arbitrary.generate(start, undefined).value_;
    const seen = new Map<number, number>();
    const moves = seededStream(7);
    for (let k = 0; k < 3000; k++) {
      const next = new Choices([5, 6, 7, k + 1], oneChanged(start.made, moves));
      const [value] = arbitrary.generate(next, undefined).value_;
      if (value !== small) seen.set(value, (seen.get(value) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((value) => value !== small));
    const middle = [2, 3, 4, 5, 6, 7].filter((value) => Math.abs(value - small) > 2);
    for (const value of middle) expect(seen.get(0)! + seen.get(9)!).toBeGreaterThan(seen.get(value)!);
  });

  test('a task without choices has none to change', () => {
    expect(anyMove([], seededStream(1))).toBeUndefined();
    expect(anyMove([{ min: 3, max: 3, value: 3 }], seededStream(1))).toBeUndefined();
  });

  test('a distance that led lower is doubled, and stops at the bounds', () => {
    const made: Choice[] = [
      { min: 0, max: 100, value: 40 },
      { min: 0n, max: 10n ** 30n, value: 7n },
    ];
    expect(onwards({ at: 0, to: -16n })).toEqual({ at: 0, to: -32n });
    expect(changed(made, { at: 0, to: -32n })).toEqual([8, 7n]);
    expect(changed(made, { at: 0, to: -64n })).toEqual([0, 7n]);
    expect(changed(made, { at: 1, to: 10n ** 31n })).toEqual([40, 10n ** 30n]);
    for (const to of ['anew', 'min', 'max'] as const) expect(onwards({ at: 0, to })).toBeUndefined();
  });
});
