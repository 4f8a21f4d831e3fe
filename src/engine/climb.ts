/**
 * One climb of the adversary: from tasks that fast-check draws, unbiased and biased, down the slack of one part, changing
 * one choice of the task at a time. It ends at the first certified violation of any part, else after a number of trainings
 * and gradient steps. A pure function of its name, like every trial; its streams are its own.
 *
 * What is reached is a task that the population's arbitrary can generate, so that a violation there refutes a claim of all
 * tasks without any risk. Where there is none, nothing follows: the search is no sample.
 */
import type { Population } from '../claim.js';
import { stream, streamState, type TrialName } from '../numerics/stream.js';
import { sign } from '../statistics/outcome.js';
import type { Arm, Models } from './arm.js';
import { anyMove, changed, Choices, onwards, towardsEnds, type Choice, type Move } from './choices.js';
import type { Drawn } from './draw.js';
import { fingerprint } from './fingerprint.js';
import { evaluate, type Evaluated, type TrialRecord } from './trial.js';

/** Trainings of one climb at most. */
export const TRAININGS = 100;
/** Of a climb whose trainings are dear, at least so many. */
export const LEAST = 10;
/** Beyond those, a climb may do so much: gradient steps, plus what an exact solution is taken for, times numbers in the task. */
const WORK = 5e6;
const SOLUTION = 30;
/** How the first tasks are drawn, and the first after every new start: as the population is, by fast-check's bias, or with sizes at an end. */
const STARTS = ['plain', 'biased', 'plain', 'ends'] as const;
/** After so many trainings in a row that led no lower it starts again. */
const STUCK = 40;
/** fast-check biases one choice in so many. */
const BIAS = 2;
/** Draws of a task that was not tried before. */
const DRAWS = 20;

interface Tried extends Drawn<unknown> {
  /** Which streams of training and noise it is tried with: each climb has as many as trainings. */
  readonly streams: number;
  readonly made: readonly Choice[];
  readonly bias: number | undefined;
}

interface Stand {
  readonly at: Tried;
  readonly outcome: Evaluated;
  readonly height: number;
}

/** A task as far down as a climb came, and what happened there. */
export interface Reached {
  readonly drawn: Drawn<unknown>;
  /** What names the streams that it was trained with. */
  readonly name: TrialName;
  readonly outcome: Evaluated;
  /** The part whose slack was followed, or the one that is violated. */
  readonly part: string;
}

export interface Climbed {
  /** Absent where no task counted: all of them unfinished, diverged, not a number, without their premise or in error. */
  readonly reached?: Reached;
  readonly trainings: number;
  /** Those that gave a margin of the part that was followed. */
  readonly counted: number;
  readonly steps: number;
}

function generate({ arbitrary }: Population<unknown>, choices: Choices, bias: number | undefined) {
  const value = arbitrary.generate(choices, bias);
  return { task: value.value_, context: value.context, made: choices.made, bias };
}

const key = ({ made }: Pick<Tried, 'made'>) => made.map(({ value }) => value).join();

const streamsOf = (name: TrialName, { streams }: Tried): TrialName => ({
  ...name,
  trial: TRAININGS * name.trial + streams,
});

/** Numbers in a task. */
function numbers(value: unknown): number {
  if (ArrayBuffer.isView(value)) return (value as Float64Array).length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, field) => sum + numbers(field), 0);
}

/** @param begin called before each training */
export function climb(arm: Arm, name: TrialName, models: Models, begin: () => void = () => {}): Climbed {
  const followed = arm.parts[name.trial % arm.parts.length]!;
  const moves = stream(streamState(name, 'moves'));
  const tried = new Set<string>();
  /** Where the climb stands, and the lowest that it ever stood. */
  let here: Stand | undefined;
  let lowest: Stand | undefined;
  /** The move under way, and the last one if it led lower. */
  let move: Move | undefined;
  let led: Move | undefined;
  let started = 0;
  let idle = 0;
  let trainings = 0;
  let counted = 0;
  let steps = 0;
  let work = 0;

  const drawn = (draws: number) => {
    const state = streamState(name, `task ${trainings} ${draws}`);
    const again = (given: ConstructorParameters<typeof Choices>[1], bias?: number) =>
      generate(arm.claim.forAll, new Choices(state, given), bias);
    if (here && started >= STARTS.length) {
      const { made, bias } = here.at;
      move = (draws === 0 && led && onwards(led)) || anyMove(made, moves);
      return again(move && changed(made, move), bias);
    }
    move = undefined;
    const way = STARTS[started % STARTS.length];
    if (way === 'biased') return again([], BIAS);
    const plain = again([]);
    return way === 'plain' ? plain : again(towardsEnds(plain.made, moves));
  };

  while (trainings < TRAININGS && (work < WORK || trainings < LEAST)) {
    begin();
    let draws = 0;
    let found = drawn(draws);
    while (tried.has(key(found)) && ++draws < DRAWS) found = drawn(draws);
    tried.add(key(found));
    // Mostly the streams stay what they are, so that it is the task that leads lower; a task alone can only have others.
    const other = !here || draws === DRAWS || moves.integer(4) === 0;
    const at: Tried = { ...found, streams: other ? moves.integer(TRAININGS) : here!.at.streams };
    const named = streamsOf(name, at);
    led = undefined;
    started++;
    trainings++;
    let outcome: Evaluated;
    try {
      outcome = evaluate(arm, at.task, named, models);
    } catch {
      continue; // A task that cannot be evaluated is no counterexample.
    }
    const taken = Object.values(outcome.trained).reduce((sum, run) => sum + run.steps, 0);
    steps += taken;
    work += (taken + SOLUTION) * numbers(at.task);
    const violated = arm.parts.find((part) => outcome.parts[part]!.margins.some((each) => sign(each) === 'violation'));
    if (violated !== undefined)
      return { reached: { drawn: at, name: named, outcome, part: violated }, trainings, counted: counted + 1, steps };
    const [margin] = outcome.parts[followed]!.margins;
    // How far it is from a certified violation.
    const height = margin ? margin.slack + margin.error : NaN;
    if (!Number.isFinite(height)) continue;
    counted++;
    if (here && height < here.height) led = move;
    idle = here && height >= here.height ? idle + 1 : 0;
    if (!here || height <= here.height) here = { at, outcome, height };
    if (!lowest || here.height < lowest.height) lowest = here;
    if (idle >= STUCK) [here, started, idle] = [undefined, 0, 0];
  }
  const reached = lowest && {
    drawn: lowest.at,
    name: streamsOf(name, lowest.at),
    outcome: lowest.outcome,
    part: followed,
  };
  return { ...(reached && { reached }), trainings, counted, steps };
}

/** The climb's line in the journal. */
export function climbed(
  arm: Arm,
  claimId: string,
  seed: string,
  index: number,
  models: Models,
  begin?: () => void,
): TrialRecord {
  const named = { claim: claimId, arm: arm.name, index, seed };
  try {
    const found = climb(arm, { suiteSeed: seed, claim: claimId, arm: arm.name, trial: index }, models, begin);
    const { reached, trainings, counted, steps } = found;
    const parts = reached?.outcome.parts ?? {};
    const runs = Object.values(reached?.outcome.trained ?? {});
    const digest = fingerprint([
      reached?.drawn.task,
      runs.map((run) => [run.parameters, run.steps, run.stopped]),
      parts,
      trainings,
      counted,
    ]);
    return { ...named, parts, climb: { trainings, counted }, steps, digest };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...named, parts: {}, steps: 0, digest: fingerprint(why), error: why };
  }
}
