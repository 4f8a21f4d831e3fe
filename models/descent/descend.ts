/**
 * A descent is made of parts that are values: it is brought up to date by `look`, ended by `stop`, and moved by `step`. A part
 * is a plain function of how many steps were made, over whatever it closes over; another part in its place is another descent.
 */
import type { Stopped } from 'claimcheck';

/** Called with the number of steps made. */
export type Stop = (made: number) => Stopped | undefined;

export interface Descent {
  /** Draws and computes what the end and the step see. */
  readonly look: (made: number) => void;
  readonly stop: Stop;
  readonly step: (made: number) => void;
}

export interface Ended {
  readonly steps: number;
  readonly stopped: Stopped;
}

/** @param made steps that were made before, by compiled words for example */
export function descend({ look, stop, step }: Descent, made = 0): Ended {
  for (let steps = made; ; steps++) {
    look(steps);
    const stopped = stop(steps);
    if (stopped !== undefined) return { steps, stopped };
    step(steps);
  }
}
