/**
 * The words of words.c by name, each said natively from the size on from which it gains: a native call takes about 30 ns, a
 * compiled one 5 (benchmarks/README.md). What it does not know is left to the compiled word.
 */
import type { Words } from '../words.js';

/** What words.c exports. */
export interface Addon {
  /** The words on a thread's memory: functions without arguments, which lie in the box. */
  readonly words: (memory: ArrayBuffer, box: ArrayBuffer) => Said;
}
type Said = { readonly [name in keyof Words]: () => void };

/** Numbers that the box holds. */
export const BOX = 16;

/** Entries from which on a word is said natively. */
export interface Least {
  readonly product: number;
  readonly move: number;
  readonly mirror: number;
  readonly drift: number;
}
const GAINS: Least = { product: 500, move: 80, mirror: 9, drift: 60 };
export const ALWAYS: Least = { product: 0, move: 0, mirror: 0, drift: 0 };

type Native = Pick<Words, 'quadDots' | 'quadAccumulate' | 'moved' | 'mirrored' | 'drift'>;

/** The native words over the compiled ones. */
export function nativeWords(said: Said, box: Float64Array, compiled: Words, least = GAINS): Native {
  /** At depth 2. The answer -1 says that nothing was done. */
  const factors =
    (compiled: Words['moved'], said: () => void, from: number): Words['moved'] =>
    (depth, u, v, g, rate, origin, beta, d) => {
      if (depth !== 2 || d < from) return compiled(depth, u, v, g, rate, origin, beta, d);
      box[1] = u;
      box[2] = v;
      box[3] = g;
      box[4] = rate;
      box[5] = origin;
      box[6] = beta;
      box[7] = d;
      said();
      const widest = box[0]!;
      return widest === -1 ? compiled(depth, u, v, g, rate, origin, beta, d) : widest;
    };
  return {
    quadDots: (A, rows, cols, x, y, out) => {
      if (rows * cols < least.product) return compiled.quadDots(A, rows, cols, x, y, out);
      box[0] = A;
      box[1] = rows;
      box[2] = cols;
      box[3] = x;
      box[4] = y;
      box[5] = out;
      said.quadDots();
    },
    quadAccumulate: (A, rows, cols, w, out) => {
      if (rows * cols < least.product) return compiled.quadAccumulate(A, rows, cols, w, out);
      box[0] = A;
      box[1] = rows;
      box[2] = cols;
      box[3] = w;
      box[4] = out;
      said.quadAccumulate();
    },
    moved: factors(compiled.moved, said.moved, least.move),
    mirrored: factors(compiled.mirrored, said.mirrored, least.mirror),
    drift: (product, g, scale, d) => {
      if (d < least.drift) return compiled.drift(product, g, scale, d);
      box[0] = product;
      box[1] = g;
      box[2] = scale;
      box[3] = d;
      said.drift();
    },
  };
}
