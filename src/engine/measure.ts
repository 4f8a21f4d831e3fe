/**
 * Measuring: trials are handed to an executor in batches, recorded as they come back in any order, and judged in index
 * order. What is decided does not depend on how many workers there are or on which of them is fast.
 */
import type { Level } from '../statistics/levels.js';
import type { Arm } from './arm.js';
import { foldArm, type ArmFold } from './fold.js';
import type { Job, Planned } from './job.js';
import type { Journal } from './journal.js';
import type { RunEvent } from './event.js';
import { fits } from './recorded.js';
import { consume, nextJob, take, track, type Track } from './track.js';
import type { TrialRecord } from './trial.js';
import { turn } from './turn.js';
import { twins } from './twins.js';

export type { Job, Planned } from './job.js';

export interface Done {
  readonly records: readonly TrialRecord[];
  readonly ms: number;
}

/** Where trials run: in process, on worker threads, or on a queue. */
export interface Executor {
  /** How many batches it takes at a time; it may become another number. */
  readonly slots: number;
  readonly run: (job: Job) => Promise<Done>;
  readonly close: () => Promise<void>;
}

export interface MeasureOptions {
  readonly level: Level;
  /** What is measured of a claim. */
  readonly arms: (claim: Planned) => readonly Arm[];
  /** What takes the trials of an arm (default: what judges them). */
  readonly fold?: typeof foldArm;
  readonly executor: Executor;
  readonly journal: Journal;
  /** Records of an earlier, interrupted run; read once, as they come. */
  readonly known: Iterable<TrialRecord>;
  readonly signal?: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  /** Called once per claim, when all its arms are decided. */
  readonly onDecided: (claim: Planned, arms: readonly ArmFold[], seconds: number) => void;
  /** Called instead where the arms of a claim cannot be made; the others are measured. Absent: it is thrown. */
  readonly onError?: (claim: Planned, why: string) => void;
  /** Called at the end of what is incomplete, once per claim that is not decided. */
  readonly onOpen?: (claim: Planned, tracks: readonly Track[]) => void;
}

/** @returns whether every arm of every claim was decided (false: interrupted) */
export async function measure(claims: readonly Planned[], options: MeasureOptions): Promise<boolean> {
  const { level, executor, journal, signal, onEvent, fold: folded = foldArm } = options;
  const named = new Map<string, Track>();
  const tracks: Track[] = [];
  const open = new Map<Planned, Track[]>();
  const armsOf = (claim: Planned): ArmFold[] | undefined => {
    try {
      let main: ArmFold | undefined;
      return options.arms(claim).map((arm) => {
        const fold = folded(arm, level, main);
        if (arm.role === 'claim') main = fold;
        return fold;
      });
    } catch (error) {
      if (!options.onError) throw error;
      options.onError(claim, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  for (const claim of claims) {
    const own = armsOf(claim)?.map((fold) => {
      const made = track(claim, fold);
      named.set([claim.id, fold.arm.name, claim.seed, claim.by].join('\u0000'), made);
      return made;
    });
    if (!own) continue;
    open.set(claim, own);
    tracks.push(...own);
  }
  const seen = new Map<Track, ReturnType<typeof twins>>();
  for (const record of options.known) {
    const track = named.get([record.claim, record.arm, record.seed, record.by].join('\u0000'));
    if (!track) continue;
    let twin = seen.get(track);
    if (!twin) seen.set(track, (twin = twins()));
    const is = twin(record.index, record.digest);
    if (is === 'other')
      throw new Error(
        `the journal holds two different outcomes of ${record.claim}, ${record.arm}, trial ${record.index}`,
      );
    if (is === 'same' || !fits(record, track.fold.arm)) continue;
    take(track, record);
    consume(track);
  }
  seen.clear();
  for (const track of tracks) track.submitted = track.fold.next;
  onEvent({ kind: 'planned', claims: claims.length, arms: tracks.length });

  function settle(claim: Planned): void {
    const own = open.get(claim);
    if (!own || own.some((track) => !track.fold.done || track.inFlight > 0)) return;
    open.delete(claim);
    const seconds = own.reduce((sum, track) => sum + track.spent, 0) / 1000;
    options.onDecided(
      claim,
      own.map((track) => track.fold),
      seconds,
    );
  }
  for (const claim of claims) settle(claim);

  let flying = 0;
  /** Of those, what goes to the claim that is nearest to its verdict. */
  let near = 0;
  const over = new AbortController();
  return new Promise<boolean>((resolve, reject) => {
    let failed = false;
    const end = (): void => {
      for (const [claim, own] of open) options.onOpen?.(claim, own);
      resolve(open.size === 0);
    };
    const pump = (): void => {
      if (failed) return;
      if (signal?.aborted) {
        if (flying === 0) end();
        return;
      }
      while (flying < executor.slots) {
        const nearest = 2 * near < executor.slots;
        const next = turn(open, nearest, executor.slots);
        if (!next) break;
        launch(next, nearest);
      }
      if (flying === 0) end();
    };
    const launch = (track: Track, nearest: boolean): void => {
      const job = nextJob(track, executor.slots);
      flying++;
      if (nearest) near++;
      track.inFlight++;
      executor.run(job).then(
        ({ records, ms }) => {
          flying--;
          if (nearest) near--;
          track.inFlight--;
          track.spent += ms;
          const pace = ms / Math.max(1, job.to - job.from);
          track.pace = track.pace === undefined ? pace : (track.pace + pace) / 2;
          try {
            const kept = records.filter((record) => {
              if (record.error === undefined || track.retried.has(record.index)) return true;
              track.retried.add(record.index);
              track.again.push(record.index);
              return false;
            });
            journal.append(kept.map((record) => ({ ...record, by: track.claim.by })));
            for (const record of kept) take(track, record);
            consume(track);
            const { claim, arm } = job;
            const more = records.reduce((sum, { climb }) => sum + (climb ? climb.trainings - 1 : 0), 0);
            onEvent({ kind: 'trials', claim, arm, count: records.length + more, total: track.fold.next });
            settle(track.claim);
            pump();
          } catch (error) {
            failed = true;
            reject(error as Error);
          }
        },
        (error: unknown) => {
          failed = true;
          reject(error as Error);
        },
      );
    };
    signal?.addEventListener('abort', pump, { once: true, signal: over.signal });
    pump();
  }).finally(() => over.abort());
}
