/** Binding of assembly/stream.ts: many normal draws at once. */
import { placed } from '../place.js';
import { kernels } from './instance.js';

/** Where a stream stands, a pending normal included: four signed words and that normal. */
export interface Position {
  readonly words: readonly [number, number, number, number];
  readonly kept?: number;
}

/** Draws below which the copies cost more than they save; in a room there are none. */
const WORTH = 32;

/** Fills `out` with the next normal draws of a stream that stands there; where it stands then, undefined where the plain code is to run. */
export function drawNormals({ words, kept }: Position, out: Float64Array): Position | undefined {
  const place = placed(out);
  if (place === undefined && out.length < WORTH) return undefined;
  const arena = kernels();
  if (!arena) return undefined;
  const at = arena.room(4);
  const to = place ?? arena.room(out.length);
  const { ints, view } = arena;
  for (let k = 0; k < 4; k++) ints[at / 4 + k] = words[k]!;
  ints[at / 4 + 6] = kept === undefined ? 0 : 1;
  view[at / 8 + 2] = kept ?? 0;
  (arena.call['normals'] as (at: number, out: number, n: number) => void)(at, to, out.length);
  if (place === undefined) arena.take(to, out);
  return {
    words: [ints[at / 4]!, ints[at / 4 + 1]!, ints[at / 4 + 2]!, ints[at / 4 + 3]!],
    ...(ints[at / 4 + 6] !== 0 && { kept: view[at / 8 + 2]! }),
  };
}
