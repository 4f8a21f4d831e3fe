/** How far the trials of one arm have come, and which come next. */
import type { ArmFold } from './fold.js';
import type { Job, Planned } from './job.js';
import type { TrialRecord } from './trial.js';

/** A batch should keep a worker busy for about this long, so that handing it over costs nothing in comparison. */
const BATCH_MS = 40;

/** With many places a batch is longer, by a millisecond a place, so that no more than a thousand come back in a second. */
const PER_PLACE_MS = 1;

/** The fastest trial is taken to be no faster (ms), and no batch has more trials. */
const [FASTEST, LARGEST] = [0.05, 1000];

/**
 * How many trials an arm may be ahead of what is judged: what comes back before its turn is kept until then. It grows with the
 * places, of which each has its batch, and not with the trials.
 */
export const farthest = (slots: number): number => Math.max(65_536, 64 * slots);

export interface Track {
  readonly claim: Planned;
  readonly fold: ArmFold;
  readonly waiting: Map<number, TrialRecord>;
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
  retried: new Set(),
  again: [],
  submitted: 0,
  inFlight: 0,
  pace: undefined,
  spent: 0,
});

/** Keeps a trial until it is its turn, if that will ever be. */
export function take({ waiting, fold }: Track, record: TrialRecord): void {
  if (!fold.done && record.index >= fold.next) waiting.set(record.index, record);
}

/** Hands what came back to the fold, in index order. */
export function consume({ waiting, fold }: Track): void {
  for (;;) {
    // Nobody asks any more for what an arm was ahead.
    if (fold.done) return waiting.clear();
    const record = waiting.get(fold.next);
    if (!record) return;
    waiting.delete(record.index);
    fold.add(record);
  }
}

/** How many trials keep a worker busy. */
function busy({ pace }: Track, slots: number): number {
  if (pace === undefined) return 1;
  const many = Math.floor(Math.max(BATCH_MS, PER_PLACE_MS * slots) / Math.max(pace, FASTEST));
  // Small enough that every place has one.
  return Math.max(1, Math.min(many, LARGEST, Math.floor(farthest(slots) / slots)));
}

/**
 * The next trials of an arm: few at first, since a control is often refuted by its first; of those that are taken whatever
 * comes as many as keep a worker busy.
 */
export function nextJob(track: Track, slots: number): Job {
  const { claim, fold, waiting } = track;
  const named = { claim: claim.id, arm: fold.arm.name };
  const again = track.again.shift();
  if (again !== undefined) return { ...named, from: again, to: again + 1 };
  while (waiting.has(track.submitted)) track.submitted++;
  const from = track.submitted;
  const some = Math.max(1 + fold.next, fold.certain - from);
  let to = Math.min(from + Math.min(busy(track, slots), some), Math.max(fold.budget, fold.next + 1));
  for (let index = from + 1; index < to; index++) if (waiting.has(index)) to = index;
  track.submitted = to;
  return { ...named, from, to };
}

/** How far ahead of what is judged an arm may run: as far as its trials are certain to be taken, else by twice what is. */
export const mayGo = ({ fold, again, submitted, inFlight }: Track, slots: number): boolean =>
  !fold.done &&
  !fold.waits &&
  (again.length > 0 ||
    (submitted < Math.max(fold.budget, fold.next + 1) &&
      (inFlight === 0 ||
        (fold.next > 0 &&
          submitted - fold.next <= Math.min(farthest(slots), Math.max(2 * fold.next, fold.certain - fold.next - 1))))));
