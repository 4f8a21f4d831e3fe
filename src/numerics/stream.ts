/**
 * Streams of random numbers that are pure functions of a name, the same bits on every machine.
 *
 * Generator: xoroshiro128+ (Blackman and Vigna) as in pure-rand, whose output is the low word of the 64-bit sum; period
 * 2^128 - 1. State: the first 128 bits of SHA-256 of the name. The recipes, for whoever writes the same in another
 * language (all in float64, `bits` an integer in 0 .. 2^32 - 1):
 *
 *   uniform   (floor(bits / 2^5) 2^26 + floor(bits' / 2^6)) 2^-53, two draws in this order
 *   normal    polar method (Marsaglia): u = 2 uniform - 1, v = 2 uniform - 1, s = u u + v v, again while s >= 1 or s = 0;
 *             f = sqrt(-2 log(s) / s); u f is returned, v f kept for the next call of `normal`, whatever is drawn between
 *   integer   q = floor(2^32 / below), floor(bits / q), again while that is >= below (the upper bits are the better ones)
 *
 * log is ours, sqrt is exactly rounded.
 */
import { createHash } from 'node:crypto';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Stream, Streams } from '../stream.js';
import { log } from './elementary.js';
import { kernels, type Arena } from './kernels/instance.js';
import { placed } from './place.js';
import { words } from './words.js';

/** The name of a trial: which suite, claim, arm (`claim`, a control, a fault, a point of a dial), and which number. */
export interface TrialName {
  readonly suiteSeed: string;
  readonly claim: string;
  readonly arm: string;
  readonly trial: number;
}

/** Four words of 32 bits, most significant first: two words of the first 64-bit half, two of the second. */
export type State = readonly [number, number, number, number];

const SEPARATOR = '\u001f';

/**
 * The state of a named stream: SHA-256 of `pvs1`, suite seed, claim, arm, trial and stream joined by U+001F, its first 16
 * bytes as big-endian words. Throws RangeError if a part contains the separator or the trial is not a natural number.
 */
export function streamState(name: TrialName, stream: string): [number, number, number, number] {
  if (!Number.isSafeInteger(name.trial) || name.trial < 0)
    throw new RangeError(`invalid trial; must be a natural number: ${name.trial}`);
  const parts = ['pvs1', name.suiteSeed, name.claim, name.arm, String(name.trial), stream];
  for (const part of parts)
    if (part.includes(SEPARATOR))
      throw new RangeError(`invalid name; must not contain U+001F: ${JSON.stringify(part)}`);
  const digest = createHash('sha256').update(parts.join(SEPARATOR), 'utf8').digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4), digest.readUInt32BE(8), digest.readUInt32BE(12)];
}

/** The same sequence for fast-check: `new fc.Random(generator(state))`. */
export function generator(state: State): RandomGenerator {
  return xoroshiro128plusFromState(state.map((word) => word | 0));
}

/** Where a stream stands, a pending normal included: four signed words and that normal. */
export interface Position {
  readonly words: readonly [number, number, number, number];
  readonly kept?: number;
}

/** Draws below which copying them out of the kernels' memory costs more than it saves; a room is there already. */
const WORTH = 32;
/** Numbers in the state of a stream, as assembly/stream.ts reads it, and then some. */
const LINE = 8;

const TO_UNIT = 1.1102230246251565e-16; // 2^-53

/** A class for speed: fields of small integers, no closure. */
class Xoroshiro implements Stream {
  private spare = 0;
  private hasSpare = false;
  private s01: number;
  private s00: number;
  private s11: number;
  private s10: number;

  constructor(s01: number, s00: number, s11: number, s10: number) {
    this.s01 = s01 | 0;
    this.s00 = s00 | 0;
    this.s11 = s11 | 0;
    this.s10 = s10 | 0;
  }

  bits(): number {
    const { s00, s01, s10, s11 } = this;
    const low = s10 ^ s00;
    const high = s11 ^ s01;
    this.s00 = (s00 << 24) ^ (s01 >>> 8) ^ low ^ (low << 16);
    this.s01 = (s01 << 24) ^ (s00 >>> 8) ^ high ^ ((high << 16) | (low >>> 16));
    this.s10 = (high << 5) ^ (low >>> 27);
    this.s11 = (low << 5) ^ (high >>> 27);
    return (s00 + s10) >>> 0;
  }

  uniform(): number {
    const high = this.bits() >>> 5;
    return (high * 67108864 + (this.bits() >>> 6)) * TO_UNIT;
  }

  normal(): number {
    if (this.hasSpare) {
      this.hasSpare = false;
      return this.spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const f = Math.sqrt((-2 * log(s)) / s);
      this.spare = v * f;
      this.hasSpare = true;
      return u * f;
    }
  }

  /** Fills `out` with normal draws; many at once by the compiled word, two pairs of them at a time. */
  fill(out: Float64Array): void {
    const place = placed(out);
    const arena = place !== undefined || out.length >= WORTH ? kernels() : undefined;
    if (!arena) {
      for (let i = 0; i < out.length; i++) out[i] = this.normal();
      return;
    }
    const state = arena.room(LINE);
    const to = place ?? arena.room(out.length);
    this.lay(arena, state);
    words().normals(state, to, out.length);
    this.take(arena, state);
    if (place === undefined) arena.take(to, out);
  }

  /** Lends its state, by the address, to a word that draws from it. @returns false where there are no compiled words */
  lend(word: (state: number) => void): boolean {
    const arena = kernels();
    if (!arena) return false;
    const state = arena.room(LINE);
    this.lay(arena, state);
    word(state);
    this.take(arena, state);
    return true;
  }

  private lay({ ints, view }: Arena, state: number): void {
    const [word, number] = [state >> 2, state >> 3];
    ints[word] = this.s00;
    ints[word + 1] = this.s01;
    ints[word + 2] = this.s10;
    ints[word + 3] = this.s11;
    view[number + 2] = this.spare;
    ints[word + 6] = this.hasSpare ? 1 : 0;
  }

  private take({ ints, view }: Arena, state: number): void {
    const [word, number] = [state >> 2, state >> 3];
    this.s00 = ints[word]!;
    this.s01 = ints[word + 1]!;
    this.s10 = ints[word + 2]!;
    this.s11 = ints[word + 3]!;
    this.spare = view[number + 2]!;
    this.hasSpare = ints[word + 6] !== 0;
  }

  /** Words in the order of little-endian halves; `kept` is the second variate of a pair of normals. */
  position(): Position {
    const { s00, s01, s10, s11 } = this;
    return { words: [s00, s01, s10, s11], ...(this.hasSpare && { kept: this.spare }) };
  }

  integer(below: number): number {
    if (!(below >= 1 && below <= 4294967296) || Math.floor(below) !== below)
      throw new RangeError(`invalid bound; must be an integer in 1 .. 2^32: ${below}`);
    const q = Math.floor(4294967296 / below);
    for (;;) {
      const draw = Math.floor(this.bits() / q);
      if (draw < below) return draw;
    }
  }
}

/** The stream that starts at `state`. Throws RangeError if all words are zero, where the generator would stay. */
export function stream(state: State): Stream {
  if ((state[0] | state[1] | state[2] | state[3]) === 0) throw new RangeError('invalid state; must not be all zero');
  return new Xoroshiro(state[0], state[1], state[2], state[3]);
}

/** Where a stream stands, for a kernel that draws from it; undefined for a stream that comes from elsewhere. */
export const positionOf = (of: Stream): Position | undefined => (of instanceof Xoroshiro ? of.position() : undefined);

/** Lends a stream to a compiled word, by the address of its state. @returns false where the plain code is to run */
export const lent = (stream: Stream, word: (state: number) => void): boolean =>
  stream instanceof Xoroshiro && stream.lend(word);

/** The streams of one trial; each access starts anew. */
export function streams(name: TrialName): Streams {
  return {
    train: () => stream(streamState(name, 'train')),
    noise: () => stream(streamState(name, 'noise')),
    eval: () => stream(streamState(name, 'eval')),
  };
}

const mask = (1n << 64n) - 1n;

/** The finalizer of splitmix64 (Steele, Lea, Flood, OOPSLA 2014, in Vigna's constants): a bijection of 64-bit integers. */
function mix(value: bigint): bigint {
  let z = value & mask;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}

const GOLDEN = 0x9e3779b97f4a7c15n;

function integerSeed(seed: number | bigint): bigint {
  if (typeof seed === 'number' && !Number.isSafeInteger(seed))
    throw new RangeError(`invalid seed; must be a safe integer or a bigint: ${seed}`);
  if (seed < 0 || seed > mask) throw new RangeError(`invalid seed; must be in 0 .. 2^64 - 1: ${seed}`);
  return BigInt(seed);
}

/**
 * The stream of an integer seed, for matrices rebuilt from the seed that a task carries: the two halves of the state are
 * the first two outputs of splitmix64 started at `seed`, upper word first.
 */
export function seededStream(seed: number | bigint): Stream {
  const start = integerSeed(seed);
  const first = mix(start + GOLDEN);
  const second = mix(start + 2n * GOLDEN);
  return new Xoroshiro(
    Number(first >> 32n),
    Number(first & 0xffffffffn),
    Number(second >> 32n),
    Number(second & 0xffffffffn),
  );
}

/**
 * The seed of part `index` of what `seed` describes (design, weights, noise), in 0 .. 2^53 - 1: the upper 53 bits of
 * mix(mix(seed) + (index + 1) golden), golden = 2^64 / phi. Streams of a seed and of its children are unrelated.
 */
export function childSeed(seed: number | bigint, index: number): number {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError(`invalid index; must be a natural number: ${index}`);
  return Number(mix(mix(integerSeed(seed)) + (BigInt(index) + 1n) * GOLDEN) >> 11n);
}

/** The next n standard normal draws. */
export function normals(from: Stream, n: number): Float64Array {
  const draws = new Float64Array(n);
  fillNormals(from, draws);
  return draws;
}

/** Fills `out` with the next standard normal draws. */
export function fillNormals(from: Stream, out: Float64Array): void {
  if (from instanceof Xoroshiro) from.fill(out);
  else for (let i = 0; i < out.length; i++) out[i] = from.normal();
}
