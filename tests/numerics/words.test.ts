/** Every word is its plain twin to the last bit, whatever the numbers are, and what pads an array in a room stays 0. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drift, image, reach, slopeInto } from '../../models/diagonal/moves.js';
import { accumulateAt, dotsAt } from '../../src/numerics/lanes.js';
import {
  axpy,
  dot,
  matrix,
  missInto,
  norm2,
  normInf,
  timesInto,
  timesTransposedInto,
} from '../../src/numerics/matrix.js';
import { at, inRoom, resident, vector, within } from '../../src/numerics/room.js';
import { fillNormals, seededStream } from '../../src/numerics/stream.js';
import { words } from '../../src/numerics/words.js';

const number = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1e200, -1e200, 5e-324) },
);
const size = fc.integer({ min: 1, max: 19 });
const array = (n: number) => fc.array(number, { minLength: n, maxLength: n }).map((x) => Float64Array.from(x));

interface Case {
  readonly A: Float64Array;
  readonly n: number;
  readonly wide: readonly Float64Array[];
  readonly tall: readonly Float64Array[];
  readonly a: number;
  readonly depth: number;
}

/** A: n x d, five vectors of d and three of n, a number, a depth. */
const drawn = fc.tuple(size, size).chain(([n, d]): fc.Arbitrary<Case> =>
  fc.record({
    A: array(n * d),
    n: fc.constant(n),
    wide: fc.tuple(array(d), array(d), array(d), array(d), array(d)),
    tall: fc.tuple(array(n), array(n), array(n)),
    a: number,
    depth: fc.integer({ min: 2, max: 5 }),
  }),
);

/** What it gives, and how it leaves everything; `inside` also says that nothing is left where arrays are padded. */
function after(word: (given: Case & { X: ReturnType<typeof resident> }) => unknown, given: Case, inside: boolean) {
  const run = () => {
    const d = given.wide[0]!.length;
    const [wide, tall] = [given.wide.map(vector), given.tall.map(vector)];
    const X = resident(matrix(given.n, d, given.A));
    expect(inRoom(wide[0]!, tall[0], X)).toBe(inside);
    const returned = word({ ...given, wide, tall, X });
    const all = [...wide, ...tall];
    if (inside)
      for (const x of all) {
        const padding = new Float64Array(x.buffer, at(x) + 8 * x.length, (8 - (x.length % 8)) % 8);
        expect([...padding].every((entry) => entry === 0)).toBe(true);
      }
    return { returned, all: all.map((x) => x.slice()) };
  };
  return inside ? within(run) : run();
}

const both =
  (name: 'moved' | 'mirrored') =>
  ({ wide: [u, v, g, origin, beta], a, depth }: Case) => {
    if (inRoom(u!, v, g, origin, beta))
      return words()[name](depth, at(u!), at(v!), at(g!), a, at(origin!), at(beta!), u!.length);
    moves[name](depth, u!, g!, a);
    moves[name](depth, v!, g!, -a);
    return image(depth, u!, v!, origin!, beta!);
  };

const moves = await import('../../models/diagonal/moves.js').then(({ mirrored, moved }) => ({
  mirrored,
  moved: (depth: number, x: Float64Array, g: Float64Array, rate: number) => moved(depth, x, x, g, rate),
}));

test.each<[string, (given: Case & { X: ReturnType<typeof resident> }) => unknown]>([
  ['timesInto', ({ X, wide: [x], tall: [out] }) => timesInto(X, x!, out!)],
  ['missInto', ({ X, wide: [x], tall: [y, out] }) => missInto(X, x!, y!, out!)],
  ['timesTransposedInto', ({ X, wide: [out], tall: [w] }) => timesTransposedInto(X, w!, out!)],
  [
    'dots',
    ({ A, wide: [x], tall: [out] }) => {
      const [a, n, d] = [vector(A), out!.length, x!.length];
      if (inRoom(a, x, out)) words().dots(at(a), 8 * d, n, d, at(x!), at(out!));
      else dotsAt(A, 0, d, n, d, x!, 0, out!, 0);
    },
  ],
  [
    'accumulate',
    ({ A, wide: [out], tall: [w] }) => {
      const [a, n, d] = [vector(A), w!.length, out!.length];
      if (inRoom(a, w, out)) words().accumulate(at(a), 8 * d, n, d, at(w!), 8, at(out!));
      else accumulateAt(A, 0, d, n, d, w!, 0, 1, out!, 0);
    },
  ],
  ['dot', ({ wide: [x, y] }) => dot(x!, y!)],
  ['norm2', ({ wide: [x] }) => norm2(x!)],
  ['normInf', ({ wide: [x] }) => normInf(x!)],
  ['axpy', ({ a, wide: [x, y] }) => axpy(a, x!, y!)],
  ['fillNormals', ({ n, wide: [x] }) => fillNormals(seededStream(n), x!)],
  ['image', ({ depth, wide: [u, v, origin, beta] }) => image(depth, u!, v!, origin!, beta!)],
  ['moved', both('moved')],
  ['mirrored', both('mirrored')],
  ['drift', ({ a, wide: [x, g] }) => drift(x!, g!, a)],
  ['slopeInto', ({ a, depth, wide: [x, g, out] }) => slopeInto(depth, x!, g!, a, out!)],
  ['reach', ({ depth, wide: [u, v, g] }) => reach(depth, u!, v!, g!)],
])('%s', (_, word) => {
  fc.assert(
    fc.property(drawn, (given) => {
      expect(after(word, given, true)).toEqual(after(word, given, false));
    }),
    { numRuns: 300 },
  );
});
