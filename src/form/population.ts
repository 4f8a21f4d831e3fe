/** What a claim ranges over. */
import { call, fields, list, optional, record, refuse, such, text, whole, type Form } from './field.js';

const isArbitrary = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { generate?: unknown }).generate === 'function' &&
  typeof (value as { shrink?: unknown }).shrink === 'function';

const share = such((value) => typeof value === 'number' && value > 0 && value < 1, 'a share in (0, 1)');

const EXPECTED = 'a population { name, version, arbitrary }';

const form: Form = fields(
  {
    name: text('the name of the population'),
    version: whole(0),
    about: optional(text('a sentence that says what a task is')),
    arbitrary: such(isArbitrary, 'an arbitrary of fast-check, for example fc.record({ ... })'),
    list: optional(list(() => {}, 'a list of at least one task', 1)),
    drawsOf: optional((value, place) => population(value, place)),
    covers: optional(
      record(fields({ when: call('(task) => task.n > 1'), atLeast: share }, 'a case { when, atLeast }'), {
        what: 'case',
        expected: 'cases by name: { name: { when, atLeast } }',
      }),
    ),
  },
  EXPECTED,
);

/** Populations are shared by claims and arms; each is looked at once. */
const seen = new WeakSet<object>();

export const population: Form = (value, place) => {
  if (isArbitrary(value)) refuse(`${place} is an arbitrary of fast-check; expected ${EXPECTED}`);
  if (typeof value === 'object' && value !== null && seen.has(value)) return;
  form(value, place);
  seen.add(value as object);
};
