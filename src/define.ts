/**
 * `claim(...)`: what a claim file exports. Checks the text of a claim once, at the edge, with one sentence per mistake.
 * `model(...)`: what a model file exports.
 */
import type { Any, Claim, ClaimText, Model, Runs, Theory, TrainedBy } from './claim.js';
import { refuse, type Field } from './rule.js';

/** The model, whose `train` refuses a rule that it does not declare, whoever calls it. */
export function model<Q = Any>(text: Model<Q> & { readonly rule: Field }): Model<Q> {
  return {
    ...text,
    train: (task, rule, streams) => {
      refuse(text.name, text.rule, rule);
      return text.train(task, rule, streams);
    },
  };
}

/** Laws under which the property itself decides; a premise on the outcome is allowed with these alone. */
const EXACT = new Set(['always', 'always.enumerated']);

/**
 * @throws Error one sentence naming the field, the value and what was expected
 */
export function claim<T, const Tr extends Runs<T>, Th extends Theory<T, TrainedBy<Tr>> | undefined = undefined>(
  text: ClaimText<T, Tr, Th>,
): Claim {
  const parts = Object.keys(text.parts);
  const { mustFail, mustHold = {} } = text.controls;
  const refuse = (sentence: string): never => {
    throw new Error(`claim "${text.title}": ${sentence}`);
  };
  if (parts.length === 0) refuse('has no parts; expected at least one');
  for (const [name, part] of Object.entries(text.parts)) {
    if (part.given && !EXACT.has(part.accept.law))
      refuse(`part "${name}" has a premise on the outcome under ${part.accept.law}; it is allowed with always alone`);
  }
  if (Object.keys(mustFail).length < 2)
    refuse(`has ${Object.keys(mustFail).length} mustFail controls; expected at least two`);
  for (const [name, control] of Object.entries(mustFail)) {
    if (!parts.includes(control.breaks))
      refuse(`control "${name}" breaks "${control.breaks}", which is not one of its parts: ${parts.join(', ')}`);
    if (name in mustHold) refuse(`control "${name}" is both mustFail and mustHold`);
  }
  for (const [name, { keeps = [] }] of Object.entries(mustHold))
    for (const part of keeps)
      if (!parts.includes(part))
        refuse(`control "${name}" keeps "${part}", which is not one of its parts: ${parts.join(', ')}`);
  for (const [name, control] of Object.entries({ ...mustFail, ...mustHold })) {
    const replaced = (['forAll', 'train', 'theory', 'holds', 'where'] as const).filter(
      (field) => control[field] !== undefined,
    );
    if (replaced.length !== 1)
      refuse(
        `control "${name}" replaces ${replaced.length === 0 ? 'nothing' : replaced.join(' and ')}; ` +
          'expected exactly one of forAll, train, theory, holds, where',
      );
  }
  for (const [name, premise] of Object.entries(text.premises)) {
    if (premise.control !== undefined && !(premise.control in mustFail))
      refuse(`premise "${name}" names the control "${premise.control}", which is not one of its mustFail controls`);
  }
  if (text.dial) {
    const { part = parts[0]!, grid, of } = text.dial;
    if (!parts.includes(part)) refuse(`dial "${of}" shows the part "${part}", which is not one of its parts`);
    if (grid.length < 2) refuse(`dial "${of}" has ${grid.length} grid values; expected at least two`);
  }
  for (const column of text.table?.drawn ?? [])
    if (!(column in text.table!.columns))
      refuse(`table "${text.table!.title}" draws "${column}", which it does not have`);
  return text as unknown as Claim;
}
