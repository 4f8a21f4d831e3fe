/** A report in the formats that were asked for; a renderer is loaded when its format is. */
import { join } from 'node:path';
import { readText } from '../engine/plain.js';
import type { Report } from '../engine/report.js';
import { packageRoot } from '../engine/source.js';
import { bibliography } from '../reporting/bibliography.js';
import type { Format } from './output.js';

/** The works that claims name as their sources. */
export const references = () => bibliography(readText(join(packageRoot, 'docs', 'references.bib')));

/** @param path of report.json, for the commands that a reader is given */
export async function render(
  report: Report,
  formats: readonly Format[],
  path: string,
): Promise<Partial<Record<Format, string>>> {
  const files: Partial<Record<Format, string>> = {};
  for (const format of formats) {
    if (format === 'json') files.json = (await import('../reporting/json.js')).json(report);
    if (format === 'md') files.md = (await import('../reporting/markdown.js')).markdown(report, references(), path);
    if (format === 'html') files.html = (await import('../reporting/html.js')).html(report, references(), path);
  }
  return files;
}
