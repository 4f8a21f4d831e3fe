/** What changed between two reports, for a person, a script, or a comment on a change. */
import { compared } from '../reporting/comparison/compared.js';
import { comparison } from '../reporting/comparison/page.js';
import { read } from './report.js';
import { formatOf, show, type ShownFlags } from './shown.js';

/** @returns the exit code (`EXIT` in engine/transition.ts) */
export async function compare(base: string, head: string, flags: ShownFlags): Promise<number> {
  const format = formatOf(flags);
  const all = compared({ path: base, report: read(base) }, { path: head, report: read(head) });
  await show(format, flags, all, comparison(all));
  return all.exit;
}
