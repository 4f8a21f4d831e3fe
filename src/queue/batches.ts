/** The batches that are handed in and not back, by the names of their jobs. */
import type { Done, Job } from '../engine/measure.js';

/** Milliseconds after which a batch that did not come back is looked after, then twice as long, up to the last. */
const PATIENT = 5000;
const MOST_PATIENT = 60_000;

/** Results of one batch that are none of what was asked, until it is given up. */
const FALSE_RESULTS = 3;

interface Batch {
  readonly job: Job;
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
  /** When it is looked after, by the clock that nobody sets. */
  due: number;
  patience: number;
  falsely: number;
}

export interface Batches {
  readonly submit: (job: Job) => Promise<Done>;
  readonly job: (id: string) => Job | undefined;
  readonly done: (id: string, done: Done) => void;
  /** It cannot be had at once: then trial by trial; one that is alone has an error for its record. */
  readonly lost: (id: string, why: string) => void;
  /** Its result was none of what was asked. */
  readonly falsified: (id: string, why: string) => void;
  /** Those that were waited for long enough. */
  readonly overdue: () => string[];
  /** All of them are overdue. */
  readonly doubt: () => void;
  /** None of them will come. */
  readonly abandon: () => void;
  readonly fail: (error: Error) => void;
}

/** What is said of a batch that was given up: it is none of what was measured. */
const NOTHING: Done = { records: [], ms: 0 };

/**
 * @param nameOf a job
 * @param seedOf a claim
 * @param handIn is told of every new batch
 */
export function batches(
  nameOf: (job: Job) => string,
  seedOf: (claim: string) => string,
  handIn: (id: string) => void,
): Batches {
  const all = new Map<string, Batch>();
  let abandoned = false;
  let failure: Error | undefined;
  const take = (id: string): Batch | undefined => {
    const batch = all.get(id);
    all.delete(id);
    return batch;
  };
  const submit = (job: Job): Promise<Done> =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      if (abandoned) return resolve(NOTHING);
      const id = nameOf(job);
      all.set(id, { job, resolve, reject, due: performance.now() + PATIENT, patience: PATIENT, falsely: 0 });
      handIn(id);
    });
  const lost = (id: string, why: string): void => {
    const batch = take(id);
    if (!batch) return;
    const { job, resolve, reject } = batch;
    const { claim, arm, from, to } = job;
    if (to - from === 1) {
      const record = { claim, arm, index: from, seed: seedOf(claim), parts: {}, steps: 0, digest: '', error: why };
      resolve({ records: [record], ms: 0 });
      return;
    }
    const alone = Array.from({ length: to - from }, (_, k) => submit({ claim, arm, from: from + k, to: from + k + 1 }));
    Promise.all(alone).then((each) => {
      const ms = each.reduce((sum, done) => sum + done.ms, 0);
      resolve({ records: each.flatMap(({ records }) => records), ms });
    }, reject);
  };
  return {
    submit,
    lost,
    job: (id) => all.get(id)?.job,
    done: (id, done) => take(id)?.resolve(done),
    falsified: (id, why) => {
      const batch = all.get(id);
      if (!batch) return;
      if (++batch.falsely >= FALSE_RESULTS) lost(id, `its results were not what was asked: ${why}`);
      else batch.due = 0;
    },
    overdue: () => {
      const now = performance.now();
      const late = [...all].filter(([, { due }]) => due <= now);
      for (const [, batch] of late) {
        batch.patience = Math.min(2 * batch.patience, MOST_PATIENT);
        batch.due = now + batch.patience;
      }
      return late.map(([id]) => id);
    },
    doubt: () => all.forEach((batch) => (batch.due = 0)),
    abandon: () => {
      abandoned = true;
      for (const { resolve } of all.values()) resolve(NOTHING);
      all.clear();
    },
    fail: (error) => {
      failure ??= error;
      for (const { reject } of all.values()) reject(failure);
      all.clear();
    },
  };
}
