/** The queue that a command was given. */
import { addressOf, EXPECTED, type Address } from '../queue/address.js';
import { UsageError } from './usage.js';

/** In place of the flag, which every user of the machine can read. */
const VARIABLE = 'CLAIMCHECK_QUEUE';

/**
 * @returns undefined where none was given
 * @throws UsageError without the value, in which a password may be
 */
export function queueOf(flag: string | undefined, command: string): Address | undefined {
  const text = flag ?? (process.env[VARIABLE] || undefined);
  // What this process starts has no need of it.
  delete process.env[VARIABLE];
  if (text === undefined) return undefined;
  // Some systems show the arguments under this name.
  process.title = `claimcheck ${command}`;
  const address = addressOf(text);
  if (!address) throw new UsageError(`invalid ${flag === undefined ? VARIABLE : '--queue'}; expected ${EXPECTED}`);
  return address;
}
