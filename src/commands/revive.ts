/**
 * A task that was stored by value, as the model expects it: JSON has no typed arrays, so a task drawn from the same
 * population says where they are. What is of another kind there was not stored by us.
 */
import { refuse } from '../form/field.js';
import { own } from '../form/own.js';
import { shown } from '../form/shown.js';

const WORDS: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity', '-0']);

function number(stored: unknown, place: string): number {
  if (typeof stored === 'number') return stored;
  return WORDS.has(stored) ? Number(stored) : refuse(`${place} is ${shown(stored)}; expected a number`);
}

const isBox = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** @param like a value of the same form; lengths may differ @throws Slip where it is of another */
export function revive(stored: unknown, like: unknown, place = 'the stored task'): unknown {
  if (typeof like === 'number') return number(stored, place);
  if (ArrayBuffer.isView(like)) {
    if (!Array.isArray(stored)) return refuse(`${place} is ${shown(stored)}; expected a list of numbers`);
    const Typed = like.constructor as Float64ArrayConstructor;
    return Typed.from(stored.map((item, i) => number(item, `${place}[${i}]`)));
  }
  if (Array.isArray(like) && !Array.isArray(stored)) return refuse(`${place} is ${shown(stored)}; expected a list`);
  if (isBox(like) && !isBox(stored)) return refuse(`${place} is ${shown(stored)}; expected an object`);
  if (Array.isArray(stored)) {
    const samples = Array.isArray(like) ? (like as unknown[]) : [];
    return stored.map((item, i) => revive(item, samples[i] ?? samples[0], `${place}[${i}]`));
  }
  if (isBox(stored)) {
    const samples = isBox(like) ? like : {};
    return Object.fromEntries(
      Object.entries(stored).map(([key, field]) => [key, revive(field, own(samples, key), `${place}.${key}`)]),
    );
  }
  return stored;
}
