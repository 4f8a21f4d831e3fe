/**
 * A report that a later run is compared with. It says what that run must ask, so that the two see the same tasks: level,
 * seeds, beacon, and tasks per claim. A claim that was edited since keeps the seed of its earlier words, and such a run is
 * no registered one.
 */
import { own } from '../form/own.js';
import type { FoundClaim } from './discover.js';
import { registeredSeed } from './identity.js';
import type { Report } from './report.js';
import { whole } from './whole.js';

/** What the seed of a run is called in which some claim has one of a baseline that its own words do not give. */
export const OF_BASELINE = 'baseline';

/** A report with those claims alone. */
export function only(report: Report, ids: readonly string[]): Report {
  const among = <T extends { readonly id: string }>(claims: readonly T[]) =>
    claims.filter(({ id }) => ids.includes(id));
  const { content, approximate, envelope } = report;
  const errors = Object.entries(envelope.errors).filter(([id]) => ids.includes(id));
  return {
    ...report,
    content: { ...content, claims: among(content.claims) },
    ...(approximate && { approximate: { ...approximate, claims: among(approximate.claims) } }),
    envelope: { ...envelope, errors: Object.fromEntries(errors) },
  };
}

/** The seed of each claim. */
const seedsOf = (report: Report): Readonly<Record<string, string>> =>
  Object.fromEntries(whole(report).content.claims.map(({ id, seed }) => [id, seed]));

/**
 * The seeds of a run of these claims that is compared with it.
 * @returns the seed of the run, the claims that have another, and those among them that were edited since
 */
export function seeding(
  report: Report,
  found: readonly Pick<FoundClaim, 'id' | 'words'>[],
): { readonly seed: string; readonly seeds: Readonly<Record<string, string>>; readonly edited: readonly string[] } {
  const { seed: asked, beacon } = report.content;
  const seeds = seedsOf(report);
  const seed = asked === OF_BASELINE ? 'registered' : asked;
  const ownSeed = (words: string) => (seed === 'registered' ? registeredSeed(words, beacon) : seed);
  const edited = found.filter(({ id, words }) => (own(seeds, id) ?? ownSeed(words)) !== ownSeed(words));
  return { seed: edited.length > 0 ? OF_BASELINE : seed, seeds, edited: edited.map(({ id }) => id) };
}

/** What a run may ask that the baseline has asked already. */
export interface Asked {
  readonly level?: string | undefined;
  readonly seed?: string | undefined;
  readonly beacon?: string | undefined;
}

const TASKS = 'with another the tasks are others, and only verdicts are left to compare';
const WHY: Readonly<Record<keyof Asked, string>> = {
  level: 'at another a verdict may differ by the risk alone',
  seed: TASKS,
  beacon: TASKS,
};

/**
 * @param path of the baseline
 * @param option what the user calls a field
 * @returns one sentence where no run can be compared with it, or not one that asks this; undefined where it can
 */
export function unlike(
  report: Report,
  path: string,
  asked: Asked,
  option = (name: string) => name,
): string | undefined {
  const { content, envelope } = report;
  if (content.selfControl.verdict !== 'fails' && !envelope.incomplete)
    return `nothing in the baseline ${path} can be trusted: its deliberately false self-control was not refuted`;
  if (whole(report).content.claims.length === 0)
    return `the baseline ${path} has no claim: there is nothing to compare with`;
  const has: Asked = { ...content, seed: content.seed === OF_BASELINE ? 'registered' : content.seed };
  for (const name of ['level', 'seed', 'beacon'] as const)
    if (asked[name] !== undefined && asked[name] !== has[name])
      return (
        `invalid ${option(name)} "${asked[name]}"; expected ${has[name] ?? 'none'}, which the baseline ${path} has ` +
        `(where it is left out, that is taken): ${WHY[name]}`
      );
  return undefined;
}

/** Reports of single claims, made by one package at one level, as one. */
export function together(reports: readonly [Report, ...Report[]]): Report {
  const [first] = reports;
  const merge = <V>(of: (report: Report) => Readonly<Record<string, V>>) =>
    Object.assign({}, ...reports.map(of)) as Record<string, V>;
  const claims = reports.flatMap(({ approximate }) => approximate?.claims ?? []);
  return {
    ...first,
    id: null,
    content: { ...first.content, claims: reports.flatMap(({ content }) => content.claims) },
    ...(claims.length > 0 && { approximate: { claims, joint: first.content.joint } }),
    envelope: {
      ...first.envelope,
      errors: merge(({ envelope }) => envelope.errors),
      files: merge(({ envelope }) => envelope.files),
      own: merge(({ envelope }) => envelope.own),
    },
  };
}
