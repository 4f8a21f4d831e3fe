/** Text from a file, without the byte order mark that some editors put before it. */
import { readFileSync } from 'node:fs';

export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

export const readText = (file: string): string => withoutMark(readFileSync(file, 'utf8'));
