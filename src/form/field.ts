/**
 * The form of what users write, as data: what each field may hold. Whatever does not fit is refused in one sentence that
 * says where it stands, what it is, and what was expected.
 */
import { nearest } from './nearest.js';
import { shown } from './shown.js';

/** A mistake in what a user wrote: one sentence, on one line. */
export class Slip extends Error {
  override readonly name = 'Slip';

  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence.replace(/\s*[\n\r\u2028\u2029]\s*/g, ' '), options);
  }
}

/** Takes a value or throws a Slip; `place` says where the value stands, for example `part "p": accept`. */
export type Form = (value: unknown, place: string) => void;

export function refuse(sentence: string): never {
  throw new Slip(sentence);
}

const expectedAt = (place: string, value: unknown, expected: string): never =>
  refuse(
    value === undefined
      ? `${place} is missing; expected ${expected}`
      : `${place} is ${shown(value)}; expected ${expected}`,
  );

/** What the test accepts. */
export const such =
  (test: (value: unknown) => boolean, expected: string): Form =>
  (value, place) => {
    if (!test(value)) expectedAt(place, value, expected);
  };

/** A sentence or a name: text that is not blank. */
export const text = (expected: string): Form =>
  such((value) => typeof value === 'string' && value.trim() !== '', expected);

export const flag = such((value) => typeof value === 'boolean', 'true or false');

export const number = such((value) => typeof value === 'number' && Number.isFinite(value), 'a finite number');

export const whole = (least: number): Form =>
  such((value) => Number.isSafeInteger(value) && (value as number) >= least, `a whole number, at least ${least}`);

export const oneOf =
  (known: readonly string[]): Form =>
  (value, place) => {
    if (known.includes(value as string)) return;
    const [near] = typeof value === 'string' ? nearest(value, known) : [];
    const hint = near === undefined ? '' : `; did you mean "${near}"?`;
    expectedAt(place, value, `one of ${known.map((each) => `"${each}"`).join(', ')}${hint}`);
  };

/** A function whose value is used at once: one that gives a promise is none. */
export const call =
  (example: string): Form =>
  (value, place) => {
    const kind = typeof value === 'function' ? value.constructor.name : undefined;
    if (kind === 'AsyncFunction')
      refuse(`${place} is an async function; expected one that gives its value at once, for example ${example}`);
    if (kind !== 'Function') expectedAt(place, value, `a function, for example ${example}`);
  };

const isObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof Promise);

export const list =
  (item: Form, expected: string, least = 0): Form =>
  (value, place) => {
    if (!Array.isArray(value) || value.length < least) return expectedAt(place, value, expected);
    // Holes are looked at, too.
    for (let k = 0; k < value.length; k++) item(value[k], `${place}[${k}]`);
  };

/** A name that every reader of the report can keep: JSON readers drop `__proto__`, and journals divide lines at NUL. */
export function named(what: string, name: string): void {
  if (name === '__proto__') refuse(`${what} is named "__proto__", which readers of JSON drop; give it another name`);
  if (/[\u0000-\u001f]/.test(name) || name.trim() === '')
    refuse(`${what} is named ${JSON.stringify(name)}; expected a name of printable characters`);
}

/** An object whose keys are names that the user gives. */
export const record =
  (
    item: Form,
    { what, expected, least = 0 }: { readonly what: string; readonly expected: string; readonly least?: number },
  ): Form =>
  (value, place) => {
    if (!isObject(value)) return expectedAt(place, value, expected);
    const prototype: unknown = Object.getPrototypeOf(value);
    // { '__proto__': ... } sets it, and the entry is gone.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) named(what, '__proto__');
    const entries = Object.entries(value);
    if (entries.length < least) refuse(`${place} is empty; expected ${expected}`);
    for (const [name, each] of entries) {
      named(what, name);
      item(each, `${what} "${name}"`);
    }
  };

/** A field that may be left out. */
export interface Optional {
  readonly optional: Form;
}
export const optional = (form: Form): Optional => ({ optional: form });

/**
 * An object of these fields and no others; a misspelt one is told what it may have meant. `place` is empty at the top.
 * @param moved of fields that others know by another name: what to write now
 */
export const fields =
  (
    of: Readonly<Record<string, Form | Optional>>,
    expected: string,
    moved: Readonly<Record<string, string>> = {},
  ): Form =>
  (value, place) => {
    if (!isObject(value)) return expectedAt(place, value, expected);
    const known = Object.keys(of);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(of, name)) continue;
      const [near] = nearest(
        name,
        known.filter((each) => !Object.hasOwn(value, each)),
      );
      refuse(
        `${place === '' ? '' : `${place} `}has an unknown field "${name}"; ` +
          (Object.hasOwn(moved, name)
            ? moved[name]!
            : near === undefined
              ? `known are ${known.join(', ')}`
              : `did you mean "${near}"?`),
      );
    }
    for (const [name, form] of Object.entries(of)) {
      const field = (value as Record<string, unknown>)[name];
      const inside = place === '' ? name : `${place}: ${name}`;
      if (typeof form === 'function') form(field, inside);
      else if (field !== undefined) form.optional(field, inside);
    }
  };
