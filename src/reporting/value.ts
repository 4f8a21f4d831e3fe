/** Plain data as text that a person can check: matrices by rows, vectors on lines, every number in full. */

interface Table {
  readonly rows: number;
  readonly cols: number;
  readonly data: ArrayLike<number>;
}

const isTable = (value: object): value is Table =>
  'rows' in value && 'cols' in value && 'data' in value && Object.keys(value).length === 3;

const scalar = (value: unknown): string => (Object.is(value, -0) ? '-0' : String(value));
const numbers = (list: ArrayLike<unknown>, from: number, to: number) =>
  Array.from({ length: to - from }, (_, k) => scalar(list[from + k])).join(' ');

/** @returns lines, indented by two spaces per level */
export function lines(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (isTable(value)) {
    const { rows, cols, data } = value;
    const body = Array.from({ length: rows }, (_, i) => `${indent}${numbers(data, i * cols, (i + 1) * cols)}`);
    return [`${rows} x ${cols}`, ...body].join('\n');
  }
  if (ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((item) => typeof item !== 'object'))) {
    const list = value as unknown as ArrayLike<unknown>;
    return `[${numbers(list, 0, list.length)}]`;
  }
  const fields = Array.isArray(value)
    ? value.map((item, i) => [`${i}`, item] as const)
    : Object.entries(value).filter(([, field]) => typeof field !== 'function');
  return fields.map(([name, field]) => `\n${indent}${name}: ${lines(field, `${indent}  `)}`).join('');
}
