/** The end of a run: what the report says beside what was measured, the ledger, the files, and what the shell is told. */
import { join, relative } from 'node:path';
import type { Report } from '../engine/report.js';
import { compared } from '../reporting/comparison/compared.js';
import type { Baseline } from './baseline.js';
import { exitCode, SAYS, worse, type ExitCode } from './exit.js';
import { onGithub } from './github.js';
import { enter, type Entered, type LedgerFlag } from './ledger.js';
import { publish, REPORT, type Format } from './output.js';
import type { Found } from './question.js';
import { briefly, render } from './render.js';

export interface Finish {
  readonly folder: string;
  readonly found: Found;
  readonly baseline: Baseline | undefined;
  readonly formats: readonly Format[];
  readonly authors: readonly string[];
  readonly ledger: LedgerFlag;
}

/** The report with more in its envelope, which stays outside the id: another machine recomputes that. */
function enveloped(report: Report, { notes, ...more }: Partial<Report['envelope']>): Report {
  const told = [...(report.envelope.notes ?? []), ...(notes ?? [])];
  return { ...report, envelope: { ...report.envelope, ...more, ...(told.length > 0 && { notes: told }) } };
}

/** What the ledger says. */
const withDraws = (report: Report, { draws, notes }: Entered): Report =>
  enveloped(report, { notes, ...(Object.keys(draws).length > 0 && { draws }) });

/** The report with the claims that could not be read, which it cannot be cited without. */
function withBroken(report: Report, broken: Found['broken']): Report {
  if (broken.length === 0) return report;
  const errors = Object.fromEntries(broken.map(({ id, file, why }) => [id, [`${relative('.', file)} ${why}`]]));
  return { ...report, id: null, envelope: { ...report.envelope, errors: { ...report.envelope.errors, ...errors } } };
}

/**
 * Enters what was drawn and writes the report.
 * @returns the exit code, and the lines for standard output
 * @throws DiskError where the report cannot be written
 */
export async function finish(
  measured: Report,
  { folder, found, baseline, formats, authors, ledger }: Finish,
): Promise<{ readonly code: ExitCode; readonly lines: readonly string[] }> {
  const { question, broken, notes, bibtex } = found;
  let report = enveloped(withBroken(measured, broken), {
    notes,
    ...(authors.length > 0 && { authors }),
    ...(bibtex !== '' && { references: bibtex }),
  });
  const entered = question.seed === 'registered' ? enter(report, question.claims, ledger) : undefined;
  if (entered) report = withDraws(report, entered);
  for (const note of entered?.notes ?? []) process.stderr.write(`claimcheck: ${note}\n`);
  const path = join(folder, REPORT);
  const change = baseline && compared(baseline, { path, report });
  const written = publish(folder, await render(report, formats, path, change));
  const code = change ? worse(exitCode(report), change.exit) : exitCode(report);
  const lines = [
    briefly(report, path, change),
    ...written,
    ...(formats.includes('github') ? await onGithub(report, path, change) : []),
    ...[...(entered?.added ?? [])].map(
      ([file, count]) =>
        `${file} (${count} ${count === 1 ? 'registered draw' : 'registered draws'} entered: commit it)`,
    ),
    ...(change && code !== change.exit ? [`Exit code ${code}: of the run itself; ${SAYS[code]}.`] : []),
  ];
  return { code, lines };
}
