/** A report as each format shows it. */
import { readFileSync } from 'node:fs';
import picocolors from 'picocolors';
import type { Report } from '../../src/engine/report.js';
import { bibliography } from '../../src/reporting/bibtex.js';
import { render } from '../../src/reporting/format.js';
import { html } from '../../src/reporting/formats/html.js';
import { latex } from '../../src/reporting/formats/latex.js';
import { markdown } from '../../src/reporting/formats/markdown.js';
import { terminal } from '../../src/reporting/formats/terminal.js';
import { brief } from '../../src/reporting/report/brief.js';
import { page } from '../../src/reporting/report/page.js';

export const works = bibliography(readFileSync(new URL('../../docs/references.bib', import.meta.url), 'utf8'));
const colors = picocolors.createColors(false);

export const asHtml = (report: Report): string => render(html, page(report, works));
export const asMarkdown = (report: Report): string => render(markdown, page(report, works));
export const asLatex = (report: Report): string => render(latex, page(report, works));
export const onTerminal = (report: Report): string =>
  render(terminal({ width: 120, colors }), brief(report, 'reports/latest/report.json'));

/** All of them, without line breaks. */
export const everywhere = (report: Report): string[] =>
  [asHtml, asMarkdown, asLatex, onTerminal].map((show) => show(report).replace(/\s+/g, ' '));
