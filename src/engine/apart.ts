/**
 * What sets two reports of one claim apart besides what is compared: other tasks, another statement, another risk. Each in
 * its own words, with what to do about it.
 */
import type { Criterion } from '../claim.js';
import { KEPT } from './kept.js';
import type { ArmReport, ClaimReport, Report } from './report.js';

export interface Apart {
  /**
   * `seed`, `population`: other tasks; `claim`: its file or what it imports; `statement`: something of it is no longer asked;
   * `trials`: both have more than stand in a report.
   */
  readonly kind: 'seed' | 'population' | 'level' | 'claim' | 'statement' | 'trials';
  readonly sentence: string;
}

type Told = Readonly<Record<string, unknown>>;

/** Names under which the two records do not have the same, whichever has it. */
const differing = (one: Told, other: Told): string[] =>
  Object.keys({ ...one, ...other })
    .filter((name) => one[name] !== other[name])
    .sort();

const population = ({ population: { name, version } }: ClaimReport) => `${name}, version ${version}`;

/** Digests of files by name, where a report has them: of the claim, or of all claims together. */
function filesOf({ envelope }: Report, id: string): Readonly<Record<string, string>> {
  const { files = {} } = envelope as { files?: Record<string, string | Readonly<Record<string, string>>> };
  const own = files[id];
  return typeof own === 'object' ? own : (files as Record<string, string>);
}

/** Names of the files that differ, where both reports say what they were made of. */
export function filesChanged(base: Report, head: Report, id: string): string[] {
  const [one, other] = [filesOf(base, id), filesOf(head, id)];
  if (Object.keys(one).length === 0 || Object.keys(other).length === 0) return [];
  return differing(one, other).filter((name) => typeof (one[name] ?? other[name]) === 'string');
}

/** The models, and the oracles, that are not the same; a model that trains both but is installed elsewhere is. */
export const modelsChanged = (one: ClaimReport, other: ClaimReport): string[] => {
  const digests = ({ models }: ClaimReport) => Object.fromEntries(models.map(({ name, digest }) => [name, digest]));
  return differing(digests(one), digests(other));
};
export const oraclesChanged = (one: ClaimReport, other: ClaimReport): string[] => {
  const names = ({ oracles }: ClaimReport) => Object.fromEntries(oracles.map((name) => [name, name]));
  return differing(names(one), names(other));
};

/** A criterion without what only plans it. */
function asked(criterion: Criterion): string {
  const { budget: _, expected: __, ...rest } = criterion as Criterion & { budget?: unknown; expected?: unknown };
  return JSON.stringify(rest);
}

/** Whether both reports ask the same of a part: criterion and premise; its formula may differ. */
export const sameCriterion = (one: ClaimReport, other: ClaimReport, part: string): boolean =>
  other.parts[part] !== undefined && asked(one.parts[part]!.accept) === asked(other.parts[part].accept);

function statements(one: ClaimReport, other: ClaimReport): string[] {
  const parts = Object.entries(one.parts).flatMap(([name, { source, given }]): string[] => {
    const now = other.parts[name];
    if (!now) return [`the part "${name}" is gone`];
    const asks = (what: string, how = '') => [`${what} of "${name}" changed${how}: what it asks now is something else`];
    if (!sameCriterion(one, other, name)) return asks('the criterion');
    if (source !== now.source) return asks('the formula', ` (${source}; now ${now.source})`);
    return given === now.given ? [] : asks('the premise');
  });
  const controls = (claim: ClaimReport) => claim.arms.filter(({ role }) => role !== 'claim').map(({ name }) => name);
  const kept = new Set(controls(other));
  const gone = other.arms.length === 0 ? [] : controls(one).filter((name) => !kept.has(name));
  return [...parts, ...gone.map((name) => `${name} is gone: the check sees less than it did`)];
}

/**
 * Controls, and the search of the adversary, whose trials are not the same bit for bit. Nothing is said of those of two
 * levels, which have other numbers of them.
 */
export function controlsChanged(base: Report, head: Report, one: ClaimReport, other: ClaimReport): string[] {
  if (base.content.level !== head.content.level || !sameTasks(one, other)) return [];
  const digests = ({ arms, adversary }: ClaimReport) => ({
    ...Object.fromEntries(arms.filter(({ role }) => role !== 'claim').map(({ name, digest }) => [name, digest])),
    ...(adversary && { adversary: adversary.digest }),
  });
  return differing(digests(one), digests(other));
}

/** Whether trial i of both reports saw the same task. */
export const sameTasks = (one: ClaimReport, other: ClaimReport): boolean =>
  one.seed === other.seed && population(one) === population(other);

/** Where more tasks were seen than a report holds (kept.ts), on which the two are compared. */
function shortened(one: ClaimReport, other: ClaimReport): string | undefined {
  const [before, after] = [one, other].map(({ arms }) => arms.find(({ role }) => role === 'claim')) as [
    ArmReport | undefined,
    ArmReport | undefined,
  ];
  if (!before || !after || Math.min(before.trials, after.trials) <= KEPT) return undefined;
  const same = before.digest === after.digest ? 'all of them are the same, bit for bit' : 'the others may differ';
  return `compared on the first ${KEPT} tasks, which stand in the reports, of ${before.trials} and ${after.trials}; ${same}`;
}

/** @returns what differs, most serious first; empty where the two reports asked the same */
export function apart(base: Report, head: Report, one: ClaimReport, other: ClaimReport): Apart[] {
  const found: Apart[] = [];
  const add = (kind: Apart['kind'], sentence: string) => found.push({ kind, sentence });
  for (const sentence of statements(one, other)) add('statement', sentence);
  if (population(one) !== population(other))
    add('population', `other tasks: ${population(one)}, is now ${population(other)}; nothing compares but verdicts`);
  const registered = [base, head].every(({ content }) => content.seed === 'registered');
  if (one.seed !== other.seed)
    add(
      'seed',
      registered
        ? `the two reports drew other tasks: the registered seed follows the claim's own words, and those changed ` +
            `(${one.seed}, ${other.seed}); run both with the same --seed to compare task by task`
        : `the two reports drew other tasks (seeds ${one.seed} and ${other.seed}): run both with the same --seed`,
    );
  if (one.digest !== other.digest) {
    const files = filesChanged(base, head, one.id);
    add('claim', `the claim changed, or what it imports${files.length > 0 ? `: ${files.join(', ')}` : ''}`);
  }
  const [from, to] = [base.content.level, head.content.level];
  if (from !== to)
    add(
      'level',
      `the two reports have other risks (levels ${from} and ${to}), by which alone a verdict may differ: ` +
        'run both at the same --level',
    );
  const short = sameTasks(one, other) ? shortened(one, other) : undefined;
  if (short !== undefined) add('trials', short);
  return found;
}
