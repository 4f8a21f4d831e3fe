/**
 * `claim(...)`: what a claim file exports. Checks the text of a claim once, at the edge, with one sentence per mistake.
 * `model(...)`: what a model file exports.
 */
import type { Any, Claim, Model, ModelText, Trained } from './claim.js';
import { formed } from './form/claim.js';
import { Slip } from './form/field.js';
import type { Matrix } from './numerics/matrix.js';
import { kept, within } from './numerics/room.js';
import { refuse } from './rule.js';
import type { ClaimText, Oracles, RunsText } from './text.js';

/**
 * The model, whose `train` refuses a rule that it does not declare, whoever calls it. It and its variants have a room each
 * time (numerics/room.ts); parameters that lie in it are copied out.
 */
export function model<Q = Any, R = Any, P extends string = string, F extends string = never>(
  text: ModelText<Q, R, P, F>,
): Model<Q, R, P, F> {
  const at = text.predicts?.at;
  const roomy =
    (by: ModelText<Q, R, P, F>['train']): Model<Q>['train'] =>
    (task, rule, streams) =>
      within(() => {
        const end = by(task, rule, streams);
        // Whoever looks at it says what is missing.
        if (typeof end?.parameters !== 'object') return end as Trained;
        const parameters = Object.fromEntries(Object.entries(end.parameters).map(([name, of]) => [name, kept(of)]));
        const predict = end.predict ?? (at && ((X: Matrix) => at(parameters, X, rule)));
        return { ...end, parameters, predict } as Trained;
      });
  const variants = (of: typeof text.faults) =>
    of && Object.fromEntries(Object.entries(of).map(([name, each]) => [name, { ...each, by: roomy(each.by) }]));
  const train = roomy(text.train);
  const { faults, harmless, ...rest } = text;
  return {
    ...rest,
    ...(faults && { faults: variants(faults)! }),
    ...(harmless && { harmless: variants(harmless)! }),
    train: (task, rule, streams) => {
      refuse(text.name, text.rule, rule);
      return train(task, rule, streams);
    },
  };
}

/** @throws Slip one sentence naming the field, the value and what was expected */
export function claim<
  T,
  Tr extends RunsText<T>,
  Th extends Oracles = Record<never, never>,
  S extends string = never,
  const H extends Readonly<Record<string, string>> = Record<never, never>,
  C extends string = never,
  D extends string = never,
  K extends string = never,
>(text: ClaimText<T, Tr, Th, S, H, C, D, K>): Claim {
  try {
    return formed(text);
  } catch (error) {
    const title: unknown = (text as { title?: unknown } | undefined)?.title;
    if (error instanceof Slip)
      throw new Slip(`${typeof title === 'string' ? `claim "${title}"` : 'the claim'}: ${error.message}`);
    throw error;
  }
}
