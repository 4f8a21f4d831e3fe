/**
 * `claim(...)`: what a claim file exports. Checks the text of a claim once, at the edge, with one sentence per mistake.
 * `model(...)`: what a model file exports.
 */
import type { Any, Claim, ClaimText, Model, Runs, Theory, TrainedBy } from './claim.js';
import { formed } from './form/claim.js';
import { Slip } from './form/field.js';
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

/**
 * @throws Slip one sentence naming the field, the value and what was expected
 */
export function claim<T, const Tr extends Runs<T>, Th extends Theory<T, TrainedBy<Tr>> | undefined = undefined>(
  text: ClaimText<T, Tr, Th>,
): Claim {
  const written = text as unknown as Claim;
  try {
    formed(written);
  } catch (error) {
    const title: unknown = (text as { title?: unknown } | undefined)?.title;
    if (error instanceof Slip)
      throw new Slip(`${typeof title === 'string' ? `claim "${title}"` : 'the claim'}: ${error.message}`);
    throw error;
  }
  return written;
}
