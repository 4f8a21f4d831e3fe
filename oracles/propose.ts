/**
 * A linear program handed to HiGHS, which only proposes: whoever asks solves for the proposed vertex again and certifies
 * it. min c'x subject to A x = b, x >= 0 (entries of `free` unbounded below).
 *
 * Every solve sees the memory of a newly instantiated solver: the WebAssembly instance is made once, when this module is
 * loaded (about 60 ms), and its memory image is put back before each solve (about 0.1 ms). Nothing an earlier solve left
 * behind can therefore break a tie, and a proposal is a function of the program alone. All of the memory may have been
 * written, so it starts small, and grows where a program asks for more.
 *
 * What the solver cannot take is refused before it sees it. An instance that has thrown is not used again: what it left
 * outside its memory is unknown. A second one, loaded beside the first, takes its place, and another is loaded behind it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as library from 'highs';
import type { Highs, InitOptions } from 'highs';
import type { Matrix } from 'claimcheck/numerics/matrix';

/** min costs'x s.t. A x = b; A: m x k, x: k, b: m. */
export interface Program {
  readonly costs: Float64Array;
  readonly A: Matrix;
  readonly b: Float64Array;
  /** Whether x_j may be negative; absent: none may. */
  readonly free?: (j: number) => boolean;
}

export interface Proposal {
  /** The proposed x: k, accurate to the solver's tolerances only. */
  readonly x: Float64Array;
  /** The proposed price of each row: m. */
  readonly prices: Float64Array;
  /** The columns of the proposed basis, ascending: at most m of them. */
  readonly basis: readonly number[];
}

const OPTIMAL = 7;
const BASIC = 1;

/** The part of WebAssembly used here; the project's type libraries do not declare it. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (...never: never[]) => { readonly buffer: ArrayBuffer };
}
/** The loader calls this with the imports; its own types do not mention it. */
interface Hook {
  readonly instantiateWasm: (imports: object, done: (instance: object) => void) => void;
}

const wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;
const binary = new wasm.Module(withLittleMemory(readFileSync(createRequire(import.meta.url).resolve('highs/runtime'))));

const PAGE = 65536;
const BLANK = Buffer.alloc(PAGE);

/** With 80 pages of memory at the start in place of 324: 68 for data and stack, the rest for the programs of most claims. */
function withLittleMemory(bytes: Buffer): Buffer {
  // The section of memories, 7 bytes: one, with a maximum, a minimum of 324 and a maximum of 32768, in sevens of bits.
  const at = bytes.indexOf(Uint8Array.of(5, 7, 1, 1, 0xc4, 2, 0x80, 0x80, 2));
  if (at < 0) throw new Error('propose: the solver asks for other memory; expected highs 1.15.3');
  bytes.set([0xd0, 0], at + 4);
  return bytes;
}

interface Instance {
  readonly solver: Highs;
  readonly memory: InstanceType<Wasm['Memory']>;
  /** The pages that are not all zero, and where each starts. */
  readonly image: readonly { readonly at: number; readonly page: Uint8Array }[];
}

const load = library.default as unknown as (options: InitOptions & Hook) => Promise<Highs>;

async function instantiate(): Promise<Instance> {
  let memory: InstanceType<Wasm['Memory']> | undefined;
  const solver = await load({
    instantiateWasm(imports, done) {
      const instance = new wasm.Instance(binary, imports);
      memory = Object.values(instance.exports).find((value) => value instanceof wasm.Memory);
      done(instance);
    },
  });
  if (!memory) throw new Error('propose: the solver exports no memory; expected highs 1.15.3');
  const starts = Array.from({ length: memory.buffer.byteLength / PAGE }, (_, k) => k * PAGE);
  const pages = starts.map((at) => ({ at, page: new Uint8Array(memory!.buffer, at, PAGE) }));
  const written = pages.filter(({ page }) => !BLANK.equals(page));
  return { solver, memory, image: written.map(({ at, page }) => ({ at, page: page.slice() })) };
}

let ready: Instance | undefined = await instantiate();
let spare: Instance | undefined = await instantiate();

/** The instance in use has thrown: the spare takes its place at once, and another spare is loaded. */
function replace(): void {
  ready = spare;
  spare = undefined;
  void instantiate().then((next) => (ready ? (spare = next) : (ready = next)));
}

function restore({ memory, image }: Instance): void {
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0);
  for (const { at, page } of image) bytes.set(page, at);
}

/** The solver takes larger numbers for infinity, and some of them for an error. */
const LARGEST = 1e12;

/** @throws RangeError where shapes differ or a number is not finite or too large for the solver. */
function expectSolvable({ costs, A, b }: Program): void {
  const { rows, cols, data } = A;
  if (costs.length !== cols || b.length !== rows || data.length !== rows * cols)
    throw new RangeError(
      `propose: ${costs.length} costs and ${b.length} right sides for a program of ${rows} x ${cols} with ${data.length} entries`,
    );
  for (const numbers of [costs, data, b]) {
    const bad = numbers.find((entry) => !(Math.abs(entry) <= LARGEST));
    if (bad !== undefined)
      throw new RangeError(`propose: a number of the linear program is ${bad}; expected at most ${LARGEST} in size`);
  }
}

/** Half-solved programs are worse than none: the tightest tolerances that the library accepts. */
const options = {
  output_flag: false,
  primal_feasibility_tolerance: 1e-10,
  dual_feasibility_tolerance: 1e-10,
};

/** What the library answers, or an error where one of its calls fails. */
function got<T>({ status, value }: { readonly status: number; readonly value?: T }, call: string): T {
  if (status === -1 || value === undefined) throw new Error(`${call} gave nothing`);
  return value;
}

/**
 * @throws RangeError where the program has a number that the solver cannot take. @throws Error where it finds no optimal
 * vertex: the program is infeasible or unbounded.
 */
export function propose(program: Program): Proposal {
  expectSolvable(program);
  const instance = ready;
  if (!instance) throw new Error('propose: the solver failed twice at once and is being loaded again');
  try {
    return solved(instance, program);
  } catch (error) {
    if (error instanceof NoVertex) throw error;
    replace();
    throw new Error(`propose: the solver failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** What the solver says in an orderly way; the instance is as good as new. */
class NoVertex extends Error {}

function solved(instance: Instance, { costs, A, b, free }: Program): Proposal {
  const { rows, cols } = A;
  const starts = new Int32Array(rows + 1);
  const indices = new Int32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    starts[i + 1] = (i + 1) * cols;
    for (let j = 0; j < cols; j++) indices[i * cols + j] = j;
  }
  const least = new Float64Array(cols);
  if (free) for (let j = 0; j < cols; j++) if (free(j)) least[j] = -Infinity;
  restore(instance);
  const model = instance.solver.raw.createModel();
  for (const [name, value] of Object.entries(options)) model.setOptionValue(name, value);
  const passed = model.passLp({
    numCols: cols,
    numRows: rows,
    colCost: costs,
    colLower: least,
    colUpper: new Float64Array(cols).fill(Infinity),
    rowLower: b,
    rowUpper: b,
    matrix: {
      format: 'csr',
      numRows: rows,
      numCols: cols,
      starts,
      indices,
      values: A.data,
    },
  });
  const ran = model.run();
  const outcome = model.getModelStatus();
  const solution = model.getSolution();
  const basis = model.getBasis();
  model.dispose();
  if (passed.status === -1 || ran.status === -1 || outcome !== OPTIMAL) {
    throw new NoVertex(
      `propose: model status ${outcome} for a program of ${rows} x ${cols}; expected an optimal vertex`,
    );
  }
  const { colValue, rowDual } = got(solution, 'getSolution');
  const { colStatus } = got(basis, 'getBasis');
  return { x: colValue, prices: rowDual, basis: [...colStatus.keys()].filter((j) => colStatus[j] === BASIC) };
}
