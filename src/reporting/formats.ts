/**
 * What a report and a comparison can be written as, by the name that `--format` takes: the file of a report, and what writes it,
 * loaded when it is asked for. Another format is a file in formats/ and a line here.
 */
import type { Document } from './block.js';
import { render, type Format } from './format.js';

type Writer = (document: Document) => string;

interface Known {
  readonly file: string;
  readonly load: () => Promise<Writer>;
}

const writer =
  <T>(format: Format<T>): Writer =>
  (document) =>
    render(format, document);

export const RENDERED = {
  html: { file: 'index.html', load: async () => writer((await import('./formats/html.js')).html) },
  md: { file: 'report.md', load: async () => writer((await import('./formats/markdown.js')).markdown) },
  tex: { file: 'appendix.tex', load: async () => writer((await import('./formats/latex.js')).latex) },
} as const satisfies Record<string, Known>;
export type Rendered = keyof typeof RENDERED;

export const isRendered = (name: string): name is Rendered => Object.hasOwn(RENDERED, name);
