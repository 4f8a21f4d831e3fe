/** Trains a model as a trial does, and says of each thing by itself what a trial would have ended with. */
import type { Any, Model, Streams, Trained } from '../../claim.js';
import { trained as looked } from '../../form/given.js';
import { refuse } from '../../rule.js';
import { copied, lend } from '../lend.js';
import type { Case } from './case.js';
import { attempted, type Found, type Subject } from './law.js';

/** What came back, or why nothing did; and whether what was lent came back as it was. */
export interface Asked {
  readonly trained?: Trained;
  readonly answered: Found;
  readonly untouched: Found;
}

/** @param by the model's own training, or a wrong variant of it */
export function ask({ name, model }: Subject, { task, rule, streams }: Case, by: Model['train'] = model.train): Asked {
  const declared = model.rule ?? model.insteadOf.rule;
  const [data, asked] = [lend('the task', task), lend('its rule', rule)];
  let trained: Trained | undefined;
  const answered = attempted(() => {
    if (declared) refuse(name, declared, rule);
    const end = looked(`model "${name}"`, () => by(data.lent, asked.lent, streams));
    trained = { ...end, parameters: copied(end.parameters) };
  });
  const untouched = attempted(() => [data, asked].forEach(({ returned }) => returned(`the model "${name}"`)));
  return { answered, untouched, ...(trained && { trained }) };
}

/** What a training gave, and its predictions at the rows of its task; or the sentence in which it ended. */
export function found(
  { insteadOf, predicts = insteadOf.predicts }: Subject['model'],
  by: Model['train'],
  task: Any,
  rule: Any,
  streams: Streams,
): (Omit<Trained, 'predict'> & { readonly predicted?: Float64Array }) | string {
  try {
    const { predict, ...trained } = by(copied(task), copied(rule), streams);
    return { ...trained, ...(predicts && { predicted: predict(predicts.rows(task)) }) };
  } catch (error) {
    return (error as Error).message;
  }
}
