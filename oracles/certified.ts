/**
 * The last look at an answer before it is given: a number that is not finite, or an error that is not a bound, is a
 * refusal. Scales at which squares leave the range of float64 end here.
 */
import type { Certified } from 'claimcheck';

/** The first number in it that is not finite, with its name. */
function odd(value: unknown, name: string): string | undefined {
  if (typeof value === 'number') return Math.abs(value) < Infinity ? undefined : `${name} is ${value}`;
  if (ArrayBuffer.isView(value)) {
    const data = value as Float64Array;
    const place = data.findIndex((entry) => !(Math.abs(entry) < Infinity));
    return place < 0 ? undefined : `${name}[${place}] is ${data[place]}`;
  }
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = odd(entry, Array.isArray(value) ? `${name}[${key}]` : key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * @param accuracy what `error` may be at most; where the argument bounds nothing useful there is no answer
 * @throws RangeError in the name of the oracle where a value or the error is not finite, or the error is too large
 */
export function certified<V>(oracle: string, answer: Certified<V>, accuracy = Infinity): Certified<V> {
  const found = odd(answer.value, 'the value') ?? odd(answer.error, 'its error');
  if (found !== undefined)
    throw new RangeError(
      `${oracle}: ${found}; expected finite numbers whose squares and sums stay within 1e-300 to 1e300: ` +
        'mend the entries of the task, or bring its scale nearer to 1',
    );
  if (!(answer.error >= 0 && answer.error <= accuracy))
    throw new RangeError(
      `${oracle}: the error is at most ${answer.error}, expected at most ${accuracy}: ` +
        'the task is too near to one that has no answer; take one that is better conditioned',
    );
  return answer;
}

/** @throws RangeError in the name of the oracle where an entry is not a finite number */
export function expectFinite(oracle: string, entries: Readonly<Record<string, number | ArrayLike<number>>>): void {
  for (const [name, entry] of Object.entries(entries)) {
    const list: ArrayLike<unknown> = typeof entry === 'number' ? [entry] : entry;
    for (let k = 0; k < list.length; k++) {
      const x = list[k];
      if (typeof x === 'number' && Math.abs(x) < Infinity) continue;
      const which = typeof entry === 'number' ? name : `${name}[${k}]`;
      throw new RangeError(`${oracle}: ${which} is ${String(x)}; expected a finite number`);
    }
  }
}

/** @throws RangeError in the name of the oracle where a list has not the length that another demands */
export function expectLength(oracle: string, name: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`${oracle}: ${name} has length ${length}; expected ${expected}`);
}
