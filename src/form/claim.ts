/**
 * A claim, as one writes it: every field looked at by itself, then what the fields say of each other. The same for whoever
 * calls `claim(...)` and for whoever writes the object by hand.
 */
import type { Any, Claim, Part, Variation } from '../claim.js';
import { isListed, lawOf } from '../statistics/criterion.js';
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
  text,
  type Form,
} from './field.js';
import { given } from './given.js';
import { capabilities, model } from './model.js';
import { nearest } from './nearest.js';
import { population } from './population.js';
import { same } from './same.js';
import { shown } from './shown.js';
import { theory, train } from './theory.js';

const PASSAGES = Array.from({ length: 16 }, (_, k) => `T${k + 1}`);
const where = call('({ trained, theory }) => ({ size: 1 })');
const formula = text("a formula, for example 'size <= 1'");
const tex = record(text('TeX'), { what: 'symbol', expected: 'TeX by symbol: { alpha: "\\\\alpha" }' });

const part = fields(
  {
    holds: formula,
    accept: criterion,
    where,
    tex: optional(tex),
    given: optional(
      fields({ premise: text('the premise in words'), met: call('({ task }) => true') }, '{ premise, met }'),
    ),
  },
  'a part { holds, where, accept }',
);

const REPLACED = ['forAll', 'train', 'theory', 'holds', 'where'] as const;
const variation = {
  forAll: optional(population),
  train: optional(train),
  theory: optional(theory),
  holds: optional(formula),
  where: optional(where),
};
const because = text('why, in a few words');
const share = such((value) => typeof value === 'number' && value > 0 && value < 1, 'a share of the tasks, in (0, 1)');
const mustFail = fields(
  {
    breaks: text('the name of the part that it breaks'),
    because,
    ...variation,
    expects: optional(oneOf(['divergence'])),
    seldom: optional(fields({ share, because }, '{ share, because }')),
    budget: optional(budget),
    expected: optional(number),
  },
  'a control { breaks, because, ... }',
);
const mustHold = fields(
  {
    because,
    ...variation,
    keeps: optional(list(text('the name of a part'), 'a list of parts')),
    budget: optional(budget),
  },
  'a control { because, ... }',
);
const controls = (what: string) => ({ what: 'control', expected: `controls by name under ${what}` });

const drawn = fields({ value: formula, where, tex: optional(tex) }, 'what is drawn { value, where }');
const dial = fields(
  {
    of: text('what is turned'),
    grid: list(number, 'a list of at least two numbers', 2),
    at: call('(value) => ({ train: ... })'),
    part: optional(text('the name of a part')),
    measured: drawn,
    curve: optional(drawn),
    axis: optional(oneOf(['linear', 'log'])),
  },
  'a dial { of, grid, at, measured }',
);
const column = text('the head of a column');
const table = fields(
  {
    title: text('a title'),
    of: text('what a row is'),
    columns: record(formula, { what: 'column', expected: 'formulas by the head of their column', least: 1 }),
    where: call('({ trained }) => ({ row: { size: 1 } })'),
    tex: optional(tex),
    drawn: optional((value, place) => {
      list(column, 'two columns [across, up]', 2)(value, place);
      if ((value as unknown[]).length > 2) refuse(`${place} has ${(value as unknown[]).length} columns; expected two`);
    }),
  },
  'a table { title, of, columns, where }',
);

const passages: Form = (value, place) => {
  if (typeof value === 'string') refuse(`${place} is ${shown(value)}; expected a list of passages, for example ["T5"]`);
  list(
    (each, at) => such((one) => PASSAGES.includes(one as string), 'one of the passages "T1" to "T16"')(each, at),
    'a list of passages, for example ["T5"]; [] where the talk does not say it',
  )(value, place);
};

const form = fields(
  {
    title: text('a title'),
    statement: text('the theorem in one sentence'),
    talk: passages,
    marking: oneOf(['says', 'implies', 'ours']),
    finding: optional(flag),
    sources: list(
      fields({ key: text('a BibTeX key'), where: text('the place in that work') }, 'a source { key, where }'),
      'a list of sources [{ key, where }]',
    ),
    scope: text('one line on what it does not show'),
    premises: record(
      fields(
        {
          how: oneOf(['by construction', 'checked per task', 'assumed']),
          control: optional(text('the name of the control that violates it')),
        },
        'a premise { how, control }',
      ),
      { what: 'premise', expected: 'premises by name: { name: { how, control } }' },
    ),
    needs: optional(capabilities),
    forAll: population,
    train,
    theory: optional(theory),
    parts: record(part, { what: 'part', expected: 'at least one part { holds, where, accept } by name' }),
    controls: fields(
      { mustFail: record(mustFail, controls('mustFail')), mustHold: optional(record(mustHold, controls('mustHold'))) },
      '{ mustFail, mustHold }',
    ),
    dial: optional(dial),
    table: optional(table),
    own: optional(record(model, { what: 'model', expected: 'models by name' })),
  },
  'the text of a claim',
);

type AnyVariation = Variation<Any, Any, Any>;
const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** One of the names, or a sentence that lists them. */
function isOneOf(known: readonly string[], name: string, sentence: string, what: string): void {
  if (known.includes(name)) return;
  const [near] = nearest(name, known);
  refuse(
    `${sentence} "${name}", which is not one of its ${what}: ${quoted(known) || 'it has none'}${near === undefined ? '' : `; did you mean "${near}"?`}`,
  );
}

/** A record of runs or oracles is merged by name: a name that the claim does not have would be trained and never seen. */
function merges(
  what: string,
  base: unknown,
  replacement: unknown,
  place: string,
  single: (of: object) => boolean,
): void {
  if (base === undefined || replacement === undefined || single(base as object) || single(replacement as object))
    return;
  for (const name of Object.keys(replacement as object))
    isOneOf(Object.keys(base as object), name, `${place}: ${what} replaces`, what === 'train' ? 'runs' : 'oracles');
}

const isSingle = (theory: object) => 'answer' in theory || 'oracle' in theory;

/** A list that replaces drawing is needed by the law that goes through it. */
function listed({ forAll }: AnyVariation, { accept }: Part<Any, Any, Any>, place: string): void {
  if (forAll && isListed(accept) && !forAll.list)
    refuse(`${place}: forAll has no list, and its part is accepted by always.enumerated()`);
}

/** Whether a variation leaves the claim what it is: it would be the claim again under another name. */
function unchanged(claim: Claim, of: AnyVariation, changed: Part<Any, Any, Any>): boolean {
  const within = (base: unknown, replacement: unknown) =>
    same(base, replacement) ||
    (!Array.isArray(base) &&
      !Array.isArray(replacement) &&
      same(base, { ...(base as object), ...(replacement as object) }));
  return (
    (of.forAll === undefined || of.forAll === claim.forAll) &&
    (of.train === undefined || within(claim.train, of.train)) &&
    (of.theory === undefined || within(claim.theory, of.theory)) &&
    (of.holds === undefined || of.holds === changed.holds) &&
    (of.where === undefined || of.where === changed.where)
  );
}

function control(claim: Claim, name: string, of: AnyVariation, part: string): void {
  const changed = claim.parts[part]!;
  const place = `control "${name}"`;
  merges('train', claim.train, of.train, place, Array.isArray);
  merges('theory', claim.theory, of.theory, place, isSingle);
  listed(of, changed, place);
  const replaced = REPLACED.filter((field) => of[field] !== undefined);
  if (replaced.length !== 1)
    refuse(
      `control "${name}" replaces ${replaced.length === 0 ? 'nothing' : replaced.join(' and ')}; ` +
        `expected exactly one of ${REPLACED.join(', ')}`,
    );
  if (unchanged(claim, of, changed))
    refuse(`control "${name}" replaces ${replaced[0]} by what the claim has already; it varies nothing`);
}

/** What a dial replaces at a value. @throws Slip where it gives no such thing */
export function turn({ of, at }: NonNullable<Claim['dial']>, value: number): AnyVariation {
  const place = `dial "${of}" at ${value}`;
  const replaced = given(place, () => at(value));
  fields(variation, 'what it replaces, for example { train: ... }')(replaced, place);
  return replaced;
}

function turned(claim: Claim): void {
  const { dial } = claim;
  if (!dial) return;
  const parts = Object.keys(claim.parts);
  const part = dial.part ?? parts[0]!;
  isOneOf(parts, part, `dial "${dial.of}" shows the part`, 'parts');
  if (new Set(dial.grid).size < dial.grid.length) refuse(`dial "${dial.of}": grid has a value twice`);
  for (const value of dial.grid) listed(turn(dial, value), claim.parts[part]!, `dial "${dial.of}" at ${value}`);
}

/** @throws Slip one sentence naming the field, the value and what was expected */
export function formed(claim: Claim): void {
  if (typeof claim !== 'object' || claim === null || Array.isArray(claim))
    refuse(`is ${shown(claim)}; expected claim({ title, statement, ... })`);
  form(claim, '');
  const parts = Object.keys(claim.parts);
  const { mustFail: falsehoods, mustHold: variants = {} } = claim.controls;
  if (parts.length === 0) refuse('has no parts; expected at least one');
  for (const [name, { given: premise, accept }] of Object.entries(claim.parts)) {
    if (premise && !lawOf(accept).exact)
      refuse(`part "${name}" has a premise on the outcome under ${accept.law}; it is allowed with always alone`);
    if (isListed(accept) && !claim.forAll.list)
      refuse(
        `part "${name}" is accepted by always.enumerated(), and the population "${claim.forAll.name}" has no list`,
      );
  }
  const count = Object.keys(falsehoods).length;
  if (count < 2) refuse(`has ${count} mustFail control${count === 1 ? '' : 's'}; expected at least two`);
  for (const [name, { breaks, seldom, ...of }] of Object.entries(falsehoods)) {
    isOneOf(parts, breaks, `control "${name}" breaks`, 'parts');
    const { name: law, exact } = lawOf(claim.parts[breaks]!.accept);
    if (seldom && !exact)
      refuse(`control "${name}" says seldom of a part under ${law}; only always asks how many tasks a control breaks`);
    if (Object.hasOwn(variants, name)) refuse(`control "${name}" is both mustFail and mustHold`);
    control(claim, name, of, breaks);
  }
  for (const [name, { keeps, ...of }] of Object.entries(variants)) {
    if (keeps?.length === 0)
      refuse(`control "${name}" keeps no part; expected at least one, or no keeps for all of them`);
    for (const kept of keeps ?? []) isOneOf(parts, kept, `control "${name}" keeps`, 'parts');
    control(claim, name, of, parts[0]!);
  }
  for (const [name, { control: by }] of Object.entries(claim.premises))
    if (by !== undefined)
      isOneOf(Object.keys(falsehoods), by, `premise "${name}" names the control`, 'mustFail controls');
  turned(claim);
  for (const head of claim.table?.drawn ?? [])
    isOneOf(Object.keys(claim.table!.columns), head, `table "${claim.table!.title}" draws`, 'columns');
  named('dial', claim.dial?.of ?? 'none');
}
