/** One mistake, as people make them: a field dropped, misspelt, doubled, swapped, of another type, or nested wrongly. */
import type { Stream } from '../../src/claim.js';

type Box = Record<string, unknown>;

const isBox = (value: unknown): value is Box =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && Object.getPrototypeOf(value) !== null;

/** What does not belong there, made anew each time. */
const WRONG: readonly ((was: unknown) => unknown)[] = [
  () => undefined,
  () => null,
  () => 0,
  () => -1,
  () => 1.5,
  () => NaN,
  () => Infinity,
  () => 1e300,
  () => '',
  () => ' ',
  () => 'always',
  () => 'T55',
  () => 'norm(value) <= 1',
  () => 'value <=',
  () => '\\frac{',
  () => 'constructor',
  () => '__proto__',
  () => true,
  () => 7n,
  () => Symbol('s'),
  () => [],
  () => [[]],
  () => ({}),
  () => ({ then: 1 }),
  () => new Map([['a', 1]]),
  () => new Date(0),
  () => () => {},
  () => () => ({}),
  () => () => 1,
  () => () => 'text',
  () => () => null,
  () => () => [],
  () => () => [[]],
  () => () => 7n,
  () => () => ({ value: NaN, mass: 1, size: 1 }),
  () => () => ({ value: { value: 1, error: -1 }, mass: { value: 1, error: NaN }, size: 1 }),
  () => () => ({ value: 'one', mass: '2', size: null }),
  () => () => [{ value: 1, mass: 1, size: 1 }, {}],
  () => async () => ({}),
  () => () => Promise.resolve({}),
  () => () => {
    throw new Error('thrown on purpose');
  },
  () => () => {
    throw undefined;
  },
  () => function* wrong() {},
  () => class Wrong {},
  () => Promise.resolve(1),
  () => new Float64Array(2),
  (was) => String(was),
  (was) => [was],
  (was) => ({ of: was }),
  (was) => () => was,
  (was) => (isBox(was) ? Object.values(was)[0] : was),
  (was) =>
    typeof was === 'function' ? async (...given: unknown[]) => (was as (...of: unknown[]) => unknown)(...given) : 3,
  (was) =>
    typeof was === 'function' ? (...given: unknown[]) => void (was as (...of: unknown[]) => unknown)(...given) : 3,
];

const NAMES = [
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
  'valueOf',
  '',
  ' ',
  'a\u0000b',
  'then',
  'length',
];

function misspelt(name: string, stream: Stream): string {
  const k = stream.integer(Math.max(1, name.length));
  switch (stream.integer(6)) {
    case 0:
      return name.slice(0, k) + name.slice(k + 1);
    case 1:
      return `${name}s`;
    case 2:
      return name.slice(0, k) + (name[k + 1] ?? '') + (name[k] ?? '') + name.slice(k + 2);
    case 3:
      return name.charAt(0).toUpperCase() + name.slice(1);
    case 4:
      return NAMES[stream.integer(NAMES.length)]!;
    default:
      return name.toLowerCase();
  }
}

/** Every place in the text: the object and the field in it. */
function places(of: Box, into: [Box, string][] = [], depth = 0): [Box, string][] {
  for (const [name, value] of Object.entries(of)) {
    into.push([of, name]);
    if (isBox(value) && depth < 6 && name !== 'arbitrary') places(value, into, depth + 1);
  }
  return into;
}

/** A list has a length of its own. */
const put = (box: Box, name: string, value: unknown) =>
  (Array.isArray(box) && name === 'length') ||
  Object.defineProperty(box, name, { value, enumerable: true, configurable: true, writable: true });

type Call = (...given: unknown[]) => unknown;

/** A function that gives something else, perhaps only from its n-th call on: nobody sees it before tasks are trained. */
function misgiving(call: Call, stream: Stream): Call {
  const [wrong, from] = [WRONG[stream.integer(WRONG.length)]!, stream.integer(3) * stream.integer(30)];
  let calls = 0;
  return (...given) => (calls++ < from ? call(...given) : wrong(call(...given)));
}

function mistake(text: Box, stream: Stream): string {
  const all = places(text);
  const calls = all.filter(([box, name]) => typeof box[name] === 'function');
  if (calls.length > 0 && stream.integer(2) === 0) {
    const [box, name] = calls[stream.integer(calls.length)]!;
    put(box, name, misgiving(box[name] as Call, stream));
    return `lets ${name} give something else`;
  }
  const [box, name] = all[stream.integer(all.length)]!;
  const value = box[name];
  switch (stream.integer(7)) {
    case 0:
      delete box[name];
      return `drops ${name}`;
    case 1:
    case 2: {
      const k = stream.integer(WRONG.length);
      put(box, name, WRONG[k]!(value));
      return `puts wrong value ${k} for ${name}`;
    }
    case 3: {
      const other = misspelt(name, stream);
      delete box[name];
      put(box, other, value);
      return `renames ${name} to ${JSON.stringify(other)}`;
    }
    case 4: {
      const [there, other] = all[stream.integer(all.length)]!;
      const its = there[other];
      put(box, name, its);
      put(there, other, value);
      return `swaps ${name} and ${other}`;
    }
    case 5: {
      const [there] = all[stream.integer(all.length)]!;
      const copy = stream.integer(2) === 0 ? name : misspelt(name, stream);
      put(there, copy, value);
      return `puts ${name} elsewhere as ${JSON.stringify(copy)}`;
    }
    default: {
      const [, other] = all[stream.integer(all.length)]!;
      put(box, name, { [other]: value });
      return `nests ${name} in ${other}`;
    }
  }
}

/** @returns what was done; the text is changed in place, by one mistake or by up to three */
export function mutate(text: Box, stream: Stream): string {
  const done: string[] = [];
  for (let k = 0; k < 1 + stream.integer(3); k++) done.push(mistake(text, stream));
  return done.join(', ');
}
