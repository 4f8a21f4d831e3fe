/**
 * What trials will ask of programs, asked for at once: one request for many trainings. A trial is what it is without;
 * nothing that goes wrong here is told here.
 */
import { isAhead, type Ahead, type Ask } from '../program/model.js';
import { modelOf, type Arm, type Models } from './arm.js';
import { asked, streamsOf } from './asked.js';
import { draw } from './draw.js';
import type { Job } from './job.js';

/** @param job trials of the arm, which are to follow */
export function ahead(arm: Arm, { claim: id, from, to }: Job, seed: string, models: Models): void {
  if (arm.role === 'adversary' || to - from < 2) return;
  const trains = Object.values(arm.claim.train).map((run) => modelOf(run, models).train);
  if (!trains.some(isAhead)) return;
  const asks = new Map<Ahead, Ask[]>();
  try {
    for (let index = from; index < to; index++) {
      const name = { suiteSeed: seed, claim: id, trial: index };
      const { task } = draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
      const streams = streamsOf(arm, { ...name, arm: arm.trainsAs ?? arm.name });
      for (const named of Object.keys(arm.claim.train)) {
        const { by, seen, rule, trainings } = asked(arm, named, task, streams, models);
        if (!isAhead(by)) continue;
        const all = asks.get(by) ?? [];
        asks.set(by, [...all, ...trainings.map((training) => ({ seen, rule, streams: training.streams }))]);
      }
    }
    for (const [by, all] of asks) by.ahead(all);
  } catch {
    // The trial that it is about says it.
  }
}
