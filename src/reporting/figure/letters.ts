/** The letters of a line, each from the first of KaTeX's fonts that has it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import { SCRIPT, type Run } from './ink.js';

/** In the order in which they are asked. */
const FONTS = ['Main-Regular', 'Math-Italic', 'AMS-Regular', 'Size1-Regular'] as const;
type Name = (typeof FONTS)[number];
const SLANTED = ['Math-Italic', ...FONTS] as const;

const folder = join(dirname(createRequire(import.meta.url).resolve('katex')), 'fonts');
const read = new Map<Name, Buffer>();
const known = new Map<Name, Font>();

/** The fonts by name, as files; read once. */
export function open(): ReadonlyMap<Name, Buffer> {
  if (read.size === 0)
    for (const name of FONTS) {
      const bytes = readFileSync(join(folder, `KaTeX_${name}.ttf`));
      read.set(name, bytes);
      known.set(name, create(bytes) as Font);
    }
  return read;
}

/** What these fonts have under another name. */
const SAME: Readonly<Record<string, string>> = { '‖': '∥', '…': '...', '’': "'", '\u00a0': ' ', '\u202f': ' ' };
const ACCENT: Readonly<Record<string, string>> = { '\u0302': 'ˆ', '\u0304': 'ˉ', '\u0303': '˜' };

export interface Letters {
  readonly font: Name;
  readonly size: number;
  readonly text: string;
  /** Above the line. */
  readonly rise: number;
  /** For an accent: the letter that it stands over, which comes before. */
  readonly over?: Letters;
}

/** A letter that no font has is a question mark. @param size of the line */
export function lettersOf({ text, italic, at, accent }: Run, size: number): Letters[] {
  open();
  const own = at === undefined ? size : SCRIPT.size * size;
  const rise = at === undefined ? 0 : (at === 'up' ? SCRIPT.up : -SCRIPT.down) * size;
  const fontOf = (c: string) =>
    (italic ? SLANTED : FONTS).find((name) =>
      [...c].every((one) => known.get(name)!.hasGlyphForCodePoint(one.codePointAt(0)!)),
    );
  const letters: (Letters & { text: string })[] = [];
  for (const given of text) {
    const wanted = SAME[given] ?? given;
    const [font, c] = [fontOf(wanted) ?? 'Main-Regular', fontOf(wanted) ? wanted : '?'];
    const last = letters.at(-1);
    if (last?.font === font) last.text += c;
    else letters.push({ font, text: c, size: own, rise });
  }
  const base = letters.at(-1);
  const mark = accent && ACCENT[accent];
  if (!base || !mark) return letters;
  const over = { ...base, text: [...base.text].at(-1)! };
  return [...letters, { font: 'Main-Regular', text: mark, size: own, rise, over }];
}
