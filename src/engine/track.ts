/** How far the trials of one arm have come, and which come next. */
import type { ArmFold } from './fold.js';
import type { Job, Planned } from './job.js';
import type { TrialRecord } from './trial.js';

/** A batch should keep a worker busy for about this long, so that handing it over costs nothing in comparison. */
const BATCH_MS = 40;

export interface Track {
  readonly claim: Planned;
  readonly fold: ArmFold;
  readonly waiting: Map<number, TrialRecord>;
  /** Of what an earlier run knew, by index. */
  readonly digests: (string | undefined)[];
  readonly retried: Set<number>;
  readonly again: number[];
  submitted: number;
  inFlight: number;
  /** Milliseconds per trial, once known. */
  pace: number | undefined;
  spent: number;
}

export const track = (claim: Planned, fold: ArmFold): Track => ({
  claim,
  fold,
  waiting: new Map(),
  digests: [],
  retried: new Set(),
  again: [],
  submitted: 0,
  inFlight: 0,
  pace: undefined,
  spent: 0,
});

/** Hands what came back to the fold, in index order. */
export function consume({ waiting, fold }: Track): void {
  for (;;) {
    const record = waiting.get(fold.next);
    if (!record || fold.done) return;
    waiting.delete(record.index);
    fold.add(record);
  }
}

/** The next trials of an arm: few at first, since a control is often refuted by its first. */
export function nextJob(track: Track): Job {
  const { claim, fold } = track;
  const named = { claim: claim.id, arm: fold.arm.name };
  const again = track.again.shift();
  if (again !== undefined) return { ...named, from: again, to: again + 1 };
  const busy = track.pace === undefined ? 1 : Math.max(1, Math.floor(BATCH_MS / Math.max(track.pace, 0.05)));
  const from = track.submitted;
  while (track.waiting.has(track.submitted)) track.submitted++;
  const start = Math.max(from, track.submitted);
  let to = Math.min(start + Math.min(busy, 1 + fold.next), Math.max(fold.budget, fold.next + 1));
  for (let index = start + 1; index < to; index++) if (track.waiting.has(index)) to = index;
  track.submitted = to;
  return { ...named, from: start, to };
}

/** How far ahead of what is judged an arm may run. */
export const mayGo = ({ fold, again, submitted, inFlight }: Track): boolean =>
  !fold.done &&
  !fold.waits &&
  (again.length > 0 ||
    (submitted < Math.max(fold.budget, fold.next + 1) &&
      (inFlight === 0 || (fold.next > 0 && submitted - fold.next <= 2 * fold.next))));
