/** What changed between two reports, for a person, a script, or a comment on a change. */
import { colorsFor } from '../reporting/colors.js';
import { compared } from '../reporting/comparison/compared.js';
import { json } from '../reporting/json.js';
import { read } from './report.js';
import { oneOf } from './usage.js';

const FORMATS = ['text', 'json', 'md'] as const;

/** @returns the exit code (`EXIT` in engine/transition.ts) */
export async function compare(
  base: string,
  head: string,
  flags: { readonly json?: boolean; readonly format?: string },
): Promise<number> {
  const format = flags.json ? 'json' : oneOf('--format', flags.format ?? 'text', FORMATS);
  const all = compared({ path: base, report: read(base) }, { path: head, report: read(head) });
  const render = {
    json: async () => json(all).trimEnd(),
    md: async () => (await import('../reporting/comparison/markdown.js')).comparedMarkdown(all),
    text: async () =>
      (await import('../reporting/comparison/terminal.js')).comparedTerminal(all, colorsFor(process.stdout)),
  };
  process.stdout.write(`${await render[format]()}\n`);
  return all.exit;
}
