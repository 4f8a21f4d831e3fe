/** The fields of a claim, as one writes it, and what each may hold. */
import { readSymbols, readTheory, readTrain, patch, symbols, theory, train } from './content.js';
import { budget, criterion } from './criterion.js';
import {
  call,
  fields,
  flag,
  list,
  named,
  number,
  oneOf,
  optional,
  record,
  refuse,
  such,
  text as words,
  type Form,
} from './field.js';
import { given } from './given.js';
import { capabilities } from './model.js';
import { population } from './population.js';
import { shown } from './shown.js';
import type { Any, Variation } from '../claim.js';

/** What a claim said otherwise once, and how it says it now. */
const UNLESS =
  "write the falsehoods under `unless` of the part that each breaks: unless: { 'a penalty': { because, ... } }";
const SYMBOLS =
  'write what the names stand for under `symbols` of the claim: { size: [TeX, ({ run }) => norm1(run.beta)] }';
const SAYS = "write whose words the passages are: says: ['T5'], implies: ['T5'] or ours: ['T5']";
const HARMLESS = 'write the variants that must not matter under `harmless` of the claim';
const MOVED = {
  controls: `${UNLESS}, and those that must not matter under \`harmless\``,
  mustFail: UNLESS,
  mustHold: HARMLESS,
  where: SYMBOLS,
  tex: SYMBOLS,
  talk: SAYS,
  marking: SAYS,
  breaks: 'it breaks the part under whose `unless` it stands',
  how: 'write the control that violates it, true where none does, { checked: ... } or { assumed: ... }',
};

const PASSAGES = Array.from({ length: 16 }, (_, k) => `T${k + 1}`);
const formula = words("a formula, for example 'size <= 1'");
const because = words('why, in a few words');
const share = such((value) => typeof value === 'number' && value > 0 && value < 1, 'a share of the tasks, in (0, 1)');

const names: Form = (value, place) =>
  typeof value === 'string'
    ? words('the name of a run')(value, place)
    : list(words('the name of a run'), "the name of a run, a list of names, or 'each'", 1)(value, place);
const over: Form = (value, place) =>
  typeof value === 'function'
    ? call('({ task }) => [0, 1, 2]')(value, place)
    : list(number, 'a list of numbers, or a function that gives one', 1)(value, place);
const range = { of: optional(names), over: optional(over) };

const replaced = {
  forAll: optional(population),
  train: optional(train),
  rule: optional(patch),
  theory: optional(theory),
  symbols: optional(symbols),
  holds: optional(formula),
};
const variation = fields(replaced, 'what it replaces, for example { train: ... }', MOVED);

/** What a function of a dial's value gives. @throws Slip where it gives no such thing */
export function varied(place: string, compute: () => unknown): Variation {
  const value = given(place, compute);
  variation(value, place);
  return readVariation(value as Any);
}

/** A variation as it is run. */
export const readVariation = ({ train: of, theory: asked, symbols: measured, ...rest }: Any): Variation => ({
  ...rest,
  ...(of !== undefined && { train: readTrain(of) }),
  ...(asked !== undefined && { theory: readTheory(asked) }),
  ...(measured !== undefined && { symbols: readSymbols(measured) }),
});

const falsehood = fields(
  {
    because,
    ...replaced,
    expects: optional(oneOf(['divergence'])),
    seldom: optional(fields({ share, because }, '{ share, because }')),
    budget: optional(budget),
    expected: optional(number),
  },
  'a control { because, ... }',
  MOVED,
);
const variant = fields(
  {
    because,
    ...replaced,
    keeps: optional(list(words('the name of a part'), 'a list of parts')),
    budget: optional(budget),
  },
  'a control { because, ... }',
  MOVED,
);

const part = fields(
  {
    holds: formula,
    ...range,
    accept: optional(criterion),
    given: optional(
      fields({ premise: words('the premise in words'), met: call('({ task }) => true') }, '{ premise, met }'),
    ),
    unless: optional(record(falsehood, { what: 'control', expected: 'the falsehoods that break the part, by name' })),
  },
  "a part { holds: 'size <= 1' }",
  MOVED,
);

const CURVES = ['prediction', 'bound', 'rival'] as const;
const dial = fields(
  {
    turns: words('what is turned'),
    grid: list(number, 'a list of at least two numbers', 2),
    at: call('(value) => ({ train: ... })'),
    ...range,
    part: optional(words('the name of a part')),
    measured: formula,
    curve: optional((value, place) => {
      fields(Object.fromEntries(CURVES.map((kind) => [kind, optional(formula)])), '{ prediction: formula }')(
        value,
        place,
      );
      const kinds = Object.keys(value as object).length;
      if (kinds !== 1) refuse(`${place} has ${kinds} formulas; expected one, under ${CURVES.join(', ')}`);
    }),
    axis: optional(oneOf(['linear', 'log'])),
  },
  'a dial { turns, grid, at, measured }',
  MOVED,
);
const column = words('the head of a column');
const table = fields(
  {
    title: words('a title'),
    of: words('what a row is'),
    rows: (value, place) =>
      typeof value === 'string' || Array.isArray(value)
        ? names(value, place)
        : record(words('the name of a run'), { what: 'row', expected: 'runs by the names of their rows', least: 1 })(
            value,
            place,
          ),
    columns: record(formula, { what: 'column', expected: 'formulas by the head of their column', least: 1 }),
    drawn: optional((value, place) => {
      list(column, 'two columns [across, up]', 2)(value, place);
      if ((value as unknown[]).length > 2) refuse(`${place} has ${(value as unknown[]).length} columns; expected two`);
    }),
  },
  'a table { title, of, rows, columns }',
);

/** Whose words a claim repeats. */
export const MARKINGS = ['says', 'implies', 'ours'] as const;
const passages: Form = (value, place) => {
  if (typeof value === 'string') refuse(`${place} is ${shown(value)}; expected a list of passages, for example ["T5"]`);
  list(
    (each, at) => such((one) => PASSAGES.includes(one as string), 'one of the passages "T1" to "T16"')(each, at),
    'a list of passages, for example ["T5"]; [] where the talk does not say it',
  )(value, place);
};

const PREMISE = 'the control that violates it, true, { checked: ... } or { assumed: ... }';
const who: Form = (value, place) =>
  such((each) => each === true || (typeof each === 'string' && each.trim() !== ''), 'true, or the name of a control')(
    value,
    place,
  );
const premise: Form = (value, place) => {
  if (value === true || typeof value === 'string') return who(value, place);
  fields({ checked: optional(who), assumed: optional(who) }, PREMISE, MOVED)(value, place);
  if (Object.keys(value as object).length !== 1) refuse(`${place} is ${shown(value)}; expected ${PREMISE}`);
};

const form = fields(
  {
    title: words('a title'),
    statement: words('the theorem in one sentence'),
    ...Object.fromEntries(MARKINGS.map((marking) => [marking, optional(passages)])),
    finding: optional(flag),
    sequel: optional(flag),
    sources: record(words('the place in that work'), {
      what: 'source',
      expected: 'the place in each work by its BibTeX key, { key: place }; {} for none',
    }),
    scope: words('one line on what it does not show'),
    premises: record(premise, { what: 'premise', expected: `premises by name, and of each ${PREMISE}` }),
    needs: optional(capabilities),
    forAll: population,
    train,
    theory: optional(theory),
    symbols,
    parts: record(part, { what: 'part', expected: 'at least one part { holds } by name' }),
    harmless: optional(record(variant, { what: 'control', expected: 'variants that must not matter, by name' })),
    dial: optional(dial),
    table: optional(table),
  },
  'the text of a claim',
  MOVED,
);

/** @throws Slip one sentence */
export const text: Form = (value, place) => {
  form(value, place);
  const marked = MARKINGS.filter((marking) => (value as Record<string, unknown>)[marking] !== undefined);
  if (marked.length !== 1)
    refuse(
      `has ${marked.join(' and ') || 'none'} of ${MARKINGS.join(', ')}; expected one, for example ours: ['T5'], or ours: []`,
    );
  const { dial: turned, sequel } = value as { dial?: { turns: string }; sequel?: boolean };
  if (sequel && marked[0] !== 'ours')
    refuse(`is a sequel, and has ${marked[0]}; expected ours: the talk neither says nor implies what came after it`);
  if (turned) named('dial', turned.turns);
};
