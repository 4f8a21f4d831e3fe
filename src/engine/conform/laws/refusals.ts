/** A number that is none, and a field that nobody knows, are refused before anything is trained. */
import { shown } from '../../../form/shown.js';
import type { Any } from '../../../claim.js';
import { refuse } from '../../../rule.js';
import { copied } from '../../lend.js';
import { within } from '../../within.js';
import { broken, type Law } from '../law.js';

/** The paths of all numbers in a rule; vectors are left alone. */
function numbersIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'number') return [path];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([field, item]) => numbersIn(item, [...path, field]));
}

/** A copy of the rule with one value replaced. */
function withValue(rule: Any, [field, ...rest]: readonly string[], value: unknown): Any {
  const changed = copied(rule) as Any;
  changed[field!] = rest.length === 0 ? value : withValue(changed[field!], rest, value);
  return changed;
}

/** Rules that make no sense: what is wrong in each, in words. */
function* senseless(rule: Any): Generator<readonly [what: string, rule: Any]> {
  for (const path of numbersIn(rule))
    for (const value of [NaN, -Infinity])
      yield [`${value} for the rule field "${path.join('.')}"`, withValue(rule, path, value)];
  for (const field of ['steps', 'budget'])
    if (field in rule)
      for (const steps of [2.5, -1, Infinity])
        yield [`${steps} for the rule field "${field}"`, { ...rule, [field]: steps }];
  yield ['a rule field "momentun"', { ...rule, momentun: 0.9 }];
}

const refusal = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Whatever the model is called: a copy of another refuses in the name of that. */
const named = (sentence: string) => sentence.replace(/^the model "[^"]*"/, 'the model');

/** Seconds in which a refusal is made. */
const AT_ONCE = 10;

export const refusals: Law = {
  name: 'refusals',
  asks: 'numbers that are none, and fields that it does not know, are refused before it trains',
  once: true,
  look: ({ name, model, ours }, { task, rule, streams }) => {
    const declared = model.rule ?? model.insteadOf.rule;
    if (!declared) return undefined;
    for (const [what, wrong] of senseless(rule)) {
      const said = refusal(() => refuse(name, declared, wrong));
      if (said === undefined) return broken(`its rule lets ${what} through; expected that it is refused`);
      // What stands in the place of a shipped model is not even asked.
      if (ours) continue;
      const answer = refusal(() => within(AT_ONCE, 'its refusal', () => model.train(copied(task), wrong, streams)));
      if (answer === undefined || named(answer) !== named(said))
        return broken(
          `given ${what} it ${answer === undefined ? 'trains' : `says ${shown(answer)}`}; expected that it is refused ` +
            '(export default model({ ... }) does it)',
        );
    }
    return 'kept';
  },
};
