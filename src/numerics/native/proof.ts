/** Whether native words say what the compiled ones say: on odd sizes, -0, NaN and infinities, to the last bit and the last pad. */
import type { Arena } from '../kernels/instance.js';
import type { Words } from '../words.js';

/** Rows and columns: every rest of panels, pairs and vectors. */
const SIZES = [
  [1, 1],
  [2, 7],
  [3, 4],
  [4, 9],
  [5, 2],
  [7, 3],
  [18, 8],
  [13, 5],
  [33, 22],
] as const;
const HARD = [undefined, -0, NaN, Infinity, -1e308, 1e-310];

/** Reproducible numbers in [-1, 1). */
const numbers = (count: number, seed: number) =>
  Float64Array.from({ length: count }, (_, k) => ((Math.imul(seed + k, 0x9e3779b1) ^ (k << 7)) | 0) / 0x80000000);

/** Numbers of room that `saying` takes at most. */
const ROOM = 2500;

/** Says every word on one size, and what it answers; all that it writes lies in the room. */
function saying(words: Words, arena: Arena, rows: number, cols: number, hard: number | undefined): number[] {
  const pack = arena.call['packQuads'] as (a: number, rows: number, cols: number, into: number) => void;
  const of = (count: number, seed: number) => {
    const made = numbers(count, seed);
    if (hard !== undefined) made[(seed * 7) % count] = hard;
    return arena.put(made, (count + 7) & ~7);
  };
  const dense = arena.put(numbers(rows * cols, 1));
  const A = arena.zeros(((rows + 7) & ~7) * ((cols + 7) & ~7));
  pack(dense, rows, cols, A);
  const [x, y, w] = [of(cols, 2), of(rows, 3), of(rows, 4)];
  const [r, s, g] = [arena.zeros(rows + 8), arena.zeros(rows + 8), arena.zeros(cols + 8)];
  words.quadDots(A, rows, cols, x, y, r);
  words.quadDots(A, rows, cols, x, 0, s);
  words.quadAccumulate(A, rows, cols, w, g);
  const [u, v, slope, origin, product] = [of(cols, 5), of(cols, 6), of(cols, 7), of(cols, 8), of(cols, 9)];
  const beta = arena.zeros(cols + 8);
  words.drift(product, slope, 0.3, cols);
  return [0.1, 3, -800, Infinity].flatMap((rate) => [
    words.moved(2, u, v, slope, rate, origin, beta, cols),
    words.mirrored(2, u, v, slope, rate, origin, beta, cols),
  ]);
}

/** A sentence about the first difference, if there is one; what lies above the arena's floor is overwritten. */
export function difference(arena: Arena, compiled: Words, native: Words): string | undefined {
  const from = arena.floor / 8;
  for (const [rows, cols] of SIZES)
    for (const hard of HARD) {
      const said = [compiled, native].map((words) => {
        arena.clear();
        arena.zeros(ROOM);
        arena.clear();
        const answers = saying(words, arena, rows, cols, hard);
        return { answers, written: arena.view.slice(from, from + ROOM) };
      });
      const [expected, found] = said as [(typeof said)[0], (typeof said)[0]];
      const same =
        expected.written.every((number, k) => Object.is(number, found.written[k])) &&
        expected.answers.every((number, k) => Object.is(number, found.answers[k]));
      if (!same) return `on ${rows} x ${cols} numbers they differ from the compiled words`;
    }
  return undefined;
}
