/** report.json: read, and shown by everything that shows a report; what a forger seals again must not end in a fault of ours. */
import { whole } from '../../src/engine/whole.js';
import type { Report } from '../../src/engine/report.js';
import { canonical } from '../../src/numerics/digest.js';
import { bibliography } from '../../src/reporting/bibtex.js';
import { CITATIONS } from '../../src/reporting/citations.js';
import { compared } from '../../src/reporting/comparison/compared.js';
import { comparison } from '../../src/reporting/comparison/page.js';
import { render } from '../../src/reporting/format.js';
import { terminal } from '../../src/reporting/formats/terminal.js';
import { chronicle, history } from '../../src/reporting/history.js';
import { reportId } from '../../src/reporting/id.js';
import { json } from '../../src/reporting/json.js';
import { OUTPUTS, type OutputName } from '../../src/reporting/outputs.js';
import { brief } from '../../src/reporting/report/brief.js';
import { annotations } from '../../src/reporting/github.js';
import { runCommand, verifyCommand } from '../../src/reporting/recompute.js';
import { reportFrom } from '../../src/reporting/schema.js';
import { attempt, found, refused, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';
import { reports } from './valid.js';

const PATH = 'report.json';
const valid = () => reports().map((report) => Buffer.from(JSON.stringify(report)));

const originals = new Map<string, string>();
/** The canonical text of the content of each valid report, by its id. */
function original(id: string, all: readonly Buffer[]): string | undefined {
  if (originals.size === 0)
    for (const bytes of all) {
      const { id: own, content } = JSON.parse(bytes.toString()) as Report;
      originals.set(own!, canonical(content));
    }
  return originals.get(id);
}

/** What was accepted is written and read again as it is; whose id fits is one of the valid ones. */
function opened(bytes: Buffer, all: readonly Buffer[]): { readonly report: Report; readonly id: string } {
  const { report, id } = reportFrom(() => bytes, PATH);
  const again = reportFrom(() => Buffer.from(json(report)), PATH);
  if (again.id !== id || canonical(again.report) !== canonical(report))
    found('is another report when it is written and read');
  if (report.id === id && original(id, all) === undefined) found(`has the id ${id} of none of the reports`);
  return { report, id };
}

function reading(bytes: Buffer, all: readonly Buffer[]): Outcome {
  return attempt(() => {
    const { report, id } = opened(bytes, all);
    // The digest says that it was tampered with, or there is none to say it.
    if (report.id !== id) return 'refused';
    return 'same';
  });
}

let first: Report | undefined;

/** All that is made of a report, its own id put right. */
async function shown(bytes: Buffer, all: readonly Buffer[]): Promise<Outcome> {
  first ??= reportFrom(() => all[0]!, PATH).report;
  let report: Report;
  try {
    const { report: read } = reportFrom(() => bytes, PATH);
    report = read;
    if (read.id !== null) report = { ...read, id: reportId(read.content) };
  } catch (error) {
    return refused(error);
  }
  try {
    const works = bibliography(report.envelope.references ?? '');
    for (const name of Object.keys(OUTPUTS) as OutputName[]) await OUTPUTS[name].write(report, works, PATH);
    for (const cite of Object.values(CITATIONS)) if (report.id !== null) cite(report, works);
    const plain = terminal({
      width: 100,
      colors: { bold: String, dim: String, red: String, green: String, yellow: String } as never,
    });
    render(plain, brief(report, PATH));
    annotations(report, PATH, () => undefined, undefined);
    verifyCommand(report, PATH);
    for (const claim of whole(report).content.claims) runCommand(report, claim);
    for (const [base, head] of [
      [first, report],
      [report, first],
      [report, report],
    ] as const) {
      const change = compared({ path: PATH, report: base }, { path: PATH, report: head });
      render(plain, comparison(change));
      json(change);
    }
    render(plain, chronicle(history([first, report].map((each) => ({ path: PATH, report: each })))));
    return 'same';
  } catch (error) {
    return refused(error, new Set(['UsageError', 'Slip']));
  }
}

export const REPORTS: readonly Parser[] = [
  { name: 'report.json', valid, json: true, read: reading },
  { name: 'report.json, shown', valid, json: true, read: shown, slow: true },
];
