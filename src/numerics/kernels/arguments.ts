/** How a binding hands over what a kernel of many arguments needs: streams, and a record of addresses, counts and numbers. */
import type { Stream } from '../../stream.js';
import { moveTo, positionOf } from '../stream.js';
import type { Arena } from './instance.js';

/** Numbers read and written per call: after that many, the engine can stop the thread or change to faster code. */
const CHUNK = 1e9;

/** Steps in the next call for a model of that size; the first call is short. */
export const chunk = (work: number, done: number): number =>
  done === 0 ? 16 : Math.max(1, Math.min(100_000, Math.floor(CHUNK / work)));

/** The stream's state in 32 bytes, as assembly/stream.ts reads it. */
export function putStream(arena: Arena, stream: Stream): number {
  const at = arena.room(4);
  const { words, kept } = positionOf(stream)!;
  arena.words(at, 8).set([...words, 0, 0, kept === undefined ? 0 : 1, 0]);
  if (kept !== undefined) arena.numbers(at, 3)[2] = kept;
  return at;
}

/** Moves the stream to where the kernel has left it. */
export function takeStream(arena: Arena, at: number, stream: Stream): void {
  const [s00, s01, s10, s11, , , pending] = arena.words(at, 8);
  moveTo(stream, {
    words: [s00!, s01!, s10!, s11!],
    ...(pending !== 0 && { kept: arena.numbers(at, 3)[2]! }),
  });
}
