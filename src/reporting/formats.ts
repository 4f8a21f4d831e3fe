/**
 * What a report and a comparison can be written as, by the name that `--format` takes: the file of a report, and the format,
 * loaded when it is asked for. Another format is a file in formats/ and a line here.
 */
import type { Format } from './format.js';

interface Known {
  readonly file: string;
  readonly load: () => Promise<Format>;
}

export const RENDERED = {
  html: { file: 'index.html', load: async () => (await import('./formats/html.js')).html },
  md: { file: 'report.md', load: async () => (await import('./formats/markdown.js')).markdown },
  tex: { file: 'report.tex', load: async () => (await import('./formats/latex.js')).latex },
} as const satisfies Record<string, Known>;
export type Rendered = keyof typeof RENDERED;

export const isRendered = (name: string): name is Rendered => Object.hasOwn(RENDERED, name);
