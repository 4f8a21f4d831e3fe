/**
 * What is lent comes back as it was: whoever is handed data gets a copy, and the copy is compared with what it was made of.
 * Typed arrays cannot be frozen, and a change in place would be silent: labels doubled by a model, coefficients sorted by
 * a property, and the theory answers about other data than were drawn.
 */
import { own } from '../form/own.js';
import { shown } from '../form/shown.js';

type Copies = Map<object, object>;

function copy(value: unknown, copies: Copies): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known) return known;
  const keep = <V extends object>(made: V): V => {
    copies.set(value, made);
    return made;
  };
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : keep((value as Float64Array).slice());
  if (Array.isArray(value)) {
    const made: unknown[] = keep([]);
    for (const item of value) made.push(copy(item, copies));
    return made;
  }
  if (value instanceof Map || value instanceof Set || value instanceof Date || value instanceof Promise) return value;
  // An instance of a class has the fields of its own; what is private to it is its owner's affair.
  const made = keep(Object.create(Object.getPrototypeOf(value) as object | null) as object);
  // Defined, for an assignment would call a setter of the class, and that of `__proto__`.
  for (const [field, item] of Object.entries(value))
    Object.defineProperty(made, field, {
      value: copy(item, copies),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return made;
}

/** A copy of plain data and typed arrays, those that are one in it one in the copy; all else is the same object. */
export const copied = <V>(value: V): V => copy(value, new Map()) as V;

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);

/** Where and how the value differs from what it was. */
interface Change {
  readonly at: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** @returns the first difference of plain data and typed arrays, bit for bit but for the bits of a NaN, or undefined */
export function change(was: unknown, is: unknown, at = ''): Change | undefined {
  if (Object.is(was, is)) return undefined;
  if (typeof was !== 'object' || typeof is !== 'object' || was === null || is === null) return { at, was, is };
  if (ArrayBuffer.isView(was) && !(was instanceof DataView)) {
    const [old, now] = [was as Float64Array, is as Float64Array];
    if (!ArrayBuffer.isView(is) || now.length !== old.length) return { at, was, is };
    if (bytesOf(old).equals(bytesOf(now))) return undefined;
    for (let k = 0; k < old.length; k++)
      if (!Object.is(old[k], now[k])) return { at: `${at}[${k}]`, was: old[k], is: now[k] };
    return undefined;
  }
  if (Object.getPrototypeOf(was) !== Object.getPrototypeOf(is)) return { at, was, is };
  if (Array.isArray(was)) {
    const now = is as unknown[];
    if (now.length !== was.length) return { at: `${at}.length`, was: was.length, is: now.length };
    for (let k = 0; k < was.length; k++) {
      const found = change(was[k], now[k], `${at}[${k}]`);
      if (found) return found;
    }
    return undefined;
  }
  const [old, now] = [was as Record<string, unknown>, is as Record<string, unknown>];
  for (const field of Object.keys(old)) {
    const found = change(old[field], own(now, field), `${at}.${field}`);
    if (found) return found;
  }
  const added = Object.keys(now).find((field) => !Object.hasOwn(old, field));
  return added === undefined ? undefined : { at: `${at}.${added}`, was: undefined, is: now[added] };
}

/** @throws Error where the two differ: names who changed what, the field, and both values */
function compare(who: string, what: string, was: unknown, is: unknown): void {
  const found = change(was, is);
  if (!found) return;
  const field = found.at.replace(/^\./, '');
  throw new Error(
    `${who} changed ${what} in place: ${field} was ${shown(found.was)} and is ${shown(found.is)}; ` +
      'expected that it works on a copy, for example of slice()',
  );
}

/** @returns a copy for others to see, and the question whether it is still what it was, to be asked when they are done */
export function lend<V>(what: string, value: V): { readonly lent: V; readonly returned: (who: string) => void } {
  const lent = copied(value);
  return { lent, returned: (who) => compare(who, what, value, lent) };
}

/** For what others see as it is: whether it is still what it was now. */
export function watch(what: string, value: unknown): (who: string) => void {
  const was = copied(value);
  return (who) => compare(who, what, was, value);
}
