import { armNamed, type Models } from '../engine/arm.js';
import { attempt } from '../engine/attempt.js';
import type { Executor, Planned } from '../engine/measure.js';
import type { TrialRecord } from '../engine/trial.js';

/** Trials run in this process, one at a time; between batches the event loop gets its turn. */
export function local(claims: readonly Planned[], models: Models): Executor {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return {
    slots: 1,
    run: async (job) => {
      await new Promise((resolve) => setImmediate(resolve));
      const { claim, seed } = byId.get(job.claim)!;
      const arm = armNamed(claim, job.arm, models);
      const started = performance.now();
      const records: TrialRecord[] = [];
      for (let index = job.from; index < job.to; index++) records.push(attempt(arm, job.claim, seed, index, models));
      return { records, ms: performance.now() - started };
    },
    close: async () => {},
  };
}
