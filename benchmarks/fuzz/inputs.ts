/** Inputs of a parser: something valid, with one mistake in its values or a few in its bytes, or both. */
import fc from 'fast-check';
import { edit, edited } from './bytes.js';
import { slip, slipped } from './values.js';

/** @param json whether the valid ones are JSON, or lines of it: then values are mistaken, too */
export function inputs(valid: readonly Buffer[], json: boolean): fc.Arbitrary<Buffer> {
  const one = fc.constantFrom(...valid);
  const few = fc.array(edit, { minLength: 1, maxLength: 4 });
  const torn = fc
    .tuple(one, few)
    .map(([bytes, edits]) => edits.reduce((before, to) => edited(before, to, valid), bytes));
  if (!json) return torn;
  const parsed = valid.map((bytes) => JSON.parse(bytes.toString('utf8')) as unknown);
  const wrong = fc
    .tuple(fc.constantFrom(...parsed), fc.array(slip, { minLength: 1, maxLength: 2 }))
    .map(([value, slips]) => Buffer.from(slipped(value, slips)));
  const both = fc.tuple(wrong, edit).map(([bytes, to]) => edited(bytes, to, valid));
  return fc.oneof({ weight: 5, arbitrary: wrong }, { weight: 3, arbitrary: torn }, { weight: 1, arbitrary: both });
}
