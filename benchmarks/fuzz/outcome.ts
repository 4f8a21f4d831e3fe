/** What a parser made of its input, and whether that is one of the two things that it may be. */

/** `same`: what was accepted means what was written; it was compared. */
export type Outcome = 'refused' | 'same';

/** Neither a refusal in a sentence nor the same. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

export const found = (what: string): never => {
  throw new Finding(what);
};

/** What our own code, or Node, says when it meets what it did not expect. */
const INTERNAL =
  /Cannot (read|convert|destructure|access|set|create a string)|is not (a function|iterable|defined|an Object)|Maximum call|Invalid (string|array) length|out of (memory|range)|\[object |Reduce of empty/;

const LONGEST = 1500;

/** A refusal is one sentence of ours, that names what is wrong. @throws Finding */
export function refused(error: unknown, names?: ReadonlySet<string>): 'refused' {
  if (error instanceof Finding) throw error;
  if (!(error instanceof Error)) return found(`throws what is no error: ${String(error)}`);
  const { name, message } = error;
  if (names && !names.has(name)) found(`throws a ${name}: ${message.slice(0, 300)}\n${error.stack?.slice(0, 600)}`);
  if (INTERNAL.test(message)) found(`says "${message.slice(0, 300)}"\n${error.stack?.slice(0, 600)}`);
  if (message.trim() === '') found('says nothing');
  if (message.length > LONGEST) found(`says ${message.length} characters: ${message.slice(0, 200)}`);
  return 'refused';
}

/** A refusal that is given back, and is said within a sentence of ours. @throws Finding */
export function sentence(why: string): 'refused' {
  if (/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u.test(why)) found(`says ${JSON.stringify(why.slice(0, 300))}`);
  return refused(new Error(why));
}

/** The mistakes of a user, whose sentences the command line shows as they are. */
export const TOLD: ReadonlySet<string> = new Set(['UsageError', 'Slip', 'DiskError']);

export function attempt(read: () => Outcome, names?: ReadonlySet<string>): Outcome {
  try {
    return read();
  } catch (error) {
    return refused(error, names);
  }
}
