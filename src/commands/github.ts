/** `--format github`: annotations on standard output, which GitHub's runner reads, and the summary of its job. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Report } from '../engine/report.js';
import { heading } from '../reporting/block.js';
import type { Compared } from '../reporting/comparison/compared.js';
import { comparison } from '../reporting/comparison/page.js';
import { RENDERED } from '../reporting/formats.js';
import { annotations, type Place } from '../reporting/github.js';
import { lineOf } from '../reporting/line.js';
import { brief } from '../reporting/report/brief.js';
import { words } from '../form/shell.js';
import { claimFiles } from './choose.js';

/** A reader of the repository has the file; one in an installed package, or beside the repository, she has not. */
const isOwn = (path: string): boolean => !/^(\.\.|\/|[A-Za-z]:|.*\bnode_modules\b)/.test(path);

/**
 * Adds to the job's summary where there is one.
 * @param path of report.json
 * @param change since a baseline
 * @returns the lines to print
 */
export async function onGithub(report: Report, path: string, change?: Compared): Promise<string[]> {
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: root = '.' } = process.env;
  const told = words(report.envelope.command ?? '');
  const folder = told.includes('--claims') ? told[told.indexOf('--claims') + 1] : undefined;
  // The report may be looked at where its claims are not.
  const files = await claimFiles(folder).catch(() => new Map<string, string>());
  const placed = (id: string, part: string | undefined): Place | undefined => {
    const file = files.get(id);
    const at = file === undefined ? '..' : relative(root, file).replace(/\\/g, '/');
    return isOwn(at) ? { file: at, line: lineOf(file!, part) } : undefined;
  };
  if (summary) {
    const { title, blocks } = brief(report, path);
    const write = await RENDERED.md.load();
    const texts = [
      write({ title, blocks: [heading(1, title), ...blocks], depth: 2 }),
      ...(change ? [write({ ...comparison(change), depth: 3 })] : []),
    ];
    try {
      appendFileSync(summary, `${texts.join('\n')}\n`);
    } catch (error) {
      process.stderr.write(`claimcheck: the job's summary could not be written: ${(error as Error).message}\n`);
    }
  }
  return annotations(report, path, placed, change);
}
