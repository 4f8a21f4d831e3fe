/** Binding of assembly/stream.ts: many normal draws at once. */
import { kernels } from './instance.js';

/** Where a stream stands, a pending normal included: four signed words and that normal. */
export interface Position {
  readonly words: readonly [number, number, number, number];
  readonly kept?: number;
}

/** Draws below which the copies cost more than they save. */
const WORTH = 32;

/** Fills `out` with the next normal draws of a stream that stands there; where it stands then, undefined where the plain code is to run. */
export function drawNormals({ words, kept }: Position, out: Float64Array): Position | undefined {
  if (out.length < WORTH) return undefined;
  const arena = kernels();
  if (!arena) return undefined;
  const at = arena.room(4);
  const to = arena.room(out.length);
  const state = arena.words(at, 8);
  const spare = arena.numbers(at, 3);
  state.set([...words, 0, 0, kept === undefined ? 0 : 1, 0]);
  spare[2] = kept ?? 0;
  (arena.call['normals'] as (at: number, out: number, n: number) => void)(at, to, out.length);
  arena.take(to, out);
  return { words: [state[0]!, state[1]!, state[2]!, state[3]!], ...(state[6] !== 0 && { kept: spare[2] }) };
}
