/**
 * Which faults touch a claim. On its first tasks the claim is run once more with one part wrong and nothing else
 * different: the same tasks, the same streams. A fault that leaves every trained parameter and every margin as they were,
 * bit for bit, is a fault of something that the claim does not use, and says nothing about it.
 */
import { withFault, type Arm } from './arm.js';
import type { Executor, Job, Planned } from './measure.js';
import type { TrialRecord } from './trial.js';

/** Tasks on which a fault must change nothing; a premise on the outcome must be met on as many. */
export const PROBED = 16;

/** The most tasks that are drawn for one that meets the premise. */
const DRAWN = 10;

/** Whether a trial can show a fault: one that misses a premise on the outcome has no margin that could change. */
const shows = ({ parts }: TrialRecord) => Object.values(parts).every(({ state }) => state !== 'gated');

export interface Touch {
  /** For every arm the number of tasks on which it is identical to the claim, or 0 if it differs on one. */
  readonly identicalOn: readonly number[];
  /** Gradient steps of a trial of the claim, on average. */
  readonly steps: number;
}

/** @throws AbortError when interrupted */
export async function touch(
  { id, claim }: Pick<Planned, 'id' | 'claim'>,
  arms: readonly Arm[],
  executor: Executor,
  signal?: AbortSignal,
): Promise<Touch> {
  const one = async (arm: string, index: number): Promise<TrialRecord> => {
    signal?.throwIfAborted();
    const job: Job = { claim: id, arm, from: index, to: index + 1 };
    return (await executor.run(job)).records[0]!;
  };
  const peace: TrialRecord[] = [];
  const most = claim.forAll.list?.length ?? DRAWN * PROBED;
  for (let seen = 0; seen < PROBED && peace.length < most;) {
    const record = await one('claim', peace.length);
    peace.push(record);
    if (shows(record)) seen++;
  }
  const same = async ({ name }: Arm): Promise<number> => {
    for (const { index, digest, error } of peace) {
      const faulty = await one(withFault(name), index);
      if (error !== undefined || faulty.error !== undefined || faulty.digest !== digest) return 0;
    }
    return peace.some(shows) ? peace.length : 0;
  };
  // One arm after the other: what is probed at once is what the executor has places for.
  const found: number[] = arms.map(() => 0);
  let next = 0;
  const place = async () => {
    for (let k = next++; k < arms.length; k = next++) found[k] = await same(arms[k]!);
  };
  await Promise.all(Array.from({ length: executor.slots }, place));
  return { identicalOn: found, steps: peace.reduce((sum, { steps }) => sum + steps, 0) / peace.length };
}
