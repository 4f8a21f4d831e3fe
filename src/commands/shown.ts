/** A document or its data, on standard output or in a file, in the format that is asked for or that the file's name says. */
import { writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { diskError } from '../engine/disk.js';
import type { Document } from '../reporting/block.js';
import { render } from '../reporting/format.js';
import { RENDERED, type Rendered } from '../reporting/formats.js';
import { json } from '../reporting/json.js';
import { prepare } from './output.js';
import { onTerminal } from './render.js';
import { oneOf } from './usage.js';

const FORMATS = ['text', 'json', ...(Object.keys(RENDERED) as Rendered[])] as const;
type Shown = (typeof FORMATS)[number];

export interface ShownFlags {
  readonly json?: boolean;
  readonly format?: string;
  readonly out?: string;
}

/** @throws UsageError for a format that there is not */
export function formatOf({ json: data, format, out }: ShownFlags): Shown {
  if (data) return 'json';
  const ending = out === undefined ? '' : extname(out).slice(1);
  return oneOf('--format', format ?? (FORMATS.find((each) => each === ending) || 'text'), FORMATS);
}

/** @param data what JSON has of it */
export async function show(as: Shown, flags: ShownFlags, data: object, document: Document): Promise<void> {
  const depth = as === 'md' && flags.out === undefined ? 3 : 1;
  const whole = { ...document, depth };
  const written =
    as === 'json' ? json(data) : as === 'text' ? render(onTerminal(), whole) : (await RENDERED[as].load())(whole);
  const text = `${written.trimEnd()}\n`;
  if (flags.out === undefined) return void process.stdout.write(text);
  prepare(dirname(flags.out));
  try {
    writeFileSync(flags.out, text);
  } catch (error) {
    throw diskError(flags.out, error);
  }
  process.stdout.write(`${flags.out}\n`);
}
