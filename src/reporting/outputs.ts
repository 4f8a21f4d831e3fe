/**
 * What a report is written as, by the name that `--format` takes: the files that it becomes, beside each other. What writes
 * them is loaded when it is asked for. Another output is a line here; one that shows the document is a line in formats.ts.
 */
import type { Report } from '../engine/report.js';
import type { Bibliography } from './bibliography.js';
import type { Compared } from './comparison/compared.js';
import { RENDERED, type Rendered } from './formats.js';
import { page } from './report/page.js';
import { FILES as SHEETS } from './sheets.js';

/**
 * @param path of report.json, for the commands that a reader is given
 * @param change since a baseline
 */
export type Write = (report: Report, works: Bibliography, path: string, change?: Compared) => Promise<Files>;
/** Texts and bytes by the names of their files. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

interface Output {
  /** The files of fixed names that it may leave. */
  readonly files: readonly string[];
  readonly write: Write;
}

const one = (file: string, text: (...of: Parameters<Write>) => Promise<string>): Output => ({
  files: [file],
  write: async (...of) => ({ [file]: await text(...of) }),
});
const shown = (name: Rendered): Output =>
  one(RENDERED[name].file, async (report, works, path) => (await RENDERED[name].load())(page(report, works, path)));

export const OUTPUTS = {
  html: shown('html'),
  json: one('report.json', async (report) => (await import('./json.js')).json(report)),
  md: shown('md'),
  tex: {
    files: ['report.tex', RENDERED.tex.file],
    write: async (...of): Promise<Files> => ({
      'report.tex': (await import('./paper/macros.js')).macros(of[0]),
      ...(await shown('tex').write(...of)),
    }),
  },
  bib: one('report.bib', async (report, works) => (await import('./citations.js')).CITATIONS.bibtex(report, works)),
  csv: { files: SHEETS, write: async (report) => (await import('./sheets.js')).sheets(report) },
  junit: one('junit.xml', async (report, _, path, change) => (await import('./junit.js')).junit(report, path, change)),
  figures: { files: [], write: async (report) => (await import('./figure/files.js')).filesOf(report) },
} as const satisfies Record<string, Output>;
export type OutputName = keyof typeof OUTPUTS;
