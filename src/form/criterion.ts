/** By what a part is accepted: one of the criteria's own values, whoever made it. */
import { hasLaw, laws } from '../statistics/criterion.js';
import { formsOf } from '../statistics/fields.js';
import words, { always } from '../statistics/laws.js';
import type { Law } from '../statistics/law.js';
import { fields, oneOf, refuse, such, type Form } from './field.js';
import { nearest } from './nearest.js';

export { budget } from '../statistics/fields.js';

export const criterion: Form = (value, place) => {
  const names = laws().map(({ name }) => name);
  if (typeof value === 'function') {
    const { example } = (value as { law?: Law }).law ?? always.law;
    refuse(`${place} is a function; expected what it gives: call it, for example ${example}`);
  }
  if (typeof value === 'string') {
    const [law = 'always'] = hasLaw(value) ? [value] : nearest(value, names);
    refuse(`${place} is "${value}"; expected a criterion, for example ${law}(...), imported from 'claimcheck'`);
  }
  such((each) => typeof each === 'object' && each !== null && 'law' in each, 'a criterion, for example always()')(
    value,
    place,
  );
  const { law } = value as { law: unknown };
  const word = words.find((each) => each.law.name === law);
  if (!word) return oneOf(names)(law, `${place}: law`);
  fields({ law: () => {}, ...formsOf(word.law.fields) }, 'a criterion')(value, place);
  // What its numbers say together, the word checks.
  try {
    (word as (of: unknown) => unknown)(value);
  } catch (error) {
    refuse(`${place}: ${(error as Error).message}`);
  }
};
