/**
 * Room for a training. What `vector` and `resident` make inside of it lies where the compiled words reach it, so that a loop in
 * TypeScript copies nothing: a word on such arrays (`timesInto`, `norm2`, ...) is one call, and every entry is read and
 * written as that of any Float64Array. Words on other arrays run their plain twins, with the same bits.
 *
 * A room is let go when its training ends. What has to outlive it is copied (`slice`); the rest is no number from then on.
 */
import { kernels, type Arena } from './kernels/instance.js';
import { at, inRoom, type Placed } from './place.js';
import type { Matrix } from './shape.js';
import { words } from './words.js';

export { at, inRoom };

/**
 * One of them that stays. The engine forgets the shape of objects when the last of them is gone, and with it all code that was
 * optimized for it: every training would begin slowly.
 */
export const SPECIMEN: Placed = Object.assign(new Float64Array(0), { place: 0 });

/** What outlives the room: a copy where x lies in it. */
export const kept = (x: Float64Array): Float64Array => ((x as Placed | undefined)?.place === undefined ? x : x.slice());

/** Numbers in a line of the cache. Rooms are whole lines, and what pads them is 0. */
const LINE = 8;

/** The memory, while a room is open. */
let open: Arena | undefined;

/** Runs a training in a room of its own, inside of that which is open. */
export function within<T>(training: () => T): T {
  const outer = open;
  const arena = kernels();
  if (!arena) return training();
  const { floor } = arena;
  open = arena;
  try {
    return training();
  } finally {
    open = outer;
    arena.letGo(floor);
  }
}

const lines = (numbers: number) => Math.ceil(numbers / LINE) * LINE;

/** Zeros, or a copy. Outside of a room, and where it is full, an array like any other. */
export function vector(of: number | ArrayLike<number>): Float64Array {
  const length = typeof of === 'number' ? of : of.length;
  const made = zeros(length);
  if (typeof of !== 'number') made.set(of);
  return made;
}

function zeros(length: number): Float64Array {
  const size = lines(length);
  if (!open?.has(size)) return new Float64Array(length);
  open.clear();
  const place = open.zeros(size);
  open.keep();
  return Object.assign(open.numbers(place, length), { place });
}

/**
 * Entries from .. to - 1 of x, not copied: where x lies in the room, so do they. Nothing pads them, so that they are for words
 * that go entry by entry (entries.ts), `dot`, `axpy` and norms, not for products with matrices.
 */
export function part(x: Float64Array, from: number, to: number): Float64Array {
  const view = x.subarray(from, to);
  return inRoom(x) ? Object.assign(view, { place: at(x) + 8 * from }) : view;
}

/**
 * The matrix as it is now, for many products with vectors: `timesInto`, `missInto` and `timesTransposedInto` find it in the
 * room. A change of its entries afterwards is not seen.
 */
export function resident(A: Matrix): Matrix & Placed {
  const { rows, cols, data } = A;
  const size = lines(rows) * lines(cols);
  if (!open?.has(2 * size)) return A;
  open.clear();
  const place = open.room(size);
  open.keep();
  words().packQuads(open.put(data), rows, cols, place);
  return { rows, cols, data, place };
}
