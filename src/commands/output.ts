/** The directory of a report: checked before anything is trained, and written so that no file in it is ever half there. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { diskError } from '../engine/disk.js';
import { CHANGES } from '../reporting/comparison/files.js';
import { FOLDER, isFile } from '../reporting/figure/beside.js';
import { OUTPUTS, type Files, type OutputName } from '../reporting/outputs.js';
import { listOf, UsageError } from './usage.js';

/** What a report can be written as, and what GitHub is told on standard output. */
export type Format = OutputName | 'github';
export const FORMATS = [...(Object.keys(OUTPUTS) as OutputName[]), 'github'] as const satisfies readonly Format[];
/** What a run writes; the others are made from report.json, and every other command reads it. @throws UsageError */
export const formatsOf = (list: string): Format[] => [
  ...new Set([...listOf('--format', list, FORMATS), 'json' as const]),
];

/** The file that the others are made from. */
export const REPORT = 'report.json';

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

const listed = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/**
 * Writes each file beside its place and then renames all of them.
 * @throws DiskError where one cannot be written; none of them is then
 * @param keep leaves files of other formats; without it they are removed, since they belong to another report
 */
export function publish(folder: string, files: Files, { keep = false }: { readonly keep?: boolean } = {}): string[] {
  const drafts: [draft: string, place: string][] = [];
  let at = folder;
  try {
    for (const [file, text] of Object.entries(files)) {
      const place = join(folder, file);
      const draft = join(dirname(place), `.${basename(place)}.${process.pid}`);
      at = place;
      if (dirname(file) !== '.') makeFolder(dirname(place));
      // Node would say so when the others have been renamed.
      if (statSync(place, { throwIfNoEntry: false })?.isDirectory())
        throw Object.assign(new Error(`${place} is a directory`), { code: 'EISDIR' });
      drafts.push([draft, place]);
      writeFileSync(draft, text, { flush: true });
    }
  } catch (error) {
    for (const [draft] of drafts) if (existsSync(draft)) rmSync(draft);
    throw diskError(at, error);
  }
  const figures = Object.keys(files).some((file) => dirname(file) === FOLDER);
  const stale = [
    ...(keep ? [] : [...Object.values(OUTPUTS).flatMap((output) => output.files), ...CHANGES]),
    // In that folder others may have files, too.
    ...(keep && !figures
      ? []
      : listed(join(folder, FOLDER))
          .filter(isFile)
          .map((name) => `${FOLDER}/${name}`)),
  ];
  for (const file of stale) if (files[file] === undefined) rmSync(join(folder, file), { force: true });
  for (const [draft, place] of drafts) renameSync(draft, place);
  return [...new Set(drafts.map(([, place]) => (dirname(place) === join(folder, FOLDER) ? dirname(place) : place)))];
}
