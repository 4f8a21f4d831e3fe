/**
 * A matrix that stays where the kernels reach it, for loops that multiply by it many times: only vectors are copied.
 * It is a copy of X as it was given; the products are those of matrix.ts, bit for bit.
 */
import { timesInto, timesTransposedInto, type Matrix } from '../matrix.js';
import { Arena, kernelModule, kernelsInUse, type Exports } from './instance.js';

export interface Products {
  /** out = A x, in lane order. */
  readonly timesInto: (x: Float64Array, out: Float64Array) => void;
  /** out = A' r, in row order. */
  readonly timesTransposedInto: (r: Float64Array, out: Float64Array) => void;
}

/** Entries below which the copies of vectors cost more than the product. */
const WORTH = 256;
/** Numbers held before everything is let go; what is still in use is then copied in again. */
const HELD = 4e6;

interface Holder {
  readonly arena: Arena;
  readonly dots: (a: number, stride: number, rows: number, length: number, x: number, out: number) => void;
  readonly accumulate: (
    a: number,
    stride: number,
    rows: number,
    length: number,
    weights: number,
    apart: number,
    out: number,
  ) => void;
  held: number;
  /** Raised whenever everything is let go. */
  generation: number;
}

/** Apart from the memory of whole loops, whose layout starts anew with every call. */
let holder: Holder | undefined;

function open(): Holder {
  const call = new WebAssembly.Instance(kernelModule(), {}).exports as unknown as Exports;
  const { dots, accumulate } = call as unknown as Pick<Holder, 'dots' | 'accumulate'>;
  return { arena: new Arena(call), dots, accumulate, held: 0, generation: 0 };
}

/** The products of A and A' with vectors, A: n x d. @throws RangeError in use where a length differs. */
export function products(A: Matrix): Products {
  if (kernelsInUse() === 'reference' || A.data.length < WORTH) {
    return {
      timesInto: (x, out) => timesInto(A, x, out),
      timesTransposedInto: (r, out) => timesTransposedInto(A, r, out),
    };
  }
  const { rows: n, cols: d } = A;
  const at = (holder ??= open());
  let generation = -1;
  let [matrix, wide, tall] = [0, 0, 0];
  const place = () => {
    const size = n * d + n + d + 4;
    if (at.held + size > HELD) {
      at.arena.clear();
      at.held = 0;
      at.generation++;
    }
    at.held += size;
    generation = at.generation;
    matrix = at.arena.put(A.data);
    wide = at.arena.room(d);
    tall = at.arena.room(n);
  };
  const expect = (name: string, actual: number, expected: number) => {
    if (actual !== expected)
      throw new RangeError(`${name} of a ${n} x ${d} matrix: length ${actual}; expected ${expected}`);
  };
  return {
    timesInto: (x, out) => {
      expect('timesInto', x.length, d);
      expect('timesInto', out.length, n);
      if (generation !== at.generation) place();
      at.arena.write(wide, x);
      at.dots(matrix, 8 * d, n, d, wide, tall);
      at.arena.take(tall, out);
    },
    timesTransposedInto: (r, out) => {
      expect('timesTransposedInto', r.length, n);
      expect('timesTransposedInto', out.length, d);
      if (generation !== at.generation) place();
      at.arena.write(tall, r);
      at.arena.clean(wide, d);
      at.accumulate(matrix, 8 * d, n, d, tall, 8, wide);
      at.arena.take(wide, out);
    },
  };
}
