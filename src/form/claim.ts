/**
 * A claim, as one writes it: every field looked at by itself (text.ts), then read into what is run, then what the fields say
 * of each other. The same for whoever calls `claim(...)` and for whoever writes the object by hand.
 */
import type { Any, Claim, Part, Variation } from '../claim.js';
import { isListed, lawOf } from '../statistics/criterion.js';
import { fits } from './content.js';
import { refuse } from './field.js';
import { nearest } from './nearest.js';
import { isRead, read } from './read.js';
import { same } from './same.js';
import { shown } from './shown.js';
import { text } from './text.js';

/** What a control replaces: one of these. */
export const REPLACED = ['forAll', 'train', 'rule', 'theory', 'symbols', 'holds'] as const;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** One of the names, or a sentence that lists them. */
function isOneOf(known: readonly string[], name: string, sentence: string, what: string): void {
  if (known.includes(name)) return;
  const [near] = nearest(name, known);
  refuse(
    `${sentence} "${name}", which is not one of its ${what}: ${quoted(known) || 'it has none'}${near === undefined ? '' : `; did you mean "${near}"?`}`,
  );
}

/** Runs, oracles and symbols are merged by name: a name that the claim does not have would be trained and never seen. */
function merges(claim: Claim, of: Variation, place: string): void {
  for (const [field, what] of [
    ['train', 'runs'],
    ['theory', 'oracles'],
    ['symbols', 'symbols'],
  ] as const)
    for (const name of Object.keys(of[field] ?? {}))
      isOneOf(Object.keys(claim[field]), name, `${place}: ${field} replaces`, what);
}

/** A list that replaces drawing is needed by the law that goes through it. */
function listed({ forAll }: Variation, { accept }: Part, place: string): void {
  if (forAll && isListed(accept) && !forAll.list)
    refuse(`${place}: forAll has no list, and its part is accepted by always.enumerated()`);
}

/** Whether a variation leaves the claim what it is: it would be the claim again under another name. */
function unchanged(claim: Claim, of: Variation, { holds }: Part): boolean {
  const within = (field: 'train' | 'theory' | 'symbols') =>
    of[field] === undefined || same(claim[field], { ...claim[field], ...of[field] });
  const { rule } = of;
  const patched = (run: Claim['train'][string]) =>
    typeof run.rule === 'object' && typeof rule === 'object' && same(run.rule, { ...(run.rule as object), ...rule });
  return (
    (of.forAll === undefined || of.forAll === claim.forAll) &&
    within('train') &&
    within('theory') &&
    within('symbols') &&
    (rule === undefined || Object.values(claim.train).every(patched)) &&
    (of.holds === undefined || of.holds === holds)
  );
}

/** A rule that is replaced must be one of every run. */
function patches({ train }: Claim, { rule }: Variation, place: string): void {
  if (typeof rule === 'object')
    for (const [run, one] of Object.entries(train)) fits(one, `${place}: run "${run}"`, rule);
}

function control(claim: Claim, name: string, of: Variation, part: string): void {
  const changed = claim.parts[part]!;
  const place = `control "${name}"`;
  merges(claim, of, place);
  listed(of, changed, place);
  const replaced = REPLACED.filter((field) => of[field] !== undefined);
  if (replaced.length !== 1)
    refuse(
      `control "${name}" replaces ${replaced.length === 0 ? 'nothing' : replaced.join(' and ')}; ` +
        `expected exactly one of ${REPLACED.join(', ')}`,
    );
  patches(claim, of, place);
  if (unchanged(claim, of, changed))
    refuse(`control "${name}" replaces ${replaced[0]} by what the claim has already; it varies nothing`);
}

function turned(claim: Claim): void {
  const { dial, parts } = claim;
  if (!dial) return;
  isOneOf(Object.keys(parts), dial.part, `dial "${dial.turns}" shows the part`, 'parts');
  if (new Set(dial.grid).size < dial.grid.length) refuse(`dial "${dial.turns}": grid has a value twice`);
  const { of = [], over } = dial;
  const points = of.length > 1 ? of.length : Array.isArray(over) ? over.length : 1;
  if (points > 1)
    refuse(`dial "${dial.turns}" is of ${points} ${of.length > 1 ? 'runs' : 'numbers'}; expected one, which is drawn`);
  for (const value of dial.grid) {
    const place = `dial "${dial.turns}" at ${value}`;
    const of = dial.at(value);
    merges(claim, of, place);
    patches(claim, of, place);
    listed(of, parts[dial.part]!, place);
  }
}

/**
 * The claim that a text says.
 * @throws Slip one sentence naming the field, the value and what was expected
 */
export function formed(written: unknown): Claim {
  if (isRead(written)) return written;
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    refuse(`is ${shown(written)}; expected claim({ title, statement, ... })`);
  text(written, '');
  const claim = read(written as Any);
  const parts = Object.keys(claim.parts);
  const runs = Object.keys(claim.train);
  const { mustFail: falsehoods, mustHold: variants } = claim.controls;
  if (parts.length === 0) refuse('has no parts; expected at least one');
  for (const [name, { given: premise, accept, of = [] }] of Object.entries(claim.parts)) {
    for (const run of of) isOneOf(runs, run, `part "${name}" is of the run`, 'runs');
    if (premise && !lawOf(accept).exact)
      refuse(`part "${name}" has a premise on the outcome under ${accept.law}; it is allowed with always alone`);
    if (isListed(accept) && !claim.forAll.list)
      refuse(
        `part "${name}" is accepted by always.enumerated(), and the population "${claim.forAll.name}" has no list`,
      );
  }
  const count = Object.keys(falsehoods).length;
  if (count < 2)
    refuse(
      `has ${count} falsehood${count === 1 ? '' : 's'}; expected at least two, under \`unless\` of the part that each breaks`,
    );
  for (const [name, { breaks, seldom, ...of }] of Object.entries(falsehoods)) {
    const { name: law, exact } = lawOf(claim.parts[breaks]!.accept);
    if (seldom && !exact)
      refuse(`control "${name}" says seldom of a part under ${law}; only always asks how many tasks a control breaks`);
    if (Object.hasOwn(variants, name)) refuse(`control "${name}" is both a falsehood and harmless`);
    control(claim, name, of, breaks);
  }
  for (const [name, { keeps, ...of }] of Object.entries(variants)) {
    if (keeps?.length === 0)
      refuse(`control "${name}" keeps no part; expected at least one, or no keeps for all of them`);
    for (const kept of keeps ?? []) isOneOf(parts, kept, `control "${name}" keeps`, 'parts');
    control(claim, name, of, parts[0]!);
  }
  for (const [name, { control: by }] of Object.entries(claim.premises))
    if (by !== undefined) isOneOf(Object.keys(falsehoods), by, `premise "${name}" names the control`, 'falsehoods');
  for (const run of claim.dial?.of ?? []) isOneOf(runs, run, `dial "${claim.dial!.turns}" is of the run`, 'runs');
  turned(claim);
  for (const [row, run] of Object.entries(claim.table?.rows ?? {}))
    isOneOf(runs, run, `table "${claim.table!.title}": row "${row}" is of the run`, 'runs');
  for (const head of claim.table?.drawn ?? [])
    isOneOf(Object.keys(claim.table!.columns), head, `table "${claim.table!.title}" draws`, 'columns');
  return claim;
}
