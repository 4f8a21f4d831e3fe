/** What there is: claims, with what each costs; populations, models and oracles, with what can be asked of them. */
import type { Claim } from '../claim.js';
import { adversaryArms, verdictArms } from '../engine/arm.js';
import { TRAININGS } from '../engine/climb.js';
import { expectedOf } from '../engine/cost.js';
import { budget } from '../engine/fold.js';
import { colorsFor } from '../reporting/colors.js';
import { json as written } from '../reporting/json.js';
import { criteria } from '../reporting/sentences.js';
import { budgetOf, type Level } from '../statistics/levels.js';
import { importOf, type Entry, type ModelEntry, type OracleEntry, type TaskEntry } from './catalog.js';
import { choose, nearest } from './choose.js';
import { oneOf, refuse, UsageError } from './usage.js';

/** Trials at most, controls included; a control that is refuted early costs a fraction of its budget. */
export function cost(claim: Claim, level: Level): number {
  const parts = Object.values(claim.parts);
  const most = (names?: readonly string[]) =>
    claim.forAll.list?.length ??
    Math.max(...(names ? names.map((name) => claim.parts[name]!) : parts).map(({ accept }) => budgetOf(accept)[level]));
  return verdictArms(claim).reduce((sum, arm) => sum + (arm.control?.budget?.[level] ?? most(arm.parts)), 0);
}

/** Trainings of the adversary at most; where they are dear it takes fewer. */
export const searching = (claim: Claim, level: Level): number =>
  adversaryArms(claim).reduce((sum, arm) => sum + budget(arm, level) * TRAININGS, 0);

/** Trials where all is as it is expected: exact for yes/no laws, for means as if tasks did not differ. */
export const expectedCost = (claim: Claim, level: Level): number =>
  verdictArms(claim).reduce((sum, arm) => sum + expectedOf(arm, level), 0);

const KINDS = ['claims', 'tasks', 'models', 'oracles'] as const;
type Kind = (typeof KINDS)[number];

export interface ListFlags {
  readonly claims?: string;
  readonly json?: boolean;
}

/** Lines of columns that stand below each other, under a dim head. */
function columns(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, k) => Math.max(name.length, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => cell.padEnd(widths[k]!))
      .join('  ')
      .trimEnd();
  return [colorsFor(process.stdout).dim(line(head)), ...rows.map(line)];
}

const print = (text: string) => void process.stdout.write(`${text}\n`);
const printJson = (value: object) => void process.stdout.write(written({ schema: 1, ...value }));

async function claims(names: readonly string[], { claims: folder, json }: ListFlags): Promise<number> {
  const { found, broken } = await choose(names, folder, { formulas: false });
  const entries = found.map(({ id, file, claim }) => ({
    id,
    file,
    title: claim.title,
    statement: claim.statement,
    talk: claim.talk,
    marking: claim.marking,
    finding: claim.finding === true,
    sequel: claim.sequel === true,
    criterion: criteria(claim),
    cost: {
      expected: Math.round(expectedCost(claim, 'standard')),
      most: cost(claim, 'standard'),
      adversary: searching(claim, 'standard'),
    },
  }));
  if (json) printJson({ claims: entries, broken });
  else {
    const rows = entries.map(({ id, talk, marking, finding, sequel, criterion, cost, title }) => [
      id,
      talk.join(' ') || '-',
      [sequel ? 'since then' : marking, ...(finding ? ['finding'] : [])].join(', '),
      criterion,
      `about ${cost.expected}, <= ${cost.most} trials${cost.adversary === 0 ? '' : `, adversary <= ${cost.adversary}`}`,
      title,
    ]);
    const c = colorsFor(process.stdout);
    print(
      [
        ...columns(['claim', 'talk', 'marking', 'criterion', 'cost at standard', 'title'], rows),
        ...broken.map(({ id, file, why }) => c.red(`${id}: ${file} ${why}`)),
      ].join('\n'),
    );
  }
  return broken.length > 0 ? 3 : 0;
}

/** The table of all of a kind, and the page of one. */
type Shown<E> = {
  readonly head: readonly string[];
  readonly row: (entry: E) => readonly string[];
  readonly page: (entry: E) => readonly string[];
};

const counted = (what: string, all: readonly string[]) => (all.length > 0 ? [`${what}: ${all.join(', ')}`] : []);
const imported = (entry: Entry & { readonly export: string }) => `import { ${entry.export} } from '${importOf(entry)}'`;

const sized = ({ listed }: TaskEntry) => (listed === undefined ? [] : [listed === 1 ? 'one task' : `${listed} tasks`]);

const task: Shown<TaskEntry> = {
  head: ['population', 'import'],
  row: (entry) => [[entry.name, ...sized(entry)].join(', '), imported(entry)],
  page: (entry) => [
    ...(entry.version === undefined ? [] : [[`version ${entry.version}`, ...sized(entry)].join(', ')]),
    imported(entry),
    ...Object.entries(entry.covers).map(([what, share]) => `at least ${share} of the draws: ${what}`),
  ],
};
const oracle: Shown<OracleEntry> = {
  head: ['oracle', 'import'],
  row: (entry) => [entry.name, imported(entry)],
  page: (entry) => [imported(entry), ...counted('faults', entry.faults), ...counted('harmless', entry.harmless)],
};
const model: Shown<ModelEntry> = {
  head: ['model', 'parameters', 'facts', 'rule'],
  row: ({ name, rule, parameters, facts }) => [
    name,
    parameters?.join(' ') ?? '-',
    Object.keys(facts).join(' ') || '-',
    rule.map(({ field, must }) => (must ? field : `${field}?`)).join(' '),
  ],
  page: (entry) => [
    `can: ${entry.capabilities.join(', ')}`,
    'rule',
    ...columns(
      ['  field', 'expected'],
      entry.rule.map(({ field, must, expected }) => [`  ${field}${must ? '' : '?'}`, expected]),
    ).slice(1),
    `parameters: ${entry.parameters?.join(', ') ?? 'those of the task and the rule'}`,
    ...(entry.lengths === undefined ? [] : [`their lengths: ${entry.lengths}`]),
    ...Object.entries(entry.facts).map(([fact, what]) => `fact ${fact}: ${what}`),
    ...counted('faults', entry.faults),
    ...counted('harmless', entry.harmless),
  ],
};

async function content<E extends Entry>(
  kind: string,
  entries: readonly E[],
  { head, row, page }: Shown<E>,
  name: string | undefined,
  json?: boolean,
): Promise<number> {
  const chosen = entries.filter((entry) => name === undefined || entry.name === name || importOf(entry).endsWith(`/${name}`)); // prettier-ignore
  if (chosen.length === 0) {
    const known = [...new Set(entries.map((entry) => entry.name))];
    const close = await nearest(name!, known);
    throw new UsageError(
      `unknown ${kind} "${name}"; ` +
        (close.length > 0 ? `did you mean ${close.join(' or ')}?` : `npx claimcheck list ${kind}s names them all`),
    );
  }
  if (json) printJson({ [`${kind}s`]: chosen });
  else if (name === undefined) print(columns(head, chosen.map(row)).join('\n'));
  else {
    const c = colorsFor(process.stdout);
    const pages = chosen.map((entry) =>
      [`${c.bold(entry.name)}  ${c.dim(entry.file)}`, entry.about, ...page(entry)].join('\n'),
    );
    print(pages.join('\n\n'));
  }
  return 0;
}

/** @returns the exit code */
export async function list(kind: string, name: string | undefined, flags: ListFlags): Promise<number> {
  const of: Kind = oneOf('list', kind, KINDS);
  if (of === 'claims') return claims(name === undefined ? [] : [name], flags);
  if (flags.claims !== undefined)
    refuse('--claims', flags.claims, 'none: only claims are listed with those of a folder');
  const catalog = await import('./catalog.js');
  if (of === 'tasks') return content('task', await catalog.tasks(), task, name, flags.json);
  if (of === 'models') return content('model', await catalog.models(), model, name, flags.json);
  return content('oracle', await catalog.oracles(), oracle, name, flags.json);
}
