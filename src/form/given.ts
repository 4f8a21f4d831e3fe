/**
 * What the functions of a claim, a model and an oracle give, looked at when they give it. A mistake is one sentence that
 * says whose function it was.
 */
import type { Certified, Quantity, Trained } from '../claim.js';
import { call, fields, oneOf, optional, record, refuse, Slip, such, whole } from './field.js';
import { nearest } from './nearest.js';
import { isPromise, shown } from './shown.js';

/** The value of a function that a user wrote; `place` says which, for example `part "p": where`. */
export function given<V>(place: string, compute: () => V): V {
  let value: V;
  try {
    value = compute();
  } catch (error) {
    throw new Slip(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (isPromise(value)) refuse(`${place} gives a promise; expected a value at once (no async)`);
  if (value === undefined)
    refuse(
      `${place} gives nothing; expected a value ` +
        '(an arrow function that gives an object needs parentheses: () => ({ ... }))',
    );
  return value;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** What a symbol measures: a number, or one with its error. */
export function quantity(place: string, compute: () => unknown): Quantity {
  const value = given(place, compute);
  if (typeof value === 'number') return value;
  if (!isRecord(value) || typeof value['value'] !== 'number')
    return refuse(`${place} is ${shown(value)}; expected a number, or one that an oracle answers`);
  const { error } = value as { error: unknown };
  if (!(typeof error === 'number' && error >= 0))
    refuse(`${place} has the error ${shown(error)}; expected a bound, a number of at least 0`);
  return { value: value['value'], error: error as number };
}

/** The numbers that a part ranges over. */
export function places(place: string, compute: () => unknown): readonly number[] {
  const value = given(place, compute);
  if (!Array.isArray(value)) return refuse(`${place} gives ${shown(value)}; expected a list of numbers`);
  const wrong: unknown = value.find((each) => !Number.isFinite(each));
  if (value.some((each) => !Number.isFinite(each)))
    refuse(`${place} gives a list with ${shown(wrong)}; expected finite numbers`);
  return value.length > 0 ? (value as number[]) : refuse(`${place} gives an empty list; expected at least one number`);
}

/** Whether a premise on the outcome is met. */
export function met(place: string, compute: () => unknown): boolean {
  const value = given(place, compute);
  return typeof value === 'boolean' ? value : refuse(`${place} gives ${shown(value)}; expected true or false`);
}

const KINDS = ['duality gap', 'residual bound', 'exact rational', 'closed form', 'enumeration', 'strong convexity'];

/** Why the error is a bound: without it an answer is a number that somebody found. */
function certificate(value: unknown, place: string): void {
  if (!isRecord(value)) return refuse(`${place} is ${shown(value)}; expected { kind, ... }`);
  oneOf(KINDS)(value['kind'], `${place}: kind`);
}

/** An oracle's answer. */
export function answer(place: string, compute: () => unknown): Certified<unknown> {
  const value = given(place, compute);
  if (!isRecord(value) || value['value'] === undefined)
    return refuse(`${place} answers ${shown(value)}; expected { value, error, certificate }`);
  const { error } = value as { error: unknown };
  if (!(typeof error === 'number' && error >= 0))
    refuse(
      `${place} answers ${error === undefined ? 'without an error' : `with the error ${shown(error)}`}; ` +
        'expected a bound, a number of at least 0',
    );
  certificate(value['certificate'], `${place}: its certificate`);
  return value as unknown as Certified<unknown>;
}

const outcome = fields(
  {
    parameters: record(
      such((value) => value instanceof Float64Array, 'a Float64Array'),
      { what: 'parameter', expected: 'Float64Arrays by name' },
    ),
    predict: call('(X) => new Float64Array(X.rows)'),
    steps: whole(0),
    stopped: oneOf(['residual', 'gradient', 'steps', 'exact', 'budget', 'diverged']),
    facts: optional(
      record(
        such((value) => typeof value === 'number', 'a number'),
        { what: 'fact', expected: 'numbers by name' },
      ),
    ),
  },
  'an object with parameters, predict, steps and stopped',
);

/** What a run ended with besides its parameters and facts, which stand beside these by name. */
const TAKEN: ReadonlySet<string> = new Set(['parameters', 'predict', 'steps', 'stopped', 'rule']);

/** What a model's training gives. */
export function trained(place: string, compute: () => unknown): Trained {
  const value = given(place, compute);
  try {
    outcome(value, 'what was trained');
  } catch (error) {
    throw new Slip(`${place}: ${(error as Error).message}`, { cause: error });
  }
  const { parameters, facts = {} } = value as Trained;
  for (const name of [...Object.keys(parameters), ...Object.keys(facts)])
    if (TAKEN.has(name) || (Object.hasOwn(parameters, name) && Object.hasOwn(facts, name)))
      refuse(`${place}: "${name}" would be two things of one name in what a run ended with; give one another name`);
  return value as Trained;
}

/** A record whose absent names are a sentence, not `undefined`: runs and oracles are asked for by name. */
export function byName<V>(of: Readonly<Record<string, V>>, what: string, remedy: string): Readonly<Record<string, V>> {
  return new Proxy(Object.freeze(of), {
    get(target, name) {
      if (typeof name === 'symbol' || Object.hasOwn(target, name)) return Reflect.get(target, name) as V;
      if (name === 'then' || name === 'toJSON') return undefined;
      const known = Object.keys(target);
      if (known.length === 0) return refuse(`"${name}" is asked of the ${what}, and there is none; ${remedy}`);
      const [near] = nearest(name, known);
      return refuse(
        `the ${what} has no "${name}"; ${near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`}`,
      );
    },
  });
}
