/** A report in the formats that were asked for, and at the end of a run; a format is loaded when it is asked for. */
import type { Report } from '../engine/report.js';
import { colorsFor } from '../reporting/colors.js';
import { render as rendered } from '../reporting/format.js';
import { terminal } from '../reporting/formats/terminal.js';
import { OUTPUTS, type Files } from '../reporting/outputs.js';
import type { Compared } from '../reporting/comparison/compared.js';
import { filesOf } from '../reporting/comparison/files.js';
import { comparison } from '../reporting/comparison/page.js';
import { brief } from '../reporting/report/brief.js';
import type { Format } from './output.js';
import { worksOf } from './references.js';

/**
 * The files of those formats, by their names.
 * @param path of report.json, for the commands that a reader is given
 * @param change since a baseline, which is written beside it
 */
export async function render(
  report: Report,
  formats: readonly Format[],
  path: string,
  change?: Compared,
): Promise<Files> {
  const files = {};
  const works = await worksOf(report);
  for (const format of formats)
    if (format !== 'github') Object.assign(files, await OUTPUTS[format].write(report, works, path, change));
  return change ? { ...files, ...(await filesOf(change, formats)) } : files;
}

/** For the width and the colors of standard output. */
export const onTerminal = () => terminal({ width: process.stdout.columns || 140, colors: colorsFor(process.stdout) });

/** What standard output says of a report, and of what changed since a baseline. */
export const briefly = (report: Report, path: string, change?: Compared): string =>
  [brief(report, path), ...(change ? [comparison(change)] : [])].map((each) => rendered(onTerminal(), each)).join('\n');
