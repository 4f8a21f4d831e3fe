/** A stream whose state lies in the room, for compiled words that draw from it (assembly/stream.ts). */
import type { Stream } from '../stream.js';
import { at, inRoom } from './place.js';
import { vector } from './room.js';
import { moveTo, positionOf } from './stream.js';

export interface Lent {
  readonly place: number;
  /** Moves the stream to where the words have left it. */
  readonly giveBack: () => void;
}

/** Undefined where there is no room, and for a stream that comes from elsewhere. */
export function lent(stream: Stream): Lent | undefined {
  const position = positionOf(stream);
  const state = vector(4);
  if (!position || !inRoom(state)) return undefined;
  const halves = new Int32Array(state.buffer, state.byteOffset, 8);
  halves.set([...position.words, 0, 0, position.kept === undefined ? 0 : 1, 0]);
  state[2] = position.kept ?? 0;
  return {
    place: at(state),
    giveBack: () => {
      const [s00, s01, s10, s11, , , pending] = halves;
      moveTo(stream, { words: [s00!, s01!, s10!, s11!], ...(pending !== 0 && { kept: state[2]! }) });
    },
  };
}
