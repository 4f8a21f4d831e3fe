/**
 * report.json: the whole report in the order in which it was made, so that every rendering of it is the same. NaN,
 * infinities and -0 are the strings of that name, numbers have the shortest form that reads back to the same bits, and
 * what is short stays on one line. The id is taken over the canonical form (id.ts), not over these bytes.
 */

function scalar(value: unknown): string {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? '"-0"' : `"${value}"`;
  return JSON.stringify(value);
}

const fieldsOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== 'function');

const isList = (value: object): value is readonly unknown[] => Array.isArray(value) || ArrayBuffer.isView(value);

/** Longer values are broken over lines. */
const WIDTH = 120;

/** A value as it stands on one line, or broken over several. */
interface Form {
  readonly text: string;
  readonly broken: boolean;
}

/** Each value once, from the inside out. Lists of scalars have no limit of length. */
function form(value: unknown, indent: string): Form {
  if (typeof value !== 'object' || value === null) return { text: scalar(value), broken: false };
  const inner = `${indent}  `;
  const list = isList(value);
  const parts: Form[] = list
    ? Array.from(value, (item) => form(item, inner))
    : fieldsOf(value).map(([key, field]) => {
        const { text, broken } = form(field, inner);
        return { text: `${JSON.stringify(key)}: ${text}`, broken };
      });
  if (parts.length === 0) return { text: list ? '[]' : '{}', broken: false };
  const texts = parts.map(({ text }) => text);
  const [open, close] = list ? '[]' : '{}';
  if (!parts.some(({ broken }) => broken)) {
    const line = list ? `[${texts.join(', ')}]` : `{ ${texts.join(', ')} }`;
    const scalars = list && Array.from(value).every((item) => typeof item !== 'object' || item === null);
    if (scalars || line.length <= WIDTH) return { text: line, broken: false };
  }
  return { text: `${open}\n${texts.map((text) => inner + text).join(',\n')}\n${indent}${close}`, broken: true };
}

/** Of a report, or of what is said of two of them. */
export const json = (report: object): string => `${form(report, '').text}\n`;
