/** What changed between two reports, for a person, a script, or a comment on a change. */
import { compared } from '../reporting/comparison/compared.js';
import { comparison } from '../reporting/comparison/page.js';
import { render } from '../reporting/format.js';
import { RENDERED, type Rendered } from '../reporting/formats.js';
import { json } from '../reporting/json.js';
import { onTerminal } from './render.js';
import { read } from './report.js';
import { oneOf } from './usage.js';

const FORMATS = ['text', 'json', ...(Object.keys(RENDERED) as Rendered[])] as const;

/** @returns the exit code (`EXIT` in engine/transition.ts) */
export async function compare(
  base: string,
  head: string,
  flags: { readonly json?: boolean; readonly format?: string },
): Promise<number> {
  const format = flags.json ? 'json' : oneOf('--format', flags.format ?? 'text', FORMATS);
  const all = compared({ path: base, report: read(base) }, { path: head, report: read(head) });
  const written = async (as: 'text' | Rendered) => {
    // As a comment it is a part of a conversation.
    const document = { ...comparison(all), depth: as === 'md' ? 3 : 1 };
    return as === 'text' ? render(onTerminal(), document) : (await RENDERED[as].load())(document);
  };
  const shown = format === 'json' ? json(all) : await written(format);
  process.stdout.write(`${shown.trimEnd()}\n`);
  return all.exit;
}
