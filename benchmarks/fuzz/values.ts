/** One wrong value at one place of a JSON text: another type, a huge number, a name twice, a name that JavaScript knows. */
import fc from 'fast-check';

/** As they are written, since JSON.stringify would not write most of them. */
const WRONG = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '1.5', '1e400', '-1e400', '1e-400', '1e308', '9007199254740993'],
  ...['9007199254740991', '4294967296', '1e15', '1000000', '""', '" "', '"NaN"', '"Infinity"', '"-Infinity"', '"-0"'],
  ...['"1e5"', '"holds"', '"\\u0000"', '"\\ud800"', '"\\u001b[31m"', '"a\\nb"', '"__proto__"', '"constructor"'],
  ...['"2026-13-45T99:99:99Z"', '"../../../etc/passwd"', "\"'''\"", '[]', '[[]]', '[null]', '{}', '{"a":1}', '[{}]'],
  ...[
    '{"#":"NaN"}',
    '{"#":"x"}',
    '{"#":{}}',
    '{"number":"NaN"}',
    '{"__proto__":{"a":1}}',
    '{"toString":1}',
    '{"then":1}',
  ],
  ...['{"float64":"AAAAAAAA8D8=","shape":[1]}', '[1e400]', 'NaN', 'undefined', `${'['.repeat(70)}${']'.repeat(70)}`],
  ...[
    `[${'0,'.repeat(300)}0]`,
    `"${'x'.repeat(3000)}"`,
    `1${'0'.repeat(1100)}`,
    `"${'='.repeat(500)}"`,
    '"a=b"',
    '"a\\u2028"',
  ],
];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  '',
  ' ',
  '#',
  'length',
  'a\u0000b',
  '😀',
];

export type Slip =
  | { readonly does: 'value'; readonly at: number; readonly wrong: number }
  | { readonly does: 'drop' | 'double' | 'wrap' | 'alone'; readonly at: number }
  | { readonly does: 'rename' | 'add'; readonly at: number; readonly name: number; readonly wrong: number }
  | { readonly does: 'exchange'; readonly at: number; readonly with: number };

const at = fc.nat(99_999);
const wrong = fc.nat(WRONG.length - 1);
export const slip: fc.Arbitrary<Slip> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('value' as const), at, wrong }) },
  fc.record({ does: fc.constantFrom('drop' as const, 'double' as const, 'wrap' as const, 'alone' as const), at }),
  fc.record({
    does: fc.constantFrom('rename' as const, 'add' as const),
    at,
    name: fc.nat(NAMES.length - 1),
    wrong,
  }),
  fc.record({ does: fc.constant('exchange' as const), at, with: at }),
);

/** An entry of an object, or an item of a list, in its text. */
interface Entry {
  readonly name: string;
  readonly of: Node;
}
type Node = string | { readonly list: boolean; readonly entries: Entry[] };

function node(value: unknown): Node {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return {
    list: Array.isArray(value),
    entries: Object.entries(value).map(([name, field]) => ({ name, of: node(field) })),
  };
}

function write(of: Node): string {
  if (typeof of === 'string') return of;
  const { list, entries } = of;
  if (list) return `[${entries.map((each) => write(each.of)).join(',')}]`;
  return `{${entries.map((each) => `${JSON.stringify(each.name)}:${write(each.of)}`).join(',')}}`;
}

interface Place {
  readonly entries: Entry[];
  readonly at: number;
}

/** Every entry, however deep; a way that is not too long to one of many. */
function places(of: Node, found: Place[] = []): Place[] {
  if (typeof of === 'string') return found;
  of.entries.forEach((entry, k) => {
    found.push({ entries: of.entries, at: k });
    places(entry.of, found);
  });
  return found;
}

/** @param value what is valid */
export function slipped(value: unknown, slips: readonly Slip[]): string {
  const root: { list: boolean; entries: Entry[] } = { list: true, entries: [{ name: '', of: node(value) }] };
  for (const each of slips) {
    const all = places(root);
    const place = all[each.at % all.length];
    if (!place) break;
    const entry = place.entries[place.at]!;
    const put = (other: Entry) => void (place.entries[place.at] = other);
    switch (each.does) {
      case 'value':
        put({ ...entry, of: WRONG[each.wrong]! });
        break;
      case 'drop':
        if (all.length > 1) place.entries.splice(place.at, 1);
        break;
      case 'double':
        place.entries.splice(place.at, 0, entry);
        break;
      case 'wrap':
        put({ ...entry, of: { list: each.at % 2 === 0, entries: [{ ...entry }] } });
        break;
      case 'alone':
        if (typeof entry.of !== 'string') put({ ...entry, of: { ...entry.of, entries: entry.of.entries.slice(0, 1) } });
        break;
      case 'rename':
        put({ ...entry, name: NAMES[each.name]! });
        break;
      case 'add':
        place.entries.push({ name: NAMES[each.name]!, of: WRONG[each.wrong]! });
        break;
      case 'exchange': {
        const other = all[each.with % all.length]!;
        const theirs = other.entries[other.at]!;
        // What holds the other would hold itself.
        if (typeof entry.of === 'string' || typeof theirs.of === 'string') {
          if (write(entry.of).includes(write(theirs.of)) || write(theirs.of).includes(write(entry.of))) break;
          other.entries[other.at] = { ...theirs, of: entry.of };
          put({ ...entry, of: theirs.of });
        }
      }
    }
  }
  return root.entries.map((each) => write(each.of)).join('');
}
