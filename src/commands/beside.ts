/** The files beside a report that are made of it: whether they are what is made of it now. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report } from '../engine/report.js';
import { FOLDER } from '../reporting/figure/beside.js';
import { OUTPUTS, type Files } from '../reporting/outputs.js';
import { words } from '../form/shell.js';
import { REPORT } from './output.js';
import { worksOf } from './references.js';

export interface Beside {
  readonly file: string;
  readonly same: boolean;
}

const unified = (text: string) => text.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"' } as const;
/** A command in it as it was before HTML or LaTeX: without their escapes, and the places where a line may be broken. */
const bare = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, letter: string) => String.fromCodePoint(Number(letter)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
    .replaceAll('\\allowbreak{}', '')
    .replaceAll('{\\textquotesingle}', "'")
    .replace(/\{\\char(\d+)\}/g, (_, letter: string) => String.fromCodePoint(Number(letter)))
    .replace(/\\text(asciitilde|backslash)\{\}/g, (_, name: string) => (name === 'backslash' ? '\\' : '~'))
    .replace(/\\([&%$#_])/g, '$1')
    .replaceAll('{}', '');

/** Where the report lay when it was rendered, as the first command in the file has it. */
function placeIn(text: string): string[] {
  const [, path] = /npx claimcheck (?:verify|replay) ((?:[^\s'\\`<}]|'[^']*'|\\')+)/.exec(bare(text)) ?? [];
  return path === undefined ? [] : words(path).slice(0, 1);
}

const isSame = (made: string | Uint8Array | undefined, bytes: Buffer): boolean =>
  typeof made === 'string' ? unified(made) === unified(bytes.toString()) : made !== undefined && bytes.equals(made);

export async function beside(report: Report, path: string): Promise<Beside[]> {
  const works = await worksOf(report);
  const folder = dirname(path);
  const isFile = (name: string): boolean => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  const found: Beside[] = [];
  for (const { files, write } of Object.values(OUTPUTS)) {
    const made = new Map<string, Files>();
    const at = async (place: string): Promise<Files> => {
      if (!made.has(place)) made.set(place, await write(report, works, place));
      return made.get(place)!;
    };
    // Figures have names of their own.
    const drawn = files.length === 0 && existsSync(join(folder, FOLDER)) ? Object.keys(await at(join(path))) : [];
    for (const name of [...files, ...drawn].filter((each) => each !== REPORT && isFile(each))) {
      const bytes = readFileSync(join(folder, name));
      const places = [join(path), ...(files.length > 0 ? placeIn(bytes.toString()) : [])];
      let same = false;
      for (const place of places) same ||= isSame((await at(place))[name], bytes);
      found.push({ file: join(folder, name), same });
    }
  }
  return found;
}
