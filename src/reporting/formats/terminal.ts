/** Lines that fit a terminal: a table leaves out columns for which there is no room, and what is to be copied stays on one line. */
import { stripVTControlCharacters } from 'node:util';
import type { Colors } from '../colors.js';
import { fit } from '../fit.js';
import type { Format } from '../format.js';

export interface TerminalOptions {
  readonly width: number;
  readonly colors: Colors;
}

const size = (text: string) => stripVTControlCharacters(text).length;

/** Breaks at spaces; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const out: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    while (size(word) > width && size(word) === word.length) {
      const room = line === '' ? width : width - size(line) - 1;
      if (room < 8 && line !== '') {
        out.push(line);
        line = '';
        continue;
      }
      out.push(line === '' ? word.slice(0, room) : `${line} ${word.slice(0, room)}`);
      word = word.slice(room);
      line = '';
    }
    if (line === '') line = word;
    else if (size(line) + 1 + size(word) <= width) line += ` ${word}`;
    else {
      out.push(line);
      line = word;
    }
  }
  return line === '' && out.length > 0 ? out : [...out, line];
}

/** The narrowest that a wide column may be. */
const SMALLEST = 24;
const GAP = '  ';

/** Before a line that stays as it is, whatever the width: a row of a table, or what is to be copied. */
const KEPT = '\0';
const kept = (text: string) => text.replace(/^/gm, KEPT);
const indented = (text: string) => text.replace(/^(?=.)/gm, GAP);

export function terminal({ width, colors: c }: TerminalOptions): Format {
  /** By words, so that lines can be broken between them. */
  const painted = (paint: (text: string) => string) => (text: string) => text.replace(/[^ ]+/g, (word) => paint(word));
  const tones = { good: c.green, bad: c.red, doubt: c.yellow, none: c.dim };
  const bold = painted(c.bold);
  const plain = (text: string) => text.replace(/[\s\0]+/g, ' ');
  const lines = (all: readonly string[]) => all.join('\n');

  return {
    plain,
    said: plain,
    strong: bold,
    code: plain,
    tex: plain,
    badge: (word, tone) => painted(tones[tone])(plain(word)),
    to: (id, shown = bold(plain(id))) => shown,
    phrases: (shown) => shown.join(''),

    heading: (depth, shown) => bold(shown) + (depth === 1 ? '\n' : ''),
    paragraph: (shown) => shown,
    list: (items) => lines(items.map((item) => `- ${item}`)),
    table(columns, rows) {
      if (rows.length === 0) return '';
      const needs = columns.map(({ head, wide: broken }, k) => {
        const natural = Math.max(head.length, ...rows.map((row) => size(row[k]!)));
        return { natural, least: broken ? Math.min(SMALLEST, natural) : natural };
      });
      const wide = fit(columns, needs, width, GAP.length);
      const line = (cells: readonly string[]) =>
        cells
          .flatMap((cell, k) => {
            if (wide[k] === undefined) return [];
            const space = ' '.repeat(Math.max(0, wide[k] - size(cell)));
            return columns[k]!.number ? space + cell : cell + space;
          })
          .join(GAP)
          .trimEnd();
      const body = rows.flatMap((row) => {
        const cells = row.map((cell, k) => (columns[k]!.wide && wide[k] !== undefined ? wrap(cell, wide[k]) : [cell]));
        const height = Math.max(...cells.map(({ length }) => length));
        return Array.from({ length: height }, (_, at) => line(cells.map((all) => all[at] ?? '')));
      });
      return `${kept(lines([c.dim(line(columns.map(({ head }) => head))), ...body]))}\n`;
    },
    facts: (entries) => lines(entries.map(([name, value]) => `${name}: ${value}`)),
    formula: (formula, caption) => lines([plain('tex' in formula ? formula.tex.trim() : formula.code), ...caption]),
    drawing: (_, __, ___, instead = '') => instead,
    sketch: () => '',
    listing: (text) => indented(kept(text)),
    note: indented,
    folded: (summary, inner) => lines([summary, inner]),
    section: (_, __, inner) => `${inner.trimEnd()}\n`,
    join: (blocks) => lines(blocks.filter((text) => text !== '')),
    page: (_, inner) =>
      inner
        .trimEnd()
        .split('\n')
        .flatMap((line) => {
          const [, indent, keep, text] = /^( *)(\0?)(.*)$/.exec(line)!;
          return (keep ? [text!] : wrap(text!, width - indent!.length)).map((each) => indent! + each);
        })
        .join('\n'),
  };
}
