/** The TeX of a name in a formula that has none of its own: letters as they are, Greek ones by their names, words upright. */
import { parse } from './mathjs.js';

const escaped = (word: string): string => word.replace(/_/g, '\\_');

/** A letter, one with an index (`x1`), the name of a Greek letter, or a word. */
function letters(word: string): { readonly tex: string; readonly index: string } {
  const [, letter, index] = /^([A-Za-z])(\d*)$/.exec(word) ?? [];
  if (letter !== undefined) return { tex: letter, index: index! };
  const known = (parse(word) as { toTex(): string }).toTex().trim();
  return { tex: known === word ? `\\mathrm{${word}}` : known, index: '' };
}

/** @param name letters, digits and `_`, after which an index stands: `lambda_max` */
export function upright(name: string): string {
  const [, word, below = ''] = /^([A-Za-z]\w*?)(?:_(\w+))?$/.exec(name) ?? [];
  if (word === undefined || word.includes('_')) return `\\mathrm{${escaped(name)}}`;
  const { tex, index } = letters(word);
  const under = [index, /^([A-Za-z]|\d+)$/.test(below) || below === '' ? below : `\\mathrm{${escaped(below)}}`];
  const both = under.filter((each) => each !== '').join(',');
  return both === '' ? tex : `${tex}_{${both}}`;
}
