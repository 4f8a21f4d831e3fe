/** What is trained, what theory is asked, and what is measured, as one writes them. */
import type { Any, Asked, Measured, Run } from '../claim.js';
import { must } from '../rule.js';
import { faults } from './faults.js';
import type { Along } from '../run.js';
import { given } from './given.js';
import { call, fields, list, number, optional, record, refuse, such, text, whole, type Form } from './field.js';
import { isRun, model } from './model.js';
import { isPromise, shown } from './shown.js';

const RUN = 'a run, made by a word of a model, for example mirror({ alpha: 1 })';

const ruled: Form = (value, place) => {
  if (typeof value === 'function') return call('(task) => ({ ... })')(value, place);
  such(
    (each) => typeof each === 'object' && each !== null && !Array.isArray(each) && !isPromise(each),
    'a rule, or a function of the task that gives one',
  )(value, place);
};

const written = fields(
  {
    model,
    rule: ruled,
    on: optional(call('(task) => task.first')),
    copy: optional(whole(0)),
    times: optional(whole(1)),
    fixed: optional(such((value) => value === true, 'true')),
  },
  RUN,
);

/** A rule that does not wait for a task is looked at at once, with what a control replaces of it. */
export function fits({ model: { name, rule: known }, rule }: Run, place: string, patch: object = {}): void {
  if (typeof rule === 'function' || !known) return;
  const fault = must(known)({ ...(rule as object), ...patch });
  if (!fault) return;
  const field = fault.at.replace(/^\./, '');
  const told = fault.expected.startsWith('one of the fields ')
    ? `has a rule with an unknown field "${field}"`
    : field === ''
      ? `has the rule ${shown(fault.found)}`
      : fault.found === undefined
        ? `has nothing for the rule field "${field}"`
        : `has ${shown(fault.found)} for the rule field "${field}"`;
  refuse(`${place} ${told}; the model "${name}" expects ${fault.expected}`);
}

const run: Form = (value, place) => {
  if (typeof value === 'function') refuse(`${place} is a function; expected ${RUN}: call it`);
  if (Array.isArray(value) && typeof value[0] === 'string')
    refuse(`${place} is ${shown(value)}; expected ${RUN}: a word knows its model, and no name is written`);
  if (!isRun(value)) refuse(`${place} is ${shown(value)}; expected ${RUN}`);
  written(value, place);
  const { copy, times } = value as Run;
  if (copy !== undefined && times !== undefined)
    refuse(`${place} is the copy ${copy} of ${times} copies; expected one of copy and times`);
  fits(value as Run, place);
};
const isAlong = (value: unknown): value is Along =>
  typeof value === 'object' && value !== null && 'places' in value && 'runs' in value;
const family = fields(
  { places: list(number, 'at least one number', 1), runs: list(run, 'a run at each place', 1) },
  'along([1, 2], (place) => run)',
);
const runs = record(
  (value, place) => {
    if (!isAlong(value)) return run(value, place);
    family(value, place);
    const { places: at, runs: of } = value;
    if (at.length !== of.length) refuse(`${place} has ${of.length} runs at ${at.length} places; expected one at each`);
  },
  { what: 'run', expected: `${RUN}, or several by name`, least: 1 },
);

const memberOf = (family: string, place: number) => `${family} ${place}`;

/** A member of a family is a run by its place: two of one name would be one. */
function distinct(of: Readonly<Record<string, Run | Along>>): void {
  const names = new Set(Object.keys(of));
  for (const [family, each] of Object.entries(of))
    for (const place of isAlong(each) ? each.places : []) {
      const name = memberOf(family, place);
      if (names.has(name)) refuse(`two runs are called "${name}"; a family has each place once, and its names alone`);
      names.add(name);
    }
}

/** A run, or several by name. */
export const train: Form = (value, place) => {
  if (isAlong(value)) refuse(`${place} is a family without a name; expected { name: along(...) }`);
  if (typeof value === 'object' && value !== null && 'train' in value && 'capabilities' in value)
    refuse(`${place} is a model; expected ${RUN}, or run(model, rule)`);
  if (isRun(value) || typeof value !== 'object' || Array.isArray(value)) return run(value, place);
  runs(value, place);
  distinct(value as Readonly<Record<string, Run | Along>>);
};

/** The single run of a claim is called `model`; a member of a family by its place, `linear 5`. */
export const readTrain = (of: Any): Readonly<Record<string, Run>> =>
  isRun(of)
    ? { model: of }
    : Object.fromEntries(
        Object.entries(of as Record<string, Run | Along>).flatMap(([name, each]): [string, Run][] =>
          isAlong(each)
            ? each.runs.map((member, k) => [
                memberOf(name, each.places[k]!),
                { ...member, member: { of: name, place: each.places[k]! } },
              ])
            : [[name, each]],
        ),
      );

/** Fields of a rule that replace those of every run. */
export const patch: Form = ruled;

/** What a function of the task gives to replace fields of a rule. */
export function patchOf(compute: () => unknown): object {
  const value = given('what replaces fields of the rule', compute);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(`what replaces fields of the rule is ${shown(value)}; expected an object, for example ({ penalty: 1 })`);
  return value as object;
}

const answer = '(question) => ({ value, error, certificate })';

const oracle = fields(
  {
    name: text('the name of the oracle'),
    answer: call(answer),
    faults: optional(faults(answer)),
    harmless: optional(faults(answer)),
  },
  'an oracle { name, answer }',
);

const ORACLE = 'an oracle, or an oracle and its question [oracle, ({ task }) => ({ ... })]';
const asked: Form = (value, place) => {
  const [of, question, ...more] = Array.isArray(value) ? (value as unknown[]) : [value, ({ task }: Any) => task];
  if (typeof of !== 'object' || of === null || !('answer' in of) || more.length > 0)
    refuse(`${place} is ${shown(value)}; expected ${ORACLE}`);
  oracle(of, place);
  call('({ task }) => ({ ... })')(question, `${place}: its question`);
};

/** Oracles by name. */
const oracles = record(asked, { what: 'oracle', expected: `${ORACLE}, by name: { least: minimumL2 }` });
export const theory: Form = (value, place) => {
  if (typeof value === 'object' && value !== null && typeof (value as { answer?: unknown }).answer === 'function')
    refuse(`${place} is an oracle without a name; expected oracles by name: { least: minimumL2 }`);
  oracles(value, place);
};

const itself: Asked[1] = ({ task }: Any) => task as unknown;
export const readTheory = (of: Readonly<Record<string, Any>> = {}): Readonly<Record<string, Asked>> =>
  Object.fromEntries(
    Object.entries(of).map(([name, each]) => [name, Array.isArray(each) ? (each as unknown as Asked) : [each, itself]]),
  );

const MEASURE = '({ run }) => norm1(run.beta)';
const measure = call(MEASURE);
const symbol: Form = (value, place) => {
  if (!Array.isArray(value)) return measure(value, place);
  const [tex, of, ...more] = value as unknown[];
  if (more.length > 0) refuse(`${place} is ${shown(value)}; expected [TeX, measure]`);
  text('its TeX')(tex, `${place}: TeX`);
  measure(of, `${place}: measure`);
};

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What the names of formulas stand for. */
export const symbols: Form = (value, place) => {
  record(symbol, { what: 'symbol', expected: `measures by the names of formulas: { size: ${MEASURE} }` })(value, place);
  for (const name of Object.keys(value as object))
    if (!NAME.test(name)) refuse(`symbol "${name}" cannot stand in a formula; expected letters, digits and _`);
};

export const readSymbols = (of: Readonly<Record<string, Any>> = {}): Readonly<Record<string, Measured>> =>
  Object.fromEntries(
    Object.entries(of).map(([name, each]) => [
      name,
      Array.isArray(each) ? { tex: each[0] as string, measure: each[1] as Measured['measure'] } : { measure: each },
    ]),
  );
