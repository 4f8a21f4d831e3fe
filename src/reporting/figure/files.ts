/** Every figure of a report as three files: to be looked at, to stand in a paper, and its numbers. */
import type { Report } from '../../engine/report.js';
import { whole } from '../../engine/whole.js';
import { FOLDER } from './beside.js';
import { dataOf } from './data.js';
import { drawingOf, figuresOf } from './figure.js';
import { pdf } from './pdf.js';
import { alone } from './svg.js';

/** @returns by name what stands in each file */
export async function filesOf(report: Report): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {};
  for (const { id, title, of } of figuresOf(whole(report).content.claims)) {
    const drawing = { ...drawingOf(of)!, title };
    const name = `${FOLDER}/${id}`;
    Object.assign(files, {
      [`${name}.svg`]: alone(drawing),
      [`${name}.pdf`]: await pdf(drawing),
      [`${name}.csv`]: dataOf(of),
    });
  }
  return files;
}
