/**
 * What a model's rule may say: for each field one word for the values that make sense. A model that is declared with
 * `model(...)` refuses any other field, and any other value, with one sentence, before it trains.
 *
 *     rule: { alpha: must(positive), steps: whole, then: listOf(fields({ rate: positive, steps: whole })) }
 *
 * A field may be absent unless it `must` be there. A word is plain data and a plain function; own words are written alike.
 */
import { shown } from './form/shown.js';

/** Where in a value something else was found than was expected: `at` is the path from the field on, or empty. */
export interface Fault {
  readonly at: string;
  readonly found: unknown;
  readonly expected: string;
}

/**
 * @returns the first fault, or undefined where the value makes sense. `V` is the type of the values that fit, `must` whether
 * the field has to be there, `of` the fields of a record by name.
 */
export interface Field<V = unknown> {
  (value: unknown): Fault | undefined;
  readonly fits?: V;
  readonly must?: true;
  readonly of?: Fields;
}
export type Fields = Readonly<Record<string, Field>>;

type Must = { readonly must: true };
/** The values that fit a word. */
export type ValueOf<F> = F extends Field<infer V> ? V : never;
/** What a record of fields holds: those that it must, and those that it may. */
export type RuleOf<F> = { readonly [name in keyof F as F[name] extends Must ? name : never]: ValueOf<F[name]> } & {
  readonly [name in keyof F as F[name] extends Must ? never : name]?: ValueOf<F[name]>;
};

/** A word of one's own: what is expected, and whether a value is that. */
export const word =
  <V>(expected: string, fits: (value: unknown) => boolean): Field<V> =>
  (value) =>
    value === undefined || fits(value) ? undefined : { at: '', found: value, expected };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const flag = word<boolean>('true or false', (value) => typeof value === 'boolean');
export const number = word<number>('a finite number', isNumber);
export const positive = word<number>('a finite number above 0', (value) => isNumber(value) && value > 0);
export const amount = word<number>('a finite number of at least 0', (value) => isNumber(value) && value >= 0);
/** A number of steps, of an index. */
export const whole = word<number>(
  'a whole number of at least 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
);
/** A number of units, of examples. */
export const count = word<number>(
  'a whole number of at least 1',
  (value) => Number.isSafeInteger(value) && (value as number) >= 1,
);
/** A probability, a share. */
export const share = word<number>('a number from 0 to 1', (value) => isNumber(value) && value >= 0 && value <= 1);
export const oneOf = <const W extends readonly (string | number)[]>(...words: W): Field<W[number]> =>
  word(words.map((each) => JSON.stringify(each)).join(' or '), (value) => words.includes(value as string));
/** A vector, or a list of numbers. */
export const numbers: Field<readonly number[] | Float64Array> = (value) => {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) && !(value instanceof Float64Array))
    return { at: '', found: value, expected: 'finite numbers' };
  const wrong = (value as number[]).findIndex((entry) => !isNumber(entry));
  return wrong < 0 ? undefined : { at: `[${wrong}]`, found: value[wrong], expected: 'a finite number' };
};

/** Of several words the first that fits. */
export const either =
  <W extends readonly Field[]>(...words: W): Field<ValueOf<W[number]>> =>
  (value) => {
    const faults = words.map((each) => each(value));
    if (faults.includes(undefined)) return undefined;
    return { at: '', found: value, expected: faults.map((fault) => fault!.expected).join(', or ') };
  };

/** The field may not be absent. */
export const must = <V>(field: Field<V>): Field<V> & Must =>
  Object.assign(
    (value: unknown) => (value !== undefined ? field(value) : { at: '', found: value, expected: expectedOf(field) }),
    { must: true as const, ...(field.of && { of: field.of }) },
  );

/** What a word expects: nothing fits a symbol. */
export const expectedOf = (field: Field): string => field(Symbol('nothing'))?.expected ?? 'a value';

export const listOf =
  <V>(field: Field<V>): Field<readonly V[]> =>
  (value) => {
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return { at: '', found: value, expected: 'a list' };
    for (const [k, item] of value.entries()) {
      const fault = must(field)(item);
      if (fault) return { ...fault, at: `[${k}]${fault.at}` };
    }
    return undefined;
  };

/** A record with these fields and no other. */
export const fields = <const F extends Fields>(known: F): Field<RuleOf<F>> =>
  Object.assign(
    (value: unknown): Fault | undefined => {
      if (value === undefined) return undefined;
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return { at: '', found: value, expected: 'an object' };
      for (const [name, item] of Object.entries(value)) {
        if (item !== undefined && !Object.hasOwn(known, name))
          return { at: `.${name}`, found: item, expected: `one of the fields ${Object.keys(known).join(', ')}` };
      }
      for (const [name, field] of Object.entries(known)) {
        const fault = field((value as Record<string, unknown>)[name]);
        if (fault) return { ...fault, at: `.${name}${fault.at}` };
      }
      return undefined;
    },
    { of: known },
  );

/** Records of several kinds: the field that tells them apart, and the fields of each kind. */
export const kinds =
  <const B extends string, const K extends Readonly<Record<string, Fields>>>(
    by: B,
    known: K,
  ): Field<{ [kind in keyof K]: RuleOf<K[kind]> & { readonly [name in B]: kind } }[keyof K]> =>
  (value) => {
    const kind = (value as Record<string, unknown> | null | undefined)?.[by];
    if (typeof kind === 'string' && Object.hasOwn(known, kind))
      return fields({ [by]: word('', () => true), ...known[kind] })(value);
    return { at: `.${by}`, found: kind, expected: expectedOf(oneOf(...Object.keys(known))) };
  };

/** @throws Error one sentence: the model, the field, its value, what was expected */
export function refuse(model: string, known: Field, rule: unknown): void {
  const fault = must(known)(rule);
  if (!fault) return;
  const field = fault.at.replace(/^\./, '');
  const unknown = fault.expected.startsWith('one of the fields ');
  const told = unknown
    ? `knows no rule field "${field}"`
    : field === ''
      ? `was given ${shown(fault.found)} for its rule`
      : `was given ${shown(fault.found)} for the rule field "${field}"`;
  throw new Error(`the model "${model}" ${told}; expected ${fault.expected}`);
}
