/** Renders a report again, from report.json alone. */
import { dirname, join, resolve } from 'node:path';
import { readReport } from '../reporting/schema.js';
import type { Report } from '../engine/report.js';
import { shortId } from '../reporting/id.js';
import { BLIND } from '../reporting/report/page.js';
import { unnamed } from '../reporting/suite.js';
import { onGithub } from './github.js';
import { FORMATS, prepare, publish, REPORT } from './output.js';
import { briefly, render } from './render.js';
import { listOf, UsageError } from './usage.js';

/** @throws UsageError for a file that is no report */
export function read(path: string): Report {
  try {
    return readReport(path);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export interface ReportFlags {
  readonly format: string;
  readonly out?: string;
  readonly named?: boolean;
}

/** The folder that is named by the report. @throws UsageError where it has no name, or says that nothing in it can be trusted */
function named(folder: string, published: Report): string {
  const { id, content } = published;
  if (id === null) throw new UsageError(`a folder cannot be named by this report. ${unnamed(published)}`);
  if (content.selfControl.verdict !== 'fails') throw new UsageError(`this report names no folder. ${BLIND}`);
  return join(folder, shortId(id));
}

/** @returns the exit code */
export async function report(path: string, flags: ReportFlags): Promise<number> {
  const formats = listOf('--format', flags.format, FORMATS);
  const published = read(path);
  const out = flags.out ?? dirname(path);
  const folder = flags.named ? named(out, published) : out;
  prepare(folder);
  // The report that is read is never written over.
  const own = resolve(folder, REPORT) === resolve(path);
  // What is rendered beside a copy of it is of that copy.
  const place = formats.includes('json') ? join(folder, REPORT) : join(path);
  const files = await render(published, own ? formats.filter((format) => format !== 'json') : formats, place);
  const written = publish(folder, files, { keep: true });
  const told = formats.includes('github') ? await onGithub(published, join(path)) : [];
  process.stdout.write(`${[briefly(published, join(path)), ...written, ...told].join('\n')}\n`);
  return 0;
}
