/** Words on vectors and small dense matrices in a room are their plain loops, bit for bit, and touch nothing beside them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as factorization from '../../models/factorization/words.js';
import * as dense from '../../src/numerics/dense.js';
import * as entries from '../../src/numerics/entries.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { dot, norm2 } from '../../src/numerics/matrix.js';
import { at, inRoom, part, vector, within } from '../../src/numerics/room.js';
import { lent, normals, seededStream } from '../../src/numerics/stream.js';
import { words } from '../../src/numerics/words.js';

type V = Float64Array;

/** Each on five vectors of one length and two numbers. */
const ENTRIES: Readonly<Record<string, (v: readonly [V, V, V, V, V], a: number, b: number) => number | void>> = {
  scaled: ([x, y], a) => entries.scaled(a, x, y),
  'scaled in place': ([x], a) => entries.scaled(a, x, x),
  quotients: ([x, y], a, b) => entries.quotients(a, x, b, y),
  blended: ([x, y], a, b) => entries.blended(a, x, b, y),
  lessened: ([x, y, z], a) => entries.lessened(x, a, y, z),
  carried: ([x, y, z, u], a) => entries.carried(x, a, y, z, u),
  'carried in place': ([x, y, z], a) => entries.carried(y, a, x, z, y),
  multiplied: ([x, y, z]) => entries.multiplied(x, y, z),
  signed: ([x, y], a) => entries.signed(a, x, y),
  missing: ([x, y, z, u]) => entries.missing(x, y, z, u),
  uphill: ([x, y, z]) => entries.uphill(x, y, z),
  steepest: ([x]) => (x.length > 0 && !x.some(Number.isNaN) ? entries.steepest(x) : 0),
  adam: ([x, g, m, s], a, b) => entries.adam(x, g, m, s, a, 1 - b, 0.3, 1e-8),
  shrink: ([x, g, y], a, b) => entries.shrink(x, g, a, Math.abs(b), y),
  weighed: ([x, y], a) => entries.weighed(x, a, y),
  doubted: ([x, y]) => entries.doubted(x, y),
  powers: ([x, y], a) => entries.powers(x, Math.abs(a), y),
  sinhs: ([x, y], a) => entries.sinhs(x, a, y),
};

const numbers = fc.oneof(
  { arbitrary: fc.double({ min: -4, max: 4, noNaN: true }), weight: 12 },
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e200, -1e-200, 5e-324),
);
const bits = (x: V) => [...new BigUint64Array(x.map((entry) => (Number.isNaN(entry) ? NaN : entry)).buffer)];

/** Five vectors, after what was done to them; in the room each is part of a longer one, whose last entries stay 7. */
function after(drawn: readonly (readonly number[])[], roomy: boolean, by: (v: [V, V, V, V, V]) => number | void) {
  const run = () => {
    const whole = drawn.map((entries) => vector([...entries, 7, 7, 7]));
    const all = whole.map((x) => (roomy ? part(x, 0, x.length - 3) : x.slice(0, -3))) as [V, V, V, V, V];
    expect(all.every((x) => inRoom(x) === roomy)).toBe(true);
    const said = by(all);
    if (roomy) for (const x of whole) expect([...x.slice(-3)]).toEqual([7, 7, 7]);
    return { vectors: all.map(bits), said: typeof said === 'number' ? bits(Float64Array.of(said)) : said };
  };
  return within(run);
}

describe('entry by entry', () => {
  test.each(Object.entries(ENTRIES))('%s', (_, by) => {
    const five = (n: number) =>
      fc.array(fc.array(numbers, { minLength: n, maxLength: n }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }).chain(five), numbers, numbers, (drawn, a, b) => {
        const [plain, compiled] = [false, true].map((roomy) => after(drawn, roomy, (v) => by(v, a, b)));
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test('lengths are checked', () => {
    for (const n of [0, 3])
      expect(() => entries.blended(1, new Float64Array(2), 1, new Float64Array(n))).toThrow(/lengths are 2, /);
    expect(() => within(() => entries.lessened(vector(4), 1, vector(4), vector(5)))).toThrow(RangeError);
  });

  test('what they are', () => {
    const out = new Float64Array(3);
    entries.weighed(Float64Array.of(2, 1, 1 + Math.LN2), 1, out);
    expect(out[1]).toBe(1);
    expect(out[2]).toBeCloseTo(0.5, 15);
    entries.missing(Float64Array.of(0, 1, 1), Float64Array.of(9, 5, 5), Float64Array.of(1, 2, 5), out);
    expect([...out]).toEqual([0, 3, 0]);
    expect(entries.uphill(Float64Array.of(3, 1), Float64Array.of(1, 1), Float64Array.of(2, 0))).toBe(-2);
    expect([3, -3, 1].map((z) => entries.shrunk(z, 2))).toEqual([1, -1, 0]);
  });
});

describe('d x d', () => {
  type Squares = readonly [V, V, V, V, V];
  /** On matrices that need not be symmetric where that is not said. */
  const WORDS: Readonly<Record<string, (m: Squares, d: number, strips: V) => number | void>> = {
    'A B': ([A, B, C], d, strips) => dense.productInto(A, B, C, d, d, d, strips),
    'narrow A B': ([A, B, C], d, strips) => dense.productInto(A, B.subarray(0, d), C.subarray(0, d), d, d, 1, strips),
    "A' B": ([A, B, C], d, strips) => dense.productOfTransposeInto(A, B, C, d, d, d, strips),
    "A B'": ([A, B, C], d, strips) => dense.productAcrossInto(A, B, C, d, d, strips),
    squares: ([U, V, M, S], d, strips) => factorization.squares(U, V, M, S, d, strips),
    'squares of U alone': ([U, V, M], d, strips) => factorization.squares(U, V.fill(0), M, M, d, strips),
    widest: ([U, V, M, S], d, strips) => {
      factorization.squares(U, V, M, S, d, strips);
      return factorization.widest(S, M, d);
    },
    'first order': ([G, E], d) => factorization.firstOrder(G, -0.3, d, E),
    exponential: ([G, E, power, next], d, strips) =>
      factorization.exponentialOf(G, 0.5 / (norm2(G) || 1), d, E, power, next, strips),
  };
  test.each(Object.entries(WORDS))('%s', (_, by) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.integer(), fc.constantFrom(1, 1e160), (d, seed, scale) => {
        const from = seededStream(Math.abs(seed));
        const drawn = Array.from({ length: 5 }, () => [...normals(from, d * d)].map((entry) => scale * entry));
        const [plain, compiled] = [false, true].map((roomy) =>
          after(drawn, roomy, (m) => by(m, d, roomy ? vector(8 * d) : new Float64Array(8 * d))),
        );
        expect(compiled).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a lent stream', () => {
  test('goes on where the words have left it, a pending normal included', () => {
    const drawn = (roomy: boolean, pending: boolean) => {
      const stream = seededStream(5);
      if (pending) stream.normal();
      const [y, a, w, sizes] = [
        Float64Array.of(1, 2, 3),
        new Float64Array(3),
        new Float64Array(1),
        new Float64Array(3),
      ];
      const rows = Float64Array.of(1, 2, 4);
      const moved = within(() => {
        const places = [rows, y, sizes, a, w].map((x) => at(vector(x)));
        let pass = 0;
        const word = (state: number) => {
          pass = words().dualPass(state, places[0]!, places[1]!, 3, 1, ...places.slice(2), 1);
        };
        if (roomy) expect(lent(stream, word)).toBe(true);
        return pass;
      });
      if (!roomy) for (let k = 0; k < 3; k++) stream.integer(3);
      return { next: [stream.integer(1000), stream.normal()], moved };
    };
    for (const pending of [false, true]) {
      expect(drawn(true, pending).next).toEqual(drawn(false, pending).next);
      expect(drawn(true, pending).moved).toBeGreaterThan(0);
    }
  });

  test('there is none to plain kernels, nor of a stream that comes from elsewhere', () => {
    const word = () => expect.unreachable();
    expect(lent({ ...seededStream(1) }, word)).toBe(false);
    useKernels('reference');
    expect(lent(seededStream(1), word)).toBe(false);
    useKernels('wasm');
  });
});

test('a part lies in the room where the whole does', () => {
  within(() => {
    const x = vector([1, 2, 3, 4]);
    expect(dot(part(x, 1, 3), part(x, 2, 4))).toBe(18);
    expect(inRoom(part(x, 1, 3))).toBe(true);
    expect(inRoom(part(x.slice(), 1, 3))).toBe(false);
  });
});
