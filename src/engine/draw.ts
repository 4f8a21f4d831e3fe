/**
 * Drawing tasks: unbiased and i.i.d., one fresh stream per trial. fast-check's own runner is not identically
 * distributed over the run index, so its generators are used and its runner is not (statistics of sampling: docs).
 */
import fc from 'fast-check';
import type { Population } from '../claim.js';
import { generator, streamState, type TrialName } from '../numerics/stream.js';
import { bounded } from './bounded.js';

/** A drawn task with what fast-check needs to shrink it. */
export interface Drawn<T> {
  readonly task: T;
  readonly context: unknown;
}

/**
 * @returns the task of the trial, the same for ever; a pure function of the population's version and the name
 * @throws Error where the population lists no such task, and where it draws random words without end
 */
export function draw<T>(population: Population<T>, name: TrialName): Drawn<T> {
  if (population.list) {
    const task = population.list[name.trial];
    if (task === undefined)
      throw new Error(`${population.name} lists ${population.list.length} tasks; there is no task ${name.trial}`);
    return { task, context: undefined };
  }
  const value = population.arbitrary.generate(new fc.Random(bounded(generator(streamState(name, 'task')))), undefined);
  return { task: value.value_, context: value.context };
}

/** The tasks that fast-check considers simpler than the given one, simplest first. */
export function* simpler<T>(population: Population<T>, drawn: Drawn<T>): Generator<Drawn<T>> {
  if (population.list) return;
  for (const value of population.arbitrary.shrink(drawn.task, drawn.context))
    yield { task: value.value_, context: value.context };
}
