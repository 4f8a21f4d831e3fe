/** One trial: draw a task, train, ask the theory, measure the margins. A pure function of its name. */
import type { Claim, Quantities, Range, Trained } from '../claim.js';
import { met, places as placesOf, quantity } from '../form/given.js';
import { expression } from '../numerics/expression.js';
import { margins, worst } from '../numerics/formula.js';
import type { TrialName } from '../numerics/stream.js';
import { lawOf } from '../statistics/criterion.js';
import type { PartOutcome } from '../statistics/outcome.js';
import { modelOf, type Arm, type Models } from './arm.js';
import { asked, streamsOf, type Asked } from './asked.js';
import { draw } from './draw.js';
import { fingerprint } from './fingerprint.js';
import { lend, watch } from './lend.js';
import { look, type Ended, type Look } from './look.js';
import { repeated } from './repeated.js';
import { sidesAt, type Sides } from './sides.js';
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
  /** For the claim itself: part by part the sides of its relations. Beside the margins, which the digest has already. */
  readonly sides?: Readonly<Record<string, readonly Sides[]>>;
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
  /** Part by part what the symbols were where it is closest to its violation. */
  readonly at: Readonly<Record<string, Quantities>>;
  readonly shown?: { readonly measured: number; readonly curve?: number };
  readonly table?: Tabulated;
}

/** What a formula's names stand for, once for every run and number of its range. */
function measured(
  claim: Claim,
  whose: string,
  source: string,
  { of, over }: Range,
  at: Look['at'],
  from: <V>(who: string, value: V) => V,
): Quantities[] {
  const names = [...expression(source).symbols].filter((name) => Object.hasOwn(claim.symbols, name));
  const measure = (run: string | undefined, number: number | undefined) => {
    const about = at(run, number);
    const all = Object.create(null) as Record<string, Quantities[string]>;
    for (const name of names)
      all[name] = from(
        `the symbol "${name}"`,
        quantity(`symbol "${name}"`, () => claim.symbols[name]!.measure(about)),
      );
    return all;
  };
  return (of ?? [undefined]).flatMap((run) => {
    const numbers = typeof over === 'function' ? placesOf(`over of ${whose}`, () => over(at(run))) : over;
    return (numbers ?? [undefined]).map((number) => measure(run, number));
  });
}

/**
 * Training and theory on a given task; the streams carry the given name. Nobody who sees the task may change it.
 * @param watching whether it is looked at whenever somebody has seen it
 * @param noticed is told which names of a run the claim looks at
 * @throws Error one sentence, where somebody does, or where a model refuses its rule or gives back what it must not
 */
export function evaluate(
  arm: Arm,
  drawn: unknown,
  name: TrialName,
  models: Models,
  watching = true,
  noticed?: (run: string, name: string) => void,
): Evaluated {
  const { claim } = arm;
  const streams = streamsOf(arm, name);
  const { lent: task, returned } = watching ? lend('the task', drawn) : { lent: drawn, returned: () => {} };
  const watched = [returned];
  /** The value, from somebody who has seen what is watched. */
  const from = <V>(who: string, value: V): V => {
    if (watching) for (const unchanged of watched) unchanged(who);
    return value;
  };

  const trained: Record<string, Trained> = {};
  const ended = (named: string, { run, model, by, seen, rule, copies, trainings }: Asked): Ended => {
    const each = trainings.map(
      ({ label, streams: drawing }) =>
        (trained[label] = from(`the model "${model.name}"`, train(model.name, model, by, seen, rule, drawing))),
    );
    const { member } = run;
    return {
      trained: each,
      rule,
      copies,
      ...(member && { family: member.of, place: member.place }),
      ...(noticed && { noticed: (of: string) => noticed(named, of) }),
    };
  };
  const ends = Object.fromEntries(
    Object.keys(claim.train).map((named) => [named, ended(named, asked(arm, named, task, streams, models, from))]),
  );
  const runs = Object.values(trained);
  // A parameter that is no number is where no training may end.
  const state = runs.some((run) => run.stopped === 'diverged' || !finite(run))
    ? 'diverged'
    : runs.some((run) => run.stopped === 'budget')
      ? 'unfinished'
      : 'finished';
  if (state !== 'finished') {
    const parts = Object.fromEntries(arm.parts.map((part): [string, PartOutcome] => [part, { state, margins: [] }]));
    return { task, trained, theory: {}, parts, at: {} };
  }
  const parametersAndFacts = Object.entries(trained).map(([run, { parameters, facts }]) => [
    run,
    { parameters, facts },
  ]);
  if (watching) watched.push(watch('what was trained', Object.fromEntries(parametersAndFacts)));
  const { at, answers } = look({ task, streams }, ends, claim.theory, arm.instead?.oracles ?? {}, from, (answer) => {
    if (watching) watched.push(watch('the answers of theory', answer));
  });
  const quantities = (whose: string, source: string, range: Range) => measured(claim, whose, source, range, at, from);
  const within = (whose: string, source: string, range: Range) => margins(source, quantities(whose, source, range));

  const parts: Record<string, PartOutcome> = {};
  const counted: Record<string, Quantities> = {};
  for (const part of arm.parts) {
    const { holds, given, accept, ...range } = claim.parts[part]!;
    // A gate is a premise on the claim's outcome; a control that cannot meet it is judged without it.
    if (
      given &&
      arm.role !== 'mustFail' &&
      !from(
        `the premise of the part "${part}"`,
        (range.of ?? [undefined]).every((run) => met(`part "${part}": given`, () => given.met(at(run)))),
      )
    )
      parts[part] = { state: 'gated', margins: [] };
    else {
      const places = quantities(`the part "${part}"`, holds, range);
      const all = margins(holds, places);
      const closest = worst(all);
      parts[part] = { state, margins: lawOf(accept).mean ? all : [closest] };
      counted[part] = places[all.indexOf(closest)]!;
    }
  }
  const evaluated = { task, trained, theory: answers, parts, at: counted };
  if ((arm.trainsAs ?? arm.name) === 'claim' && claim.table) {
    const { rows, columns } = claim.table;
    const cell = (source: string, run: string) => {
      const { slack, error } = within('the table', source, { of: [run] })[0]!;
      return expression(source).kind === 'value' ? slack : slack > error ? 1 : 0;
    };
    const row = (run: string) => Object.values(columns).map((source) => cell(source, run));
    return { ...evaluated, table: Object.fromEntries(Object.entries(rows).map(([label, run]) => [label, row(run)])) };
  }
  if (arm.role !== 'dial' || !claim.dial) return evaluated;
  const { measured: source, curve, ...range } = claim.dial;
  const show = (of: string) => within('the dial', of, range)[0]!.slack;
  return { ...evaluated, shown: { measured: show(source), ...(curve && { curve: show(curve.of) }) } };
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
      early || !isShipped(claimId) || Object.values(arm.claim.train).some((run) => isStranger(modelOf(run, models)));
    const evaluated = (by: Models) => evaluate(arm, task, { ...name, arm: arm.trainsAs ?? arm.name }, by, watching);
    const { trained, parts, at, shown, table } = early ? repeated(arm, named, models, evaluated) : evaluated(models);
    const runs = Object.values(trained);
    const digest = fingerprint([
      task,
      runs.map((run) => [run.parameters, run.steps, run.stopped]),
      parts,
      shown,
      ...(table ? [table] : []),
    ]);
    const steps = runs.reduce((sum, run) => sum + run.steps, 0);
    const sides = arm.role === 'claim' && {
      sides: Object.fromEntries(
        Object.entries(at).map(([part, of]) => [part, sidesAt(arm.claim.parts[part]!.holds, of)]),
      ),
    };
    return { ...named, parts, ...sides, ...(shown && { shown }), ...(table && { table }), steps, digest };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...named, parts: {}, steps: 0, digest: fingerprint(why), error: why };
  }
}
