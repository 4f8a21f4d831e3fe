/** Words of a command as a shell reads them: quoted where they must be, and read again. */

export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;

/** A word: plain characters, what stands in quotes, a character behind a backslash. */
const WORD = /(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^])+/g;
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])/g;

/** A word as it is written, and what it says. */
export interface Word {
  readonly written: string;
  readonly says: string;
}

/** `open`: a quote is not closed; what stands from there on is in pieces. */
export function read(command: string): { readonly words: readonly Word[]; readonly open: boolean } {
  const words = (command.match(WORD) ?? []).map((written) => ({
    written,
    says: written.replace(PIECE, (_, single?: string, double?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\])/g, '$1'),
    ),
  }));
  return { words, open: /['"\\]/.test(command.replace(WORD, '')) };
}

/** The words of a command that was written with `quoted`. */
export const words = (command: string): string[] => read(command).words.map(({ says }) => says);
