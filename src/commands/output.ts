/** The directory of a report: checked before anything is trained, and written so that no file in it is ever half there. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diskError } from '../engine/disk.js';
import { RENDERED, type Rendered } from '../reporting/formats.js';
import { UsageError } from './usage.js';

/** The report itself, and what it can be written as. */
export type Format = Rendered | 'json';
export const FORMATS = ['html', 'json', ...Object.keys(RENDERED).filter((name) => name !== 'html')] as Format[];
export const FILE = Object.fromEntries(
  FORMATS.map((format) => [format, format === 'json' ? 'report.json' : RENDERED[format].file]),
) as Readonly<Record<Format, string>>;

/** One level at a time: Node's recursive mkdir never returns where a parent refuses children, as under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** @throws UsageError where nothing can be written there */
export function prepare(folder: string): void {
  try {
    makeFolder(resolve(folder));
    if (!statSync(folder).isDirectory()) throw new Error('it is a file');
    accessSync(folder, constants.W_OK);
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `cannot write to the directory "${folder}" (${code ?? message}); expected a writable directory`,
    );
  }
}

/**
 * Writes each file beside its place and then renames all of them.
 * @throws DiskError where one cannot be written; none of them is then
 * @param keep leaves files of other formats; without it they are removed, since they belong to another report
 */
export function publish(
  folder: string,
  files: Readonly<Partial<Record<Format, string>>>,
  { keep = false }: { readonly keep?: boolean } = {},
): string[] {
  const drafts: [draft: string, place: string][] = [];
  try {
    for (const [format, text] of Object.entries(files) as [Format, string][]) {
      const place = join(folder, FILE[format]);
      const draft = join(folder, `.${FILE[format]}.${process.pid}`);
      drafts.push([draft, place]);
      writeFileSync(draft, text, { flush: true });
    }
  } catch (error) {
    for (const [draft] of drafts) rmSync(draft, { force: true });
    throw diskError(drafts.at(-1)?.[1] ?? folder, error);
  }
  for (const format of FORMATS)
    if (!keep && files[format] === undefined && existsSync(join(folder, FILE[format])))
      rmSync(join(folder, FILE[format]));
  for (const [draft, place] of drafts) renameSync(draft, place);
  return drafts.map(([, place]) => place);
}
