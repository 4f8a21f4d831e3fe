/** One trial: draw a task, train, ask the theory, measure the margins. A pure function of its name. */
import type { Any, Oracle, Quantities, Rule, Shown, Streams, Table, Trained, Trial } from '../claim.js';
import { answer, byName, given as gives, met, quantities, rows } from '../form/given.js';
import { own } from '../form/own.js';
import { expression } from '../numerics/expression.js';
import { margins, worst } from '../numerics/formula.js';
import { stream, streamState, type TrialName } from '../numerics/stream.js';
import { lawOf } from '../statistics/criterion.js';
import type { PartOutcome } from '../statistics/outcome.js';
import { isAsked, oraclesOf, runsOf, type Arm, type Models } from './arm.js';
import { draw } from './draw.js';
import { fingerprint } from './fingerprint.js';
import { lend, watch } from './lend.js';
import { repeated } from './repeated.js';
import { isShipped } from './source.js';
import { finite, isStranger, train } from './train.js';

/** The rows of a table by name, and in each the columns in order. */
export type Tabulated = Readonly<Record<string, readonly number[]>>;

/** What one trial found: one line of the journal. */
export interface TrialRecord {
  readonly claim: string;
  readonly arm: string;
  readonly index: number;
  readonly seed: string;
  /** Which versions of claim and models made it; lines of other versions are not resumed from. */
  readonly by?: string;
  /** Per part: how training ended and the margins. */
  readonly parts: Readonly<Record<string, PartOutcome>>;
  /** For a point of a dial: what is drawn, and the theory's curve. */
  readonly shown?: { readonly measured: number; readonly curve?: number };
  /** For the claim itself, where it has a table: its rows, and in each the columns in order; 1 or 0 for a relation. */
  readonly table?: Tabulated;
  /** Of a climb of the adversary: its trainings, and those that gave a margin; `parts` is the lowest task that it reached. */
  readonly climb?: { readonly trainings: number; readonly counted: number };
  /** Gradient steps, all runs together. */
  readonly steps: number;
  /** Fingerprint of the task, the trained parameters and the margins. */
  readonly digest: string;
  /** The trial could not be evaluated; never an outcome. */
  readonly error?: string;
}

/** Everything that happened in a trial, for `replay` and for shrinking. */
export interface Evaluated {
  readonly task: unknown;
  readonly trained: Readonly<Record<string, Trained>>;
  readonly theory: Readonly<Record<string, unknown>>;
  readonly parts: Readonly<Record<string, PartOutcome>>;
  readonly shown?: { readonly measured: number; readonly curve?: number };
  readonly table?: Tabulated;
}

const answered = ({ name, answer: asked }: Oracle<Any, unknown>, question: unknown) =>
  answer(`oracle "${name}"`, () => asked(question));

/**
 * Training and theory on a given task; the streams carry the given name. Nobody who sees the task may change it.
 * @param watching whether it is looked at whenever somebody has seen it
 * @throws Error one sentence, where somebody does, or where a model refuses its rule or gives back what it must not
 */
export function evaluate(arm: Arm, drawn: unknown, name: TrialName, models: Models, watching = true): Evaluated {
  const { claim } = arm;
  const streams: Streams = {
    train: () => stream(streamState(name, 'train')),
    noise: () => stream(streamState(name, 'noise')),
    // Evaluation points are shared by all arms on the same tasks.
    eval: () => stream(streamState({ ...name, arm: arm.tasksOf }, 'eval')),
  };
  const { lent: task, returned } = watching ? lend('the task', drawn) : { lent: drawn, returned: () => {} };
  const watched = [returned];
  /** The value, from somebody who has seen what is watched. */
  const from = <V>(who: string, value: V): V => {
    if (watching) for (const unchanged of watched) unchanged(who);
    return value;
  };
  const trained: Record<string, Trained> = {};
  for (const [run, [modelName, rule, on]] of Object.entries(runsOf(claim))) {
    const model = own(claim.own, modelName) ?? models.get(modelName);
    if (!model) throw new Error(`no model "${modelName}"; known are ${[...models.keys()].join(', ')}`);
    const by = arm.instead?.model === modelName ? arm.instead.by : model.train;
    const seen = on
      ? from(
          `what the run "${run}" sees`,
          gives(`run "${run}": what it sees of the task`, () => on(task)),
        )
      : task;
    const asked =
      typeof rule === 'function'
        ? from(
            `the rule of the run "${run}"`,
            gives(`run "${run}": its rule`, () => (rule as Any)(task) as Rule),
          )
        : rule;
    trained[run] = from(`the model "${modelName}"`, train(modelName, model, by, seen, asked, streams));
  }
  const runs = Object.values(trained);
  // A parameter that is no number is where no training may end.
  const state = runs.some((run) => run.stopped === 'diverged' || !finite(run))
    ? 'diverged'
    : runs.some((run) => run.stopped === 'budget')
      ? 'unfinished'
      : 'finished';
  if (state !== 'finished') {
    const parts = Object.fromEntries(arm.parts.map((part): [string, PartOutcome] => [part, { state, margins: [] }]));
    return { task, trained, theory: {}, parts };
  }
  const ends = Object.entries(trained).map(([run, { parameters, facts }]) => [run, { parameters, facts }]);
  if (watching) watched.push(watch('what was trained', Object.fromEntries(ends)));
  const seen = Array.isArray(claim.train) ? trained['model']! : byName(trained, 'runs', 'name one in train');
  const theory: Record<string, unknown> = {};
  for (const [field, entry] of Object.entries(oraclesOf(claim))) {
    const oracle = isAsked(entry) ? entry.oracle : entry;
    const question = isAsked(entry)
      ? from(
          `the question to the oracle "${oracle.name}"`,
          gives(`the question to ${oracle.name}`, () => entry.question({ task, trained: seen })),
        )
      : task;
    theory[field] = from(`the oracle "${oracle.name}"`, answered(oracle, question));
  }
  if (watching) watched.push(watch('the answers of theory', theory));
  const trial: Trial<unknown, unknown, unknown> = {
    task,
    trained: seen,
    theory:
      Object.hasOwn(theory, 'theory') && Object.keys(theory).length === 1
        ? theory['theory']
        : byName(theory, 'theory', 'give the claim a theory'),
    streams,
  };
  const parts: Record<string, PartOutcome> = {};
  for (const part of arm.parts) {
    const { holds, where, given, accept } = claim.parts[part]!;
    // A gate is a premise on the claim's outcome; a control that cannot meet it is judged without it.
    if (
      given &&
      arm.role !== 'mustFail' &&
      !from(
        `the premise of the part "${part}"`,
        met(`part "${part}": given`, () => given.met(trial)),
      )
    )
      parts[part] = { state: 'gated', margins: [] };
    else {
      const all = margins(
        holds,
        from(
          `the part "${part}"`,
          quantities(`part "${part}": where`, () => where(trial)),
        ),
      );
      parts[part] = { state, margins: lawOf(accept).mean ? all : [worst(all)] };
    }
  }
  if ((arm.trainsAs ?? arm.name) === 'claim' && claim.table)
    return { task, trained, theory, parts, table: from('the table', tabulated(claim.table, trial)) };
  if (arm.role !== 'dial' || !claim.dial) return { task, trained, theory, parts };
  const show = ({ value, where }: Shown<unknown, unknown, unknown>, what: string) =>
    margins(
      value,
      from(
        'the dial',
        quantities(`dial: ${what}: where`, () => where(trial)),
      ),
    )[0]!.slack;
  const { measured, curve } = claim.dial;
  const shown = curve
    ? { measured: show(measured, 'measured'), curve: show(curve, 'curve') }
    : { measured: show(measured, 'measured') };
  return { task, trained, theory, parts, shown };
}

function tabulated(
  { columns, where }: Table<unknown, unknown, unknown>,
  trial: Trial<unknown, unknown, unknown>,
): Tabulated {
  const sources = Object.values(columns);
  const value = (source: string, of: Quantities) => {
    const { slack, error } = margins(source, of)[0]!;
    return expression(source).kind === 'value' ? slack : slack > error ? 1 : 0;
  };
  return Object.fromEntries(
    rows('table: where', () => where(trial)).map(([row, of]) => [row, sources.map((source) => value(source, of))]),
  );
}

/**
 * The first trials of an arm, in which everybody is watched; a model of the user's is asked twice. What a user brings is
 * watched in all of them, since it may change its task on some.
 */
const WATCHED = 2;

/** @returns the trial's line; an exception becomes its `error` */
export function trial(arm: Arm, claimId: string, seed: string, index: number, models: Models): TrialRecord {
  const named = { claim: claimId, arm: arm.name, index, seed };
  try {
    const name = { suiteSeed: seed, claim: claimId, trial: index };
    const { task } = draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
    const early = index < WATCHED;
    const watching =
      early || !isShipped(claimId) || Object.values(runsOf(arm.claim)).some(([of]) => isStranger(models.get(of)));
    const evaluated = () => evaluate(arm, task, { ...name, arm: arm.trainsAs ?? arm.name }, models, watching);
    const { trained, parts, shown, table } = early ? repeated(arm, models, evaluated) : evaluated();
    const runs = Object.values(trained);
    const digest = fingerprint([
      task,
      runs.map((run) => [run.parameters, run.steps, run.stopped]),
      parts,
      shown,
      ...(table ? [table] : []),
    ]);
    const steps = runs.reduce((sum, run) => sum + run.steps, 0);
    return { ...named, parts, ...(shown && { shown }), ...(table && { table }), steps, digest };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...named, parts: {}, steps: 0, digest: fingerprint(why), error: why };
  }
}
