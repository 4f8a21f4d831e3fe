/** Renders a report again, from report.json alone. */
import { dirname, join, resolve } from 'node:path';
import { readReport } from '../reporting/schema.js';
import type { Report } from '../engine/report.js';
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

/** @returns the exit code */
export async function report(path: string, flags: { readonly format: string; readonly out?: string }): Promise<number> {
  const formats = listOf('--format', flags.format, FORMATS);
  const published = read(path);
  const folder = flags.out ?? dirname(path);
  prepare(folder);
  // The report that is read is never written over.
  const own = resolve(folder, REPORT) === resolve(path);
  const files = await render(published, own ? formats.filter((format) => format !== 'json') : formats, join(path));
  const written = publish(folder, files, { keep: true });
  const told = formats.includes('github') ? await onGithub(published, join(path)) : [];
  process.stdout.write(`${[briefly(published, join(path)), ...written, ...told].join('\n')}\n`);
  return 0;
}
