/** The compiled words on what lies in a room (room.ts), by name; addresses are bytes. Whoever calls one has looked at the places. */
import { arena } from './kernels/instance.js';

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
  /** n draws of the stream whose state is there. */
  readonly normals: (state: number, out: number, n: number) => void;
  readonly axpy: (a: number, x: number, n: number, y: number) => void;
  /** out = A x - y; y is 0 for none. */
  readonly quadDots: (A: number, rows: number, cols: number, x: number, y: number, out: number) => void;
  readonly quadAccumulate: (A: number, rows: number, cols: number, w: number, out: number) => void;
  readonly packQuads: (a: number, rows: number, cols: number, into: number) => void;
  readonly image: (depth: number, u: number, v: number, origin: number, beta: number, d: number) => number;
  readonly moved: Factors;
  readonly mirrored: Factors;
  readonly fastest: (depth: number, u: number, v: number, g: number, d: number) => number;
  readonly drift: (product: number, g: number, scale: number, d: number) => void;
  /** out_i = row i of a times x; rows `stride` bytes apart. */
  readonly dots: (a: number, stride: number, rows: number, length: number, x: number, out: number) => void;
  /** Weights theta along g; free is 0 where all of them move. */
  readonly descendAlong: (theta: number, g: number, free: number, rate: number, n: number) => void;
  readonly rollAlong: (...numbers: number[]) => void;
  readonly adaptAlong: (...numbers: number[]) => void;
  readonly switchOn: (v: number, Zt: number, n: number, d: number, m: number, strip: number, on: number) => void;
  readonly say: (...numbers: number[]) => void;
  readonly overlap: (on: number, G: number, n: number, m: number, packed: number, K: number) => void;
  readonly judged: (y: number, f: number, rate: number, each: number, n: number, e: number) => number;
  readonly learn: (...numbers: number[]) => void;
  readonly decayed: (run: number, theta: number, slope: number) => number;
  readonly examples: (
    layers: number,
    depth: number,
    X: number,
    y: number,
    n: number,
    d: number,
    weight: number,
    ascent: number,
    everyUnit: boolean,
  ) => void;
  readonly units: (...numbers: number[]) => void;
  readonly outward: (...numbers: number[]) => void;
  readonly inward: (G: number, X: number, count: number, d: number, m: number, gW: number, gb: number) => void;
  readonly drop: (...numbers: number[]) => void;
  readonly weigh: (...numbers: number[]) => void;
  // Entry by entry, what src/numerics/entries.ts says.
  readonly scaled: (a: number, x: number, out: number, n: number) => void;
  readonly quotients: (a: number, x: number, b: number, out: number, n: number) => void;
  readonly blended: (a: number, x: number, b: number, y: number, n: number) => void;
  readonly lessened: (x: number, a: number, y: number, out: number, n: number) => void;
  readonly carried: (x: number, a: number, y: number, z: number, out: number, n: number) => void;
  readonly multiplied: (x: number, y: number, out: number, n: number) => void;
  readonly signed: (a: number, x: number, out: number, n: number) => void;
  readonly missing: (seen: number, x: number, y: number, out: number, n: number) => void;
  readonly uphill: (x: number, y: number, z: number, n: number) => number;
  readonly steepest: (x: number, n: number) => number;
  readonly adam: (
    x: number,
    g: number,
    m: number,
    s: number,
    rate: number,
    unbias1: number,
    unbias2: number,
    least: number,
    n: number,
  ) => void;
  readonly shrink: (x: number, g: number, curvature: number, by: number, out: number, n: number) => number;
  readonly weighed: (x: number, sharp: number, out: number, n: number) => void;
  readonly doubted: (a: number, y: number, n: number) => void;
  readonly powers: (x: number, exponent: number, out: number, n: number) => void;
  readonly sinhs: (x: number, scale: number, out: number, n: number) => void;
  // Passes of models/penalized/passes.ts.
  readonly stochasticSteps: (...numbers: number[]) => void;
  readonly dualPass: (...numbers: number[]) => number;
  readonly coordinatePass: (...numbers: number[]) => number;
  // Dense matrices, src/numerics/dense.ts and kernels/dense.ts.
  readonly accumulate: (...numbers: number[]) => void;
  readonly laneOrder: (...numbers: number[]) => void;
  readonly mirrorUp: (c: number, n: number) => void;
  readonly eigen: (...numbers: number[]) => number;
  readonly svd: (...numbers: number[]) => number;
  readonly cholesky: (a: number, n: number, l: number, sums: number) => number;
  readonly reflections: (...numbers: number[]) => number;
  readonly basis: (...numbers: number[]) => void;
  readonly rowOrder: (...numbers: number[]) => void;
  readonly timesAcross: (U: number, V: number, d: number, width: number, out: number, strip: number) => void;
  // d x d matrices, models/factorization/words.ts and models/penalized/nuclear.ts.
  readonly squares: (U: number, V: number, M: number, S: number, d: number, strips: number) => void;
  readonly widest: (S: number, M: number, d: number) => number;
  readonly firstOrder: (G: number, t: number, d: number, E: number) => void;
  readonly exponential: (...numbers: number[]) => void;
  readonly shrinkSingular: (...numbers: number[]) => number;
}

let table: Words | undefined;

/** The words of this thread. */
export const words = (): Words => (table ??= { ...(arena().call as unknown as Words) });
