/**
 * A trial is a function of its name: a model of the user's is asked twice, and what differs is said. A program is asked for the
 * first trial of an arm alone, and its witness for that one together with the next: how many are asked for at once depends on
 * how fast a machine is, and must decide nothing.
 */
import type { Model, Trained } from '../claim.js';
import { ahead } from './ahead.js';
import { modelOf, type Arm, type Models } from './arm.js';
import { isRemote } from '../program/model.js';
import { change } from './lend.js';
import { isStranger } from './train.js';

/** Whether the model says that the same trial gives the same bits, and nobody of ours has tested it. */
const doubtful = (model: Model) => isStranger(model) && model.reproducible !== 'statistically';

/** What a trial found. */
interface Found {
  readonly trained: Readonly<Record<string, Trained>>;
  readonly parts: unknown;
  readonly shown?: unknown;
  readonly table?: unknown;
}

const outcome = ({ trained, parts, shown, table }: Found) => ({
  ...Object.fromEntries(
    Object.entries(trained).map(([run, { parameters, steps, stopped }]) => [run, { parameters, steps, stopped }]),
  ),
  measured: { parts, shown, table },
});

/** The models, each that has a witness replaced by it: the same in another process. */
const witnesses = (models: Models): Models =>
  new Map([...models].map(([name, model]) => [name, isRemote(model) ? { ...model, ...model.witness } : model]));

/**
 * @param name of the trial
 * @throws Error where a second evaluation differs: names the model, the field and both values
 */
export function repeated<E extends Found>(
  arm: Arm,
  { claim: id, index, seed }: { readonly claim: string; readonly index: number; readonly seed: string },
  models: Models,
  evaluated: (by: Models) => E,
): E {
  const { claim, name } = arm;
  const first = evaluated(models);
  const asked = [...new Set(Object.values(claim.train).map((run) => modelOf(run, models)))];
  const strangers = asked.filter(doubtful);
  const others = asked.filter((model) => !strangers.includes(model));
  if (strangers.length === 0 || others.some(({ reproducible }) => reproducible === 'statistically')) return first;
  const witness = witnesses(models);
  if (index === 0) ahead(arm, { claim: id, arm: name, from: 0, to: 2 }, seed, witness);
  const found = change(outcome(first), outcome(evaluated(witness)));
  if (!found) return first;
  const told = strangers.map(({ name }) => `"${name}"`).join(' and ');
  throw new Error(
    `the model ${told} answered differently when the same trial was asked twice: ${found.at.slice(1)} was ${String(found.was)} and is ` +
      `${String(found.is)}; expected the same bits (draw from the streams alone, and train each as if it were asked for alone), ` +
      "or reproducible: 'statistically'",
  );
}
