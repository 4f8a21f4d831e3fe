/** What keeps a population from hanging a run, and what its draws give away. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Population } from '../../src/claim.js';
import { bounded } from '../../src/engine/bounded.js';
import { draw } from '../../src/engine/draw.js';
import { specimen } from '../../src/engine/specimen.js';
import { LOOKED_AT, scattered } from '../../src/engine/scattered.js';
import { within } from '../../src/engine/within.js';
import { digest } from '../../src/numerics/digest.js';
import { generator, streamState } from '../../src/numerics/stream.js';
import { json } from '../../src/reporting/json.js';
import { logUniform, uniform } from '../../src/numerics/uniform.js';

const name = (trial: number) => ({ suiteSeed: '1', claim: 'drawing', arm: 'claim', trial });
const state = (trial: number) => streamState(name(trial), 'task');
const population = (arbitrary: fc.Arbitrary<unknown>): Population<unknown> => ({ name: 'p', version: 1, arbitrary });
const tasks = (arbitrary: fc.Arbitrary<unknown>) =>
  Array.from({ length: LOOKED_AT }, (_, k) => draw(population(arbitrary), name(k)).task);

describe('a generator with an end', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.integer({ min: 1, max: 5 }).chain((n) => fc.array(fc.double(), { minLength: n, maxLength: 2 * n })),
    fc.record({ n: fc.nat(), text: fc.string(), big: fc.bigInt() }),
  );
  test('draws what the one without draws, bit for bit', () => {
    for (let trial = 0; trial < 200; trial++) {
      const free = anything.generate(new fc.Random(generator(state(trial))), undefined).value;
      expect(draw(population(anything), name(trial)).task).toEqual(free);
    }
  });

  test('ends a filter that nothing passes, clones and all', () => {
    const never = fc.integer({ min: 0, max: 10 }).filter(() => false);
    expect(() => draw(population(never), name(0))).toThrow(
      /more than 4194304 random words; .*does a filter pass nothing/,
    );
    const three = new fc.Random(bounded(generator(state(0)), 3));
    three.nextInt();
    three.clone().nextInt();
    three.nextInt();
    expect(() => three.nextInt()).toThrow('more than 3 random words');
  });
});

describe('within a time', () => {
  test('what ends in time gives what it gives, and throws what it throws', () => {
    expect(within(10, 'it', () => within(10, 'it', () => 3))).toBe(3);
    expect(() =>
      within(10, 'it', () => {
        throw new RangeError('own');
      }),
    ).toThrow(RangeError);
  });
  test('a loop is ended', () => {
    expect(() =>
      within(0.2, 'the loop', () => {
        for (;;);
      }),
    ).toThrow('the loop took longer than 0.2 seconds');
  });
});

describe('numbers that are uniform over bit patterns', () => {
  test.each([
    ['fc.double', fc.record({ v: fc.double({ min: 0, max: 1, noNaN: true }) }), ['v']],
    [
      'fc.double, signed',
      fc.record({ deep: fc.record({ v: fc.double({ min: -5, max: 5, noNaN: true }) }) }),
      ['deep.v'],
    ],
    ['fc.float', fc.record({ v: fc.float({ min: 0, max: 1, noNaN: true }) }), ['v']],
    ['a list of them', fc.array(fc.double({ noNaN: true }), { minLength: 3 }), ['the task itself']],
    ['float64Array', fc.record({ y: fc.float64Array({ minLength: 4, noNaN: true }) }), ['y']],
  ] as const)('%s is seen', (_, arbitrary, places) => expect(scattered(tasks(arbitrary))).toEqual(places));

  test.each([
    ['uniform', uniform({ min: 0, max: 1 })],
    ['logUniform over thirty decades', logUniform({ min: 1e-30, max: 1 })],
    ['integers', fc.integer()],
    ['a double in one binade', fc.double({ min: 1, max: 2, noNaN: true })],
    ['rarely tiny', fc.nat(9).map((k) => (k === 0 ? 1e-300 : k))],
    ['no number', fc.string()],
  ] as const)('%s is not', (_, arbitrary) =>
    expect(scattered(tasks(fc.record({ v: arbitrary as fc.Arbitrary<unknown> })))).toEqual([]),
  );
});

describe('a task in a report', () => {
  test('is plain data, whatever it was: it has a digest and can be written', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withDate: true,
          withNullPrototype: true,
        }),
        (task) => {
          const shown = specimen({ task });
          expect(digest(shown)).toMatch(/^[0-9a-f]{64}$/);
          JSON.parse(json(shown as never));
        },
      ),
    );
  });
  test('a task of numbers and typed arrays is what it was', () => {
    const task = { X: { rows: 1, cols: 2, data: Float64Array.of(1, NaN) }, n: 3, name: 'a', list: [1, -0] };
    expect(specimen(task)).toEqual(task);
  });
  test('functions, bigints, instances and cycles', () => {
    class Point {
      readonly x = 1;
      get twice() {
        return 2 * this.x;
      }
    }
    const cyclic: Record<string, unknown> = { p: new Point(), f: () => 1, big: 7n, bits: BigInt64Array.of(1n) };
    cyclic['again'] = cyclic;
    expect(specimen(cyclic)).toEqual({ p: { x: 1 }, big: '7', bits: ['1'], again: '(the task itself)' });
  });
});
