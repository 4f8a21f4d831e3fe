/** report.json from disk: checked against its schema (engine/report.ts), which is published as reports/report.schema.json. */
import { z } from 'zod';
import { decoded, readBytes } from '../engine/plain.js';
import { schema, SCHEMA, type Report } from '../engine/report.js';
import { fromJson, Unread } from '../form/json.js';
import { incoherent } from './coherent.js';
import { reportId } from './id.js';

/** The published JSON Schema. */
export const jsonSchema = (): object => ({
  $id: 'report.schema.json',
  title: 'claimcheck report',
  ...z.toJSONSchema(schema, { io: 'input' }),
});

const place = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the file';

/** One of zod names every field that is not known. */
const brief = (message: string): string => (message.length > 300 ? `${message.slice(0, 300)}...` : message);

const another = (version: number): string =>
  `was made by ${version < SCHEMA ? 'an earlier' : 'a later'} version of claimcheck (its schema is ${version}, and this ` +
  `one reads ${SCHEMA}); ${version < SCHEMA ? 'run its command again with this one' : 'read it with that one'}`;

const KNOWN: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', EISDIR: 'it is a directory' };

/** Why it cannot be read. */
function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof Unread ? `it ${message}` : (KNOWN[code ?? ''] ?? message);
}

export interface Opened {
  readonly report: Report;
  /** The id that its content has: it may say another. */
  readonly id: string;
}

/**
 * A report, its numbers decoded.
 * @param path for sentences about it
 * @throws Error one sentence naming the file, the place and what was expected
 */
export function reportFrom(bytes: () => Buffer, path: string): Opened {
  let raw: unknown;
  try {
    raw = fromJson(decoded(bytes()));
  } catch (error) {
    throw new Error(`cannot read the report ${path}: ${why(error)}; expected the report.json of a run`, {
      cause: error,
    });
  }
  const version = (raw as { content?: { schema?: unknown } } | null)?.content?.schema;
  if (typeof version === 'number' && version !== SCHEMA) throw new Error(`${path} ${another(version)}`);
  const read = schema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${path} is not a claimcheck report: ${place(issue!.path)}: ${brief(issue!.message)}`);
  }
  const broken = incoherent(read.data);
  if (broken !== undefined) throw new Error(`${path} is not a claimcheck report: ${broken}`);
  return { report: read.data, id: reportId((raw as Report).content) };
}

/** A report from disk. @throws Error */
export const openReport = (path: string): Opened => reportFrom(() => readBytes(path), path);

/** The same of a report whose id is that of its content, or that has none. @throws Error */
export function readReport(path: string): Report {
  const { report, id } = openReport(path);
  if (report.id !== null && report.id !== id)
    throw new Error(`${path} was changed after it was made: its id is ${report.id}, and its content has ${id}`);
  return report;
}
