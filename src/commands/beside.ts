/** The files beside a report that are made of it: whether they are what is made of it now. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readText } from '../engine/plain.js';
import type { Report } from '../engine/report.js';
import { OUTPUTS } from '../reporting/outputs.js';
import { REPORT } from './output.js';
import { worksOf } from './references.js';

export interface Beside {
  readonly file: string;
  readonly same: boolean;
}

const unified = (text: string) => text.replace(/\r\n/g, '\n');

/** Where the report lay when it was rendered, as the commands in the file have it. */
const placesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/npx claimcheck (?:verify|replay) ([^\s'&<]+)/g)].map(([, path]) => path!)),
];

export async function beside(report: Report, path: string): Promise<Beside[]> {
  const works = await worksOf(report);
  const found: Beside[] = [];
  for (const { files, write } of Object.values(OUTPUTS))
    for (const name of files) {
      const file = join(dirname(path), name);
      if (name === REPORT || !existsSync(file)) continue;
      const text = unified(readText(file));
      let same = false;
      for (const place of new Set([join(path), ...placesIn(text).slice(0, 1)]))
        same ||= unified(Buffer.from((await write(report, works, place))[name] ?? '').toString()) === text;
      found.push({ file, same });
    }
  return found;
}
