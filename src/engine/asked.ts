/** What is trained in a trial: for each run of a claim by which model, by which rule, on what it sees of the task. */
import type { Model, Rule, Run, Streams } from '../claim.js';
import { given as gives } from '../form/given.js';
import { own } from '../form/own.js';
import { childSeed, seededStream, stream, streamState, type TrialName } from '../numerics/stream.js';
import { modelOf, type Arm, type Models } from './arm.js';

/** The streams of one trial of an arm. */
export const streamsOf = (arm: Arm, name: TrialName): Streams => ({
  train: () => stream(streamState(name, 'train')),
  noise: () => stream(streamState(name, 'noise')),
  // Evaluation points are shared by all arms on the same tasks.
  eval: () => stream(streamState({ ...name, arm: arm.tasksOf }, 'eval')),
});

/** The streams of the k-th of independent copies. */
function copied(streams: Streams, k: number): Streams {
  const child = (of: () => ReturnType<Streams['train']>) => () => seededStream(childSeed(of().bits(), k));
  return { ...streams, train: child(streams.train), noise: child(streams.noise) };
}

export interface Asked {
  readonly run: Run;
  readonly model: Model;
  /** The model's own training, or a wrong variant of it. */
  readonly by: Model['train'];
  readonly seen: unknown;
  readonly rule: unknown;
  readonly copies: boolean;
  /** One, or those of independent copies. */
  readonly trainings: readonly { readonly label: string; readonly streams: Streams }[];
}

/**
 * @param from is told who has seen what, and hands on what it gave
 * @throws Error where a function of the claim does
 */
export function asked(
  arm: Arm,
  named: string,
  task: unknown,
  streams: Streams,
  models: Models,
  from: <V>(who: string, value: V) => V = (_, value) => value,
): Asked {
  const run = arm.claim.train[named]!;
  const { rule, on, copy, times } = run;
  const model = modelOf(run, models);
  const by = own(arm.instead?.models, run.model.name) ?? model.train;
  const seen = on
    ? from(
        `what the run "${named}" sees`,
        gives(`run "${named}": what it sees of the task`, () => on(task)),
      )
    : task;
  const ruled =
    typeof rule === 'function'
      ? from(
          `the rule of the run "${named}"`,
          gives(`run "${named}": its rule`, () => (rule as (of: unknown) => Rule)(task)),
        )
      : (rule as Rule);
  const trainings =
    times === undefined
      ? [{ label: named, streams: copy === undefined ? streams : copied(streams, copy) }]
      : Array.from({ length: times }, (_, k) => ({ label: `${named} ${k}`, streams: copied(streams, k) }));
  return { run, model, by, seen, rule: ruled, copies: times !== undefined, trainings };
}
