/** What a program answers, looked at when it comes: each mistake is one sentence that says where, what, and what was expected. */
import type { Capability, Stopped } from '../claim.js';
import { fields, flag, list, oneOf, optional, record, refuse, such, text, whole } from '../form/field.js';
import { capabilities } from '../form/model.js';
import { printable } from '../form/printable.js';
import { shown } from '../form/shown.js';
import { arrayFrom, numberFrom } from './wire.js';

export const PROTOCOL = 1;

/** Draws of our own streams that a program is sent with every trial. */
export interface Draws {
  readonly stream: 'train' | 'noise' | 'eval';
  readonly of: 'normal' | 'uniform';
  readonly count: number;
}

/** What it says of itself. */
export interface Said {
  readonly protocol: number;
  readonly name: string;
  readonly version?: string;
  /** Default: those of the model in whose place it stands. */
  readonly capabilities?: readonly Capability[];
  readonly reproducible?: 'bit for bit' | 'statistically';
  /** Versions of what decides its numbers. */
  readonly libraries?: Readonly<Record<string, string>>;
  /** On what it computes. */
  readonly computes?: string;
  /** Its own source files, absolute or from the working folder. */
  readonly files?: readonly string[];
  /** The most trials that it takes in one request. */
  readonly batch?: number;
  readonly draws?: readonly Draws[];
  /** The optional methods that it has. */
  readonly predict?: boolean;
  readonly gradient?: boolean;
  /** Wrong variants of its own, and what is wrong in each. */
  readonly faults?: Readonly<Record<string, string>>;
}

/** The most draws that are sent for one trial. */
const DRAWN = 1e6;

const said = fields(
  {
    protocol: whole(0),
    name: text('the name of the model'),
    version: optional(text('its version')),
    capabilities: optional(capabilities),
    reproducible: optional(oneOf(['bit for bit', 'statistically'])),
    libraries: optional(record(text('a version'), { what: 'library', expected: 'versions by name' })),
    computes: optional(text('what it computes on')),
    files: optional(list(text('a file'), 'a list of its source files')),
    batch: optional(whole(1)),
    draws: optional(
      list(
        fields(
          {
            stream: oneOf(['train', 'noise', 'eval']),
            of: oneOf(['normal', 'uniform']),
            count: such(
              (value) => Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= DRAWN,
              `a whole number from 1 to ${DRAWN}`,
            ),
          },
          '{ stream, of, count }',
        ),
        'a list of { stream, of, count }',
      ),
    ),
    predict: optional(flag),
    gradient: optional(flag),
    faults: optional(record(text('what is wrong'), { what: 'fault', expected: 'what is wrong, by name' })),
  },
  'an object with protocol and name',
);

/** @throws Slip */
export function saidFrom(value: unknown): Said {
  const { protocol } = (typeof value === 'object' && value !== null ? value : {}) as { readonly protocol?: unknown };
  if (typeof protocol === 'number' && protocol !== PROTOCOL)
    refuse(
      `it speaks version ${protocol} of the protocol; expected ${PROTOCOL}, the one that this claimcheck speaks ` +
        `(${protocol > PROTOCOL ? 'a newer claimcheck may speak it' : 'a newer client library speaks it'})`,
    );
  said(value, '"initialize"');
  return value as Said;
}

/** One training that came back. */
export interface Outcome {
  readonly parameters: Readonly<Record<string, Float64Array>>;
  readonly steps: number;
  readonly stopped: Stopped;
  readonly facts?: Readonly<Record<string, number>>;
}

const STOPPED = oneOf(['residual', 'gradient', 'steps', 'exact', 'budget', 'diverged']);

function outcomeFrom(value: unknown, place: string): Outcome | { readonly error: string } {
  if (typeof value !== 'object' || value === null)
    return refuse(`${place} is ${shown(value)}; expected { parameters, steps, stopped }, or { error }`);
  const { parameters, steps, stopped, facts, error, ...rest } = value as Record<string, unknown>;
  if (error !== undefined)
    return {
      error: `it says: ${typeof error === 'string' ? printable(error.slice(0, 2000).replace(/\s+/g, ' ')) : shown(error)}`,
    };
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined)
    refuse(`${place} has the field ${shown(unknown)}; expected parameters, steps, stopped and facts`);
  return {
    parameters: arraysFrom(parameters, `${place}: parameters`),
    // -0 is 0 steps.
    steps: (whole(0)(steps, `${place}: steps`), (steps as number) + 0),
    stopped: (STOPPED(stopped, `${place}: stopped`), stopped as Stopped),
    ...(facts !== undefined && { facts: numbersFrom(facts, `${place}: facts`) }),
  };
}

const each = <V>(
  what: string,
  value: unknown,
  place: string,
  of: (item: unknown, place: string) => V,
): Record<string, V> => {
  record(() => {}, { what, expected: `${what}s by name` })(value, place);
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [name, of(item, `${place}.${name}`)]),
  );
};
const numbersFrom = (value: unknown, place: string) => each('fact', value, place, numberFrom);
const arraysFrom = (value: unknown, place: string) => each('parameter', value, place, arrayFrom);

/** @param count of trials that were asked for @throws Slip */
export function trainedFrom(value: unknown, count: number): (Outcome | { readonly error: string })[] {
  const { trained } = (typeof value === 'object' && value !== null ? value : {}) as { readonly trained?: unknown };
  if (!Array.isArray(trained) || trained.length !== count)
    return refuse(`"train": trained is ${shown(trained)}; expected a list of ${count}, one for each trial`);
  return trained.map((item, k) => {
    try {
      return outcomeFrom(item, `trained[${k}]`);
    } catch (error) {
      return { error: printable((error as Error).message) };
    }
  });
}

/** @throws Slip */
export const predictionsFrom = (value: unknown): Float64Array =>
  arrayFrom((value as { readonly predictions?: unknown } | null)?.predictions, '"predict": predictions');

export interface Slope {
  readonly loss: number;
  readonly gradient: Readonly<Record<string, Float64Array>>;
}

/** @throws Slip */
export function slopeFrom(value: unknown): Slope {
  const { loss, gradient } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return { loss: numberFrom(loss, '"gradient": loss'), gradient: arraysFrom(gradient, '"gradient": gradient') };
}
