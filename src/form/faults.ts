/** What is wrong on purpose. */
import { call, fields, number, optional, record, text, type Form } from './field.js';

/** One wrong step, on purpose, of a model or an oracle. */
export const faults = (example: string): Form =>
  record(
    fields(
      {
        what: text('what is wrong'),
        grade: optional(number),
        survives: optional(text('why no claim can see it')),
        by: call(example),
      },
      'a fault { what, by }',
    ),
    { what: 'fault', expected: 'faults by name' },
  );
