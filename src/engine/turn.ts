/**
 * Whose turn it is. Half of the places go to the claim that is nearest to its verdict, so that verdicts come from the first
 * seconds on and a budget leaves finished claims; half to the longest arm, so that it does not begin when all else is over.
 */
import type { Planned } from './job.js';
import { mayGo, type Track } from './track.js';

/** Milliseconds per trial, for what has not been tried. */
function guess(tracks: Iterable<Track>): number | undefined {
  let [sum, count] = [0, 0];
  for (const { pace } of tracks)
    if (pace !== undefined) {
      sum += pace;
      count++;
    }
  return count === 0 ? undefined : sum / count;
}

/** What is left of a claim at most, at the pace of its arms; of those that were not tried at that of the others. */
function left(own: readonly Track[], otherwise: number): number {
  const usual = guess(own) ?? otherwise;
  let sum = 0;
  for (const { fold, pace } of own) if (!fold.done) sum += (fold.budget - fold.next) * (pace ?? usual);
  return sum;
}

/** Longest first; one whose pace is not known may be the longest. */
const long = ({ fold, pace }: Track): number => (pace === undefined ? Infinity : (fold.budget - fold.next) * pace);

/**
 * An arm that nobody is at comes before one that runs ahead, whose next trial may turn out not to be needed.
 * @param open the claims without a verdict, with their arms
 * @param near whether the claim that is nearest to its verdict has the turn
 * @param slots of the executor
 * @returns undefined where no arm may go
 */
export function turn(open: ReadonlyMap<Planned, readonly Track[]>, near: boolean, slots: number): Track | undefined {
  const usual = near ? (guess([...open.values()].flat()) ?? 1) : 1;
  let best: Track | undefined;
  let [idle, most] = [false, -Infinity];
  for (const own of open.values()) {
    const nearness = near ? -left(own, usual) : 0;
    for (const track of own) {
      if (idle && track.inFlight > 0) continue;
      if (!mayGo(track, slots)) continue;
      const value = near ? nearness : long(track);
      if (best && idle === (track.inFlight === 0) && !(value > most)) continue;
      [best, idle, most] = [track, track.inFlight === 0, value];
    }
  }
  return best;
}
