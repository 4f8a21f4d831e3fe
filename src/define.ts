/**
 * `claim(...)`: what a claim file exports. Checks the text of a claim once, at the edge, with one sentence per mistake.
 * `model(...)`: what a model file exports.
 */
import type { Any, Claim, Model } from './claim.js';
import { formed } from './form/claim.js';
import { Slip } from './form/field.js';
import { refuse, type Field } from './rule.js';
import type { ClaimText, Oracles, RunsText } from './text.js';

/** The model, whose `train` refuses a rule that it does not declare, whoever calls it. */
export function model<Q = Any, R = Any, P extends string = string, F extends string = never>(
  text: Model<Q, R, P, F> & { readonly rule: Field<R> },
): Model<Q, R, P, F> {
  return {
    ...text,
    train: (task, rule, streams) => {
      refuse(text.name, text.rule, rule);
      return text.train(task, rule, streams);
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
