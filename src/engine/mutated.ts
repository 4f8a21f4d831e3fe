/** Figures of seeded faults as they stand in a file: of this form, or of another that has a list of mutants. */
import { fields, flag, list, number, oneOf, optional, record, Slip, such, text, whole } from '../form/field.js';
import { LEVELS } from '../statistics/levels.js';
import type { Mutation } from './mutate.js';
import { readJson } from './plain.js';

const count = whole(0);
const said = such((value) => typeof value === 'string', 'a text');
const fault = { of: said, fault: text('a fault'), what: said, because: optional(said) };
const faults = list(fields(fault, 'a fault'), 'a list of faults');
const mutant = fields(
  {
    ...{ ...fault, claim: text('a claim'), grade: optional(number), harmless: flag, by: optional(said) },
    outcome: oneOf(['killed', 'survived', 'undecided', 'untouched', 'error']),
    ...{ identicalOn: optional(count), trials: count },
  },
  'a mutant',
);
const counted = { faults: count, killed: count, harmless: count, held: count, untouched: count };
const names = record(said, { what: 'name', expected: 'digests by name' });
const figures = record(number, { what: 'fault', expected: 'numbers by name' });
const form = fields(
  {
    ...{ schema: count, level: oneOf(LEVELS), seed: said, beacon: optional(said), claims: names, models: names },
    ...{ mutants: list(mutant, 'a list of mutants'), faults: count, killed: count, killRate: number },
    ...{ surviving: faults, unused: faults },
    perClaim: record(fields({ ...counted, minimumDetectable: figures, surviving: faults }, 'figures'), {
      what: 'claim',
      expected: 'figures by claim',
    }),
  },
  'the figures of mutate',
);

/** Nothing is taken from another form, but what is there is seen to be figures. */
const isOther = (value: unknown): boolean => {
  const { schema, mutants } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return (
    typeof schema === 'number' &&
    schema !== 2 &&
    Array.isArray(mutants) &&
    mutants.every((each) => each instanceof Object)
  );
};

export function isMutation(value: unknown): value is Mutation {
  if (isOther(value)) return true;
  try {
    form(value, '');
    return true;
  } catch (error) {
    if (error instanceof Slip) return false;
    throw error;
  }
}

/** @returns undefined where there is none, or where it cannot be read */
export function mutationIn(file: string): Mutation | undefined {
  try {
    const read = readJson(file);
    return isMutation(read) ? read : undefined;
  } catch {
    return undefined;
  }
}
