/** What is trained, and what the theory answers. */
import { call, fields, number, optional, record, refuse, such, text, whole, type Form } from './field.js';
import { isPromise, shown } from './shown.js';

const RUN = "a run [model, rule], for example ['ridge', leastNorm]";

const run: Form = (value, place) => {
  if (!Array.isArray(value)) return refuse(`${place} is ${shown(value)}; expected ${RUN}`);
  const [model, rule, on] = value as unknown[];
  text('the name of a model')(model, `${place}: model`);
  if (value.length > 3) refuse(`${place} is a list of ${value.length}; expected ${RUN} or [model, rule, on]`);
  if (typeof rule === 'function') call('(task) => ({ ... })')(rule, `${place}: rule`);
  else
    such(
      (each) => typeof each === 'object' && each !== null && !Array.isArray(each) && !isPromise(each),
      'a rule, or a function of the task that gives one',
    )(rule, `${place}: rule`);
  if (on !== undefined) call('(task) => task.first')(on, `${place}: on`);
};

const several = record(run, { what: 'run', expected: `${RUN}, or several by name`, least: 1 });

/** A run, or several by name. */
export const train: Form = (value, place) => (Array.isArray(value) ? run : several)(value, place);

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

const answer = '(question) => ({ value, error, certificate })';
const oracle = fields(
  {
    name: text('the name of the oracle'),
    version: whole(0),
    answer: call(answer),
    faults: optional(faults(answer)),
    harmless: optional(faults(answer)),
  },
  'an oracle { name, version, answer }',
);
const asked = fields({ oracle, question: call('({ task }) => task') }, 'ask(oracle, question)');

const isA = (field: string) => (value: unknown) => typeof value === 'object' && value !== null && field in value;
const [isAsked, isOracle] = [isA('question'), isA('answer')];

const ORACLE = 'an oracle, or ask(oracle, question)';
const one: Form = (value, place) => {
  if (isAsked(value) || isA('oracle')(value)) asked(value, place);
  else if (isOracle(value)) oracle(value, place);
  else refuse(`${place} is ${shown(value)}; expected ${ORACLE}`);
};
const all = record(one, { what: 'oracle', expected: `${ORACLE}, or several by name`, least: 1 });

/** An oracle, a question to one, or several by name. */
export const theory: Form = (value, place) =>
  (isAsked(value) || isOracle(value) || isA('oracle')(value) ? one : all)(value, place);
