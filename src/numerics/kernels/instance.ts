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

/** The kernels, with all of their memory free; undefined where the plain code is to run. */
export function kernels(): Arena | undefined {
  if (choice === 'reference') return undefined;
  instance ??= new Arena(new WebAssembly.Instance(kernelModule(), {}).exports as unknown as Exports);
  instance.clear();
  return instance;
}

/** A class for speed: the memory of one instance, handed out from its start. Addresses are multiples of 16 bytes. */
export class Arena {
  private readonly base: Address;
  private top: Address;
  private view: Float64Array;
  constructor(readonly call: Exports) {
    this.base = (Number(call.heapBase.value) + 15) & ~15;
    this.top = this.base;
    this.view = new Float64Array(call.memory.buffer);
  }

  clear(): void {
    this.top = this.base;
  }

  /** Room for that many numbers, with whatever it holds. */
  room(numbers: number): Address {
    const at = this.top;
    this.top += (8 * numbers + 15) & ~15;
    const missing = this.top - this.call.memory.buffer.byteLength;
    if (missing > 0) {
      this.call.memory.grow(Math.ceil(missing / 65536));
      this.view = new Float64Array(this.call.memory.buffer);
    }
    return at;
  }

  /** Room for that many zeros. */
  zeros(numbers: number): Address {
    const at = this.room(numbers);
    this.view.fill(0, at / 8, at / 8 + numbers);
    return at;
  }

  /** A copy, followed by zeros up to the given length. */
  put(data: Float64Array, length = data.length): Address {
    const at = this.room(length);
    this.view.set(data, at / 8);
    this.view.fill(0, at / 8 + data.length, at / 8 + length);
    return at;
  }

  /** A copy of rows of `cols` numbers, each followed by zeros up to `stride` numbers. */
  putRows(data: Float64Array, rows: number, cols: number, stride: number): Address {
    if (cols === stride) return this.put(data);
    const at = this.zeros(rows * stride);
    for (let i = 0; i < rows; i++) this.view.set(data.subarray(i * cols, (i + 1) * cols), at / 8 + i * stride);
    return at;
  }

  write(at: Address, data: Float64Array): void {
    this.view.set(data, at / 8);
  }

  clean(at: Address, numbers: number): void {
    this.view.fill(0, at / 8, at / 8 + numbers);
  }

  /** Copies what is at an address out. */
  take(at: Address, into: Float64Array): void {
    const { view } = this;
    const from = at / 8;
    if (into.length > 200) into.set(view.subarray(from, from + into.length));
    else for (let k = 0; k < into.length; k++) into[k] = view[from + k]!;
  }

  /** For what is not float64. */
  words(at: Address, count: number): Int32Array {
    return new Int32Array(this.call.memory.buffer, at, count);
  }

  numbers(at: Address, count: number): Float64Array {
    return new Float64Array(this.call.memory.buffer, at, count);
  }
}
