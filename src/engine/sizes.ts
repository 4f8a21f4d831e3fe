/** How large a value is, in a few words: what a reader sees of a task, or of a long field of a rule. */
import { short } from '../statistics/sentence.js';
import { fingerprint } from './fingerprint.js';
import { specimen } from './specimen.js';

/** Of longer lists the length is said, and of deeper or longer records that there is more. */
const [LONGEST, DEEPEST, MOST] = [6, 3, 12];

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;
const isTable = (value: object): value is { readonly rows: number; readonly cols: number } =>
  'rows' in value && 'cols' in value && 'data' in value && Object.keys(value).length === 3;
const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isTable(value) && !Array.isArray(value) && !ArrayBuffer.isView(value);
const isLong = (list: readonly unknown[]) => list.length > LONGEST || !list.every(isScalar);

const scalar = (value: unknown): string => (typeof value === 'number' ? short(value) : String(value));

function size(value: unknown, depth: number): string {
  if (isScalar(value)) return scalar(value);
  if (isRecord(value)) return depth === 0 ? '...' : `(${fields(value, depth - 1)})`;
  if (isTable(value as object)) return `${(value as { rows: number }).rows} x ${(value as { cols: number }).cols}`;
  const list = Array.from(value as ArrayLike<unknown>);
  if (!isLong(list) && Array.isArray(value)) return `[${list.map(scalar).join(', ')}]`;
  return isScalar(list[0]) ? String(list.length) : `${list.length} times ${size(list[0], depth)}`;
}

function fields(of: object, depth: number): string {
  const all = Object.entries(of);
  const told = all.slice(0, MOST).map(([name, field]) => `${name} ${isScalar(field) ? '= ' : ''}${size(field, depth)}`);
  return [...told, ...(all.length > MOST ? ['...'] : [])].join(', ');
}

const told = (value: unknown, depth: number) => (isRecord(value) ? fields(value, depth) : size(value, depth));

/** @returns for example `X 3 x 9, y 3, alpha = 0.1` */
export const sizes = (value: unknown): string => told(specimen(value), DEEPEST);

function shortened(value: unknown, depth: number): unknown {
  if (isScalar(value)) return value;
  if (isRecord(value) && depth > 0)
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shortened(field, depth - 1)]));
  const words = (size: string) => `${size}, digest ${fingerprint(value).slice(0, 8)}`;
  if (isRecord(value) || isTable(value as object)) return words(told(value, depth));
  const list = Array.from(value as ArrayLike<unknown>);
  return list.length > LONGEST ? words(`${list.length} entries`) : list.map((item) => shortened(item, depth - 1));
}

/** Plain data for a report: what is long in words, with a digest that tells it from others; all else as it is. */
export const brief = (value: unknown): unknown => shortened(specimen(value), DEEPEST);
