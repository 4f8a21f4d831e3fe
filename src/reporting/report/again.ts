/** What a reader types to have the numbers computed again. */
import type { ClaimReport, Report } from '../../engine/report.js';
import { command, paragraph, type Block } from '../block.js';
import { runCommand, verifyCommand } from '../recompute.js';
import type { JoinedTable } from '../tables.js';

/** Trials of a sample that anyone has the time for. */
const SAMPLE = 100;

const of = (claims: readonly ClaimReport[], report: Report, path: string): Block =>
  command(
    verifyCommand(
      report,
      path,
      claims.map(({ id }) => id),
    ),
  );

/** Every number of the claim, and those that its figure draws. */
export const claimAgain = (claim: ClaimReport, report: Report, path: string): Block[] => [
  paragraph('Every number of this claim, computed again and compared bit for bit:'),
  of([claim], report, path),
  ...(claim.dial ? [paragraph('What its figure draws, without this report:'), command(runCommand(report, claim))] : []),
];

/** The rows of a table that several claims share. */
export const tableAgain = ({ rows }: JoinedTable, report: Report, path: string): Block[] => [
  paragraph('Its rows, computed again and compared bit for bit:'),
  of([...new Set(rows.map(({ claim }) => claim))], report, path),
];

/** The whole report. */
export const reportAgain = (report: Report, path: string): Block[] => [
  paragraph('The report again: every claim, control, dial and table is computed and compared bit for bit.'),
  command(verifyCommand(report, path)),
  paragraph(`A sample of ${SAMPLE} trials, and what needs no training; it says what it would have missed:`),
  command(verifyCommand(report, path, [], SAMPLE)),
];
