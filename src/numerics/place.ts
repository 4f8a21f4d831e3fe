/** Where arrays lie that are in a room (room.ts): the address of their first byte. Other arrays have none. */
import type { Matrix } from './shape.js';

export interface Placed {
  readonly place?: number;
}

type Thing = Float64Array | Matrix;

export const placed = (of: Thing): number | undefined => (of as Placed).place;

/** Where something lies that is in a room. */
export const at = (of: Thing): number => (of as Placed).place!;

const here = (of: Thing | undefined) => of === undefined || (of as Placed).place !== undefined;

/** Whether all of them lie in a room, so that a compiled word can be said of them. */
export const inRoom = (a: Thing, b?: Thing, c?: Thing, d?: Thing, e?: Thing, f?: Thing): boolean =>
  (a as Placed).place !== undefined && here(b) && here(c) && here(d) && here(e) && here(f);
