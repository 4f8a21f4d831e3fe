/** Text of somebody else within a sentence of ours: it ends no line, moves no cursor, turns no letters round. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

const escaped = (letter: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[letter] ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

export const printable = (text: string): string => text.replace(HIDDEN, escaped);
