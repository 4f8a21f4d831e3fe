/** Every seeded fault does something else in some training, or says why no claim can see it. */
import type { Model } from '../../../claim.js';
import { change } from '../../lend.js';
import type { Case } from '../case.js';
import type { Subject } from '../law.js';
import { short } from '../short.js';
import { found } from '../training.js';

/** Whether some case is trained otherwise: in its first steps, which cost little, or in all. */
function apart({ model }: Subject, by: Model['train'], cases: readonly Case[]): boolean {
  const few = cases.map((each) => ({ ...each, rule: short(each.rule, 100) as object }));
  return [...few, ...cases].some(({ task, rule, streams }) => {
    const [faulty, right] = [by, model.train].map((train) => found(model, train, task, rule, streams));
    return change(faulty, right) !== undefined;
  });
}

/** @returns the sentence of a fault that does nothing, by its name; undefined for one that does */
export function* faults(
  subject: Subject,
  cases: readonly Case[],
): Generator<readonly [fault: string, sentence: string | undefined]> {
  // prettier-ignore
  for (const [name, { by, survives }] of Object.entries(subject.model.faults ?? {}))
    yield [
      name,
      apart(subject, by, cases) || survives !== undefined
        ? undefined
        : `the fault "${name}" ends at the bits of no fault in every training; expected that it does something else`,
    ];
}
