/** Fake trials of known truth: a stream of outcomes, drawn one by one, finished in any order. */
import { stream, streamState } from '../../src/numerics/stream.js';
import type { Margin, Stream } from '../../src/claim.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';

export const finished = (...margins: readonly Margin[]): PartOutcome => ({ state: 'finished', margins });
export const value = (slack: number, error = 0): PartOutcome => finished({ slack, error });
export const NOT_A_NUMBER = value(NaN);
export const DIVERGED: PartOutcome = { state: 'diverged', margins: [] };
export const UNFINISHED: PartOutcome = { state: 'unfinished', margins: [] };
export const IN_DOUBT = value(0.1, 1e9);
/** Every way in which a trial certifies nothing. */
export const DEAD: readonly PartOutcome[] = [NOT_A_NUMBER, DIVERGED, UNFINISHED, IN_DOUBT];

/** The stream of one replication of one cell. */
export const replication = (cell: string, index: number): Stream =>
  stream(streamState({ suiteSeed: '1', claim: cell, arm: 'calibration', trial: index }, 'task'));

/** Trials by index, each drawn once. */
export interface World<T> {
  readonly trial: (index: number) => T;
}
export function world<T>(rng: Stream, sample: (rng: Stream, index: number) => T): World<T> {
  const drawn: T[] = [];
  return {
    trial(index) {
      while (drawn.length <= index) drawn.push(sample(rng, drawn.length));
      return drawn[index]!;
    },
  };
}

/** The order in which `workers` finish the trials 0, 1, 2, ... that they take in turn. */
export function* arrivals(workers: number, seconds: (index: number) => number): Generator<number> {
  const busy: { index: number; until: number }[] = [];
  let next = 0;
  let now = 0;
  for (;;) {
    while (busy.length < workers) busy.push({ index: next, until: now + seconds(next++) });
    let first = 0;
    for (let k = 1; k < busy.length; k++) if (busy[k]!.until < busy[first]!.until) first = k;
    const [done] = busy.splice(first, 1);
    now = done!.until;
    yield done!.index;
  }
}

/** Whatever the order of arrival, trials leave in the order of their index. */
export function* inOrder(order: Iterable<number>): Generator<number> {
  const waiting = new Set<number>();
  let next = 0;
  for (const index of order) {
    waiting.add(index);
    while (waiting.delete(next)) yield next++;
  }
}
