import { ahead } from '../engine/ahead.js';
import { armNamed, type Arm, type Models } from '../engine/arm.js';
import { attempt } from '../engine/attempt.js';
import type { Executor, Planned } from '../engine/measure.js';
import type { TrialRecord } from '../engine/trial.js';
import { endPrograms } from '../program/bridge.js';
import { within } from '../engine/within.js';

/**
 * Trials run in this process, one at a time; between batches the event loop gets its turn.
 * @param watchdog the longest that a trial may take, in seconds
 */
export function local(claims: readonly Planned[], models: Models, watchdog = 300): Executor {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return {
    slots: 1,
    run: async (job) => {
      await new Promise((resolve) => setImmediate(resolve));
      const { claim, seed } = byId.get(job.claim)!;
      const started = performance.now();
      const records: TrialRecord[] = [];
      let arm: Arm | undefined;
      for (let index = job.from; index < job.to; index++)
        try {
          if (!arm) ahead((arm = armNamed(claim, job.arm, models)), job, seed, models);
          const made = arm;
          records.push(within(watchdog, 'the trial', () => attempt(made, job.claim, seed, index, models)));
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          records.push({ claim: job.claim, arm: job.arm, index, seed, parts: {}, steps: 0, digest: '', error: why });
        }
      return { records, ms: performance.now() - started };
    },
    close: endPrograms,
  };
}
