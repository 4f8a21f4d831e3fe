/** Several reports on one page: how each claim came out in them, and what changed in between. */
import { chronicle, history as traced } from '../reporting/history.js';
import { read } from './report.js';
import { formatOf, show, type ShownFlags } from './shown.js';
import { refuse } from './usage.js';

/** @returns the exit code */
export async function history(paths: readonly string[], flags: ShownFlags): Promise<number> {
  const format = formatOf(flags);
  const [only] = paths;
  if (paths.length < 2) refuse('history', only!, 'two reports or more: one alone is shown by npx claimcheck report');
  const placed = paths.map((path) => ({ path, report: read(path) }));
  const all = traced(placed);
  await show(format, flags, all, chronicle(all));
  return 0;
}
