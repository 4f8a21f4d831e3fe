/** The compiled words on what lies in a room (room.ts), by name; addresses are bytes. Whoever calls one has looked at the places. */
import { kernels, kernelsInUse, type Kernels } from './kernels/instance.js';

type Factors = (
  depth: number,
  u: number,
  v: number,
  g: number,
  rate: number,
  origin: number,
  beta: number,
  d: number,
) => number;

export interface Words {
  readonly dot: (x: number, y: number, n: number) => number;
  readonly norm2: (x: number, n: number) => number;
  readonly normInf: (x: number, n: number) => number;
  readonly axpy: (a: number, x: number, n: number, y: number) => void;
  /** out = A x - y; y is 0 for none. */
  readonly quadDots: (A: number, rows: number, cols: number, x: number, y: number, out: number) => void;
  readonly quadAccumulate: (A: number, rows: number, cols: number, w: number, out: number) => void;
  readonly image: (depth: number, u: number, v: number, origin: number, beta: number, d: number) => number;
  readonly moved: Factors;
  readonly mirrored: Factors;
  readonly adapted: (
    depth: number,
    x: number,
    g: number,
    rate: number,
    sign: number,
    m: number,
    s: number,
    unbias1: number,
    unbias2: number,
    d: number,
  ) => void;
  readonly speeds: (depth: number, u: number, v: number, out: number, d: number) => void;
  readonly fastest: (depth: number, u: number, v: number, g: number, d: number) => number;
  readonly drift: (product: number, g: number, scale: number, d: number) => void;
}

let table: Words | undefined;
let kind: Kernels | undefined;

/** The words of this thread. */
export const words = (): Words => (kind === kernelsInUse() ? table! : chosen());

function chosen(): Words {
  table = { ...(kernels()!.call as unknown as Words) };
  kind = kernelsInUse();
  return table;
}
