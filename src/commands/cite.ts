/** How a report is cited: itself, the suite, and the works that its claims name. */
import { join } from 'node:path';
import { CITATIONS } from '../reporting/citations.js';
import { unnamed } from '../reporting/suite.js';
import { worksOf } from './references.js';
import { read } from './report.js';
import { oneOf, UsageError } from './usage.js';

const FORMS = Object.keys(CITATIONS) as (keyof typeof CITATIONS)[];

/** @returns the exit code */
export async function cite(path: string, flags: { readonly format: string }): Promise<number> {
  const form = oneOf('--format', flags.format, FORMS);
  const report = read(path);
  if (report.id === null)
    throw new UsageError(`${join(path)} cannot be cited: ${unnamed(report)} Expected a report that has an id`);
  process.stdout.write(CITATIONS[form](report, await worksOf(report)));
  return 0;
}
