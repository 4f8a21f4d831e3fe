/**
 * The compiled kernels: which are used, and the memory that they work in.
 *
 * The module is compiled on first use, or handed over by the thread that compiled it; every thread has its own instance,
 * which is kept. A call lays out its arrays from the start of the free memory, so calls must not overlap, and none does:
 * they are synchronous.
 */
import { readFileSync } from 'node:fs';

declare global {
  /** The part of the WebAssembly interface used here; the types of Node 20 lack it. */
  namespace WebAssembly {
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module, imports: object);
      readonly exports: object;
    }
    interface Memory {
      readonly buffer: ArrayBuffer;
      grow(pages: number): number;
    }
    interface Global {
      readonly value: number | bigint;
    }
  }
}

export type Kernels = 'wasm' | 'reference';

type Address = number;
/** What assembly/index.ts exports, as far as the bindings call it. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: WebAssembly.Global;
  readonly [kernel: string]: unknown;
}

let choice: Kernels = 'wasm';
let compiled: WebAssembly.Module | undefined;
let instance: Arena | undefined;

/** Sets what this thread uses from now on. */
export function useKernels(kernels: Kernels, module?: WebAssembly.Module): void {
  choice = kernels;
  if (module && !compiled) compiled = module;
}

/** What this thread uses. */
export const kernelsInUse = (): Kernels => choice;

/** The compiled module, to hand to other threads. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
  return compiled;
}

/** The kernels of this thread, and their memory. */
export const arena = (): Arena =>
  (instance ??= new Arena(new WebAssembly.Instance(kernelModule(), {}).exports as unknown as Exports));

/** The same, with all memory free that no room holds; undefined where the plain code is to run. */
export function kernels(): Arena | undefined {
  if (choice === 'reference') return undefined;
  arena().clear();
  return instance;
}

/** Pages of 64 KiB that are asked for, and fewer where there are not as many. Those that nobody writes to cost nothing. */
const PAGES = [16_000, 4_000, 1_000];

/**
 * A class for speed: the memory of one instance, handed out from its start. Addresses are multiples of 64 bytes. It never
 * grows, since that would detach the arrays that lie in it.
 */
export class Arena {
  /** Where what is kept ends: rooms (room.ts) raise and lower it. */
  floor: Address;
  private top: Address;
  readonly buffer: ArrayBuffer;
  /** All of the memory. */
  readonly ints: Int32Array;
  readonly view: Float64Array;
  constructor(readonly call: Exports) {
    for (const pages of PAGES) {
      try {
        call.memory.grow(pages);
        break;
      } catch {
        continue;
      }
    }
    this.buffer = call.memory.buffer;
    this.ints = new Int32Array(this.buffer);
    this.view = new Float64Array(this.buffer);
    this.floor = (Number(call.heapBase.value) + 63) & ~63;
    this.top = this.floor;
  }

  clear(): void {
    this.top = this.floor;
  }

  /** Whether there is room for that many numbers above the floor. */
  has(numbers: number): boolean {
    return this.floor + 8 * numbers + 64 <= this.buffer.byteLength;
  }

  /** Room for that many numbers, with whatever it holds. @throws RangeError where there is none */
  room(numbers: number): Address {
    const at = this.top;
    this.top += (8 * numbers + 63) & ~63;
    if (this.top > this.buffer.byteLength)
      throw new RangeError(`the compiled words have ${this.buffer.byteLength} bytes; expected ${this.top} to suffice`);
    return at;
  }

  /** Room for that many zeros. */
  zeros(numbers: number): Address {
    const at = this.room(numbers);
    this.view.fill(0, at / 8, this.top / 8);
    return at;
  }

  /** Keeps what was handed out since. */
  keep(): void {
    this.floor = this.top;
  }

  /** Lets go what was kept since the floor was there: it is not a number from now on. */
  letGo(floor: Address): void {
    this.view.fill(NaN, floor / 8, this.floor / 8);
    this.floor = floor;
  }

  /** A copy. */
  put(data: Float64Array): Address {
    const at = this.room(data.length);
    this.view.set(data, at / 8);
    return at;
  }

  /** Copies what is at an address out. */
  take(at: Address, into: Float64Array): void {
    const { view } = this;
    const from = at / 8;
    if (into.length > 200) into.set(view.subarray(from, from + into.length));
    else for (let k = 0; k < into.length; k++) into[k] = view[from + k]!;
  }

  numbers(at: Address, count: number): Float64Array {
    return new Float64Array(this.buffer, at, count);
  }
}
