/** From the text of a claim to what is run: every field in one form, whichever way it was written. */
import type { Any, Claim, MustFail, Part, Premise } from '../claim.js';
import { always } from '../criteria.js';
import { axisOf } from './axis.js';
import { readSymbols, readTheory, readTrain } from './content.js';
import { refuse } from './field.js';
import { MARKINGS, readVariation, varied } from './text.js';

/** By name, since a claim may have been read by another copy of this module. */
const READ = Symbol.for('claimcheck.claim');
export const isRead = (value: unknown): value is Claim => typeof value === 'object' && value !== null && READ in value;

type Text = Readonly<Record<string, Any>>;
const each = <V, W>(
  of: Readonly<Record<string, V>> | undefined,
  make: (value: V, name: string) => W,
): Record<string, W> => Object.fromEntries(Object.entries(of ?? {}).map(([name, value]) => [name, make(value, name)]));

/** A premise is met by construction unless it says how else; it may name the control that violates it. */
function premise(written: Any): Premise {
  const how =
    written?.checked !== undefined
      ? 'checked per task'
      : written?.assumed !== undefined
        ? 'assumed'
        : 'by construction';
  const control: unknown = written?.checked ?? written?.assumed ?? written;
  return { how, ...(typeof control === 'string' && { control }) };
}

/** The runs of a family, or the run of that name. */
function membersOf(name: string, train: Claim['train']): readonly string[] {
  const family = Object.keys(train).filter((run) => train[run]!.member?.of === name);
  return family.length > 0 ? family : [name];
}

/** What is looked at, of all runs where it says so; the only run of a claim is looked at anyhow. */
function range({ of, over }: Text, train: Claim['train']): Pick<Part, 'of' | 'over'> {
  const runs = Object.keys(train);
  const names =
    of === 'each' || (of === undefined && runs.length === 1)
      ? runs
      : of === undefined
        ? []
        : [of].flat().flatMap((name: string) => membersOf(name, train));
  return { ...(names.length > 0 && { of: names as string[] }), ...(over !== undefined && { over }) };
}

/** @returns what the text says, not yet looked at as a whole (claim.ts) */
export function read(text: Text): Claim {
  const train = readTrain(text['train']);
  const { parts, harmless, dial, table } = text;
  const marking = MARKINGS.find((each) => text[each] !== undefined)!;
  const mustFail: Record<string, MustFail> = {};
  for (const [part, { unless }] of Object.entries(parts as Text))
    for (const [name, control] of Object.entries((unless ?? {}) as Text)) {
      if (Object.hasOwn(mustFail, name))
        refuse(`control "${name}" stands under two parts; give one of them another name`);
      mustFail[name] = { ...(readVariation(control) as MustFail), breaks: part };
    }
  const claim: Claim = {
    title: text['title'],
    statement: text['statement'],
    talk: text[marking],
    marking,
    ...(text['finding'] !== undefined && { finding: text['finding'] }),
    ...(text['sequel'] !== undefined && { sequel: text['sequel'] }),
    sources: Object.entries(text['sources'] as Record<string, string>).map(([key, where]) => ({ key, where })),
    scope: text['scope'],
    premises: each(text['premises'], premise),
    ...(text['needs'] && { needs: text['needs'] }),
    forAll: text['forAll'],
    train,
    theory: readTheory(text['theory']),
    symbols: readSymbols(text['symbols']),
    parts: each(parts as Text, ({ holds, accept = always(), given, ...rest }) => ({
      holds,
      accept,
      ...(given && { given }),
      ...range(rest, train),
    })),
    controls: {
      mustFail,
      mustHold: each(harmless as Text, (of) => readVariation(of) as Claim['controls']['mustHold'][string]),
    },
    ...(dial && {
      dial: {
        turns: dial.turns,
        grid: dial.grid,
        at: (value: number) => varied(`dial "${dial.turns}" at ${value}`, () => dial.at(value)),
        part: dial.part ?? Object.keys(parts)[0],
        measured: dial.measured,
        ...(dial.curve && { curve: { kind: Object.keys(dial.curve)[0], of: Object.values(dial.curve)[0] } }),
        axis: dial.axis ?? axisOf(dial.grid),
        ...range(dial, train),
      },
    }),
    ...(table && { table: { ...table, rows: rowsOf(table.rows, train) } }),
  };
  Object.defineProperty(claim, READ, { value: true });
  return claim;
}

function rowsOf(rows: Any, train: Claim['train']): Readonly<Record<string, string>> {
  if (typeof rows === 'object' && !Array.isArray(rows)) return rows;
  const names: readonly string[] =
    rows === 'each' ? Object.keys(train) : [rows].flat().flatMap((name: string) => membersOf(name, train));
  return Object.fromEntries(names.map((name) => [name, name]));
}
