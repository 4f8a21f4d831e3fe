/** What the parser of the command line says of a mistake, as one sentence like every other. */
import { brief, UsageError } from './usage.js';

const NAMED = /^unknown (option|command) '([^]*)'$/;

/** @param message as commander has it: `error: unknown option '--levle'`, and on another line `(Did you mean --level?)` */
export function misread(message: string): UsageError {
  const [, said = '', near] = /^(?:error: )?([^]*?)(?:\n\(Did you mean ([^]*)\?\))?$/.exec(message)!;
  const [, kind, value = ''] = NAMED.exec(said) ?? [];
  const what =
    kind === undefined
      ? said.replace('. Expected', '; expected').replace(/\.$/, '')
      : `unknown ${kind} "${brief(value)}"`;
  return new UsageError(
    `${what}; ${near === undefined ? 'claimcheck --help shows every command' : `did you mean ${near}?`}`,
  );
}
