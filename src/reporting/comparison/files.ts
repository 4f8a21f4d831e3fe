/** A comparison as the files that lie beside the report of the later run. */
import { RENDERED, isRendered } from '../formats.js';
import { json } from '../json.js';
import type { Files } from '../outputs.js';
import type { Compared } from './compared.js';
import { comparison } from './page.js';

const NAME = 'change';

/** All that it may leave. */
export const CHANGES = [...Object.keys(RENDERED), 'json'].map((ending) => `${NAME}.${ending}`);

/** @param formats those of the report; it is written in each that it can be */
export async function filesOf(change: Compared, formats: readonly string[]): Promise<Files> {
  const files: Record<string, string> = {};
  for (const format of formats)
    if (isRendered(format)) files[`${NAME}.${format}`] = (await RENDERED[format].load())(comparison(change));
    else if (format === 'json') files[`${NAME}.json`] = `${json(change).trimEnd()}\n`;
  return files;
}
