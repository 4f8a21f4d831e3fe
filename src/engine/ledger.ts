/**
 * The ledger of registered runs: for every claim that such a run judged one line of JSON, appended and never changed. An
 * edit of a claim draws a new seed, so whoever edits until it holds leaves a line for each try. What is there already is
 * not written again: the same digest, seed and level give the same verdict, and are no new draw.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { fromJson } from '../form/json.js';
import { LEVELS, type Level } from '../statistics/levels.js';
import { ownFiles, versions } from './identity.js';
import type { Planned } from './measure.js';
import { decoded, readBytes } from './plain.js';
import type { ClaimReport, Draw } from './report.js';

export interface Entry {
  readonly claim: string;
  readonly date: string;
  readonly level: Level;
  readonly seed: string;
  readonly verdict: (typeof VERDICTS)[number];
  /** Of everything that decides the outcome. */
  readonly digest: string;
  /** What the seed is made of: the author's files with the first digits of their digests; populations by version. */
  readonly from: readonly string[];
  readonly beacon?: string;
  /** The models that a user put in the place of ours, with their digests. */
  readonly instead?: Readonly<Record<string, string>>;
}

const VERDICTS = ['holds', 'fails', 'vacuous', 'undecided', 'error'] as const;

const isText = (value: unknown): boolean => typeof value === 'string';
const like = (form: RegExp) => (value: unknown) => typeof value === 'string' && form.test(value);
const isDigest = like(/^[0-9a-f]{64}$/);
/** As `toISOString` writes it: a report repeats it. */
const isDate = (value: unknown) =>
  like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)(value) && !Number.isNaN(Date.parse(value as string));
const among = (known: readonly string[]) => (value: unknown) => known.includes(value as string);
const absentOr = (fits: (value: unknown) => boolean) => (value: unknown) => value === undefined || fits(value);

/** What each field of a line must be. A schema would take longer to load than a short claim to judge. */
const FIELDS: { readonly [F in keyof Entry]-?: (value: unknown) => boolean } = {
  claim: isText,
  date: isDate,
  level: among(LEVELS),
  seed: isText,
  verdict: among(VERDICTS),
  digest: isDigest,
  from: (value) => Array.isArray(value) && value.every(isText),
  beacon: absentOr(isText),
  instead: absentOr(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isDigest),
  ),
};

/** @returns the entry that a line holds, without fields that are not known; undefined where it is none */
function entryIn(line: string): Entry | undefined {
  let read: Record<string, unknown>;
  try {
    read = { ...(fromJson(line) as object) };
  } catch {
    return undefined;
  }
  const fields = Object.entries(FIELDS);
  if (!fields.every(([field, fits]) => fits(read[field]))) return undefined;
  return Object.fromEntries(
    fields.flatMap(([field]) => (field in read ? [[field, read[field]]] : [])),
  ) as unknown as Entry;
}

/** @returns the line of a registered run, or undefined where nothing was drawn */
export function entryOf(
  report: ClaimReport,
  found: Pick<Planned, 'claim' | 'files'>,
  run: Pick<Entry, 'date' | 'level' | 'beacon'>,
) {
  const { id, seed, verdict, digest, models } = report;
  if (verdict === 'not applicable') return undefined;
  const own = ownFiles(found.files).map((name) => `${name} ${found.files[name]!.slice(0, 12)}`);
  const replaced = models.filter(({ instead }) => instead).map((model) => [model.name, model.digest] as const);
  return {
    claim: id,
    date: run.date,
    level: run.level,
    seed,
    verdict,
    digest,
    from: [...own, ...versions(found.claim)],
    ...(run.beacon !== undefined && { beacon: run.beacon }),
    ...(replaced.length > 0 && { instead: Object.fromEntries(replaced) }),
  } satisfies Entry;
}

export interface Read {
  readonly entries: readonly Entry[];
  readonly damaged: number;
}

/** The lines in their order; damaged ones are counted and passed over. */
export function ledgerIn(text: string): Read {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries = lines.flatMap((line) => entryIn(line) ?? []);
  return { entries, damaged: lines.length - entries.length };
}

/** An absent file is empty. @throws Error */
export function readLedger(file: string): Read {
  if (!existsSync(file)) return ledgerIn('');
  if (!statSync(file).isFile()) throw new Error('it is not a file');
  return ledgerIn(decoded(readBytes(file)));
}

/** What makes two lines one: everything but the date and the names of what the seed is made of. */
const sameness = ({ claim, level, seed, verdict, digest, beacon, instead }: Entry): string =>
  JSON.stringify([claim, level, seed, verdict, digest, beacon ?? null, Object.entries(instead ?? {}).sort()]);

const NEWLINE = 10;

/**
 * Appends what is not there yet, each line in one write to a file that is open for appending, so that several processes
 * may do it at once. A torn last line is first ended.
 * @returns how many lines were added; @throws the system's error where they could not be
 */
export function append(file: string, entries: readonly Entry[]): number {
  const there = new Set(readLedger(file).entries.map(sameness));
  const fresh = entries.filter((each) => !there.has(sameness(each)));
  if (fresh.length === 0) return 0;
  const handle = openSync(file, 'a+');
  try {
    const { size } = fstatSync(handle);
    const last = Buffer.alloc(1);
    const torn = size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
    fresh.forEach((each, k) => {
      const line = Buffer.from(`${torn && k === 0 ? '\n' : ''}${JSON.stringify(each)}\n`);
      if (writeSync(handle, line) < line.length) throw new Error('only a part of a line could be written');
    });
    return fresh.length;
  } finally {
    closeSync(handle);
  }
}

/** `./claim.ts 0123456789ab` and `regression@2` without what follows the name. */
const nameIn = (part: string): string => part.replace(/( [0-9a-f]+|@\d+)$/, '');

/** The registered draws of a claim: a draw is a seed, and what ran under it belongs to it. */
export function drawsOf(claim: string, entries: readonly Entry[]): Draw[] {
  const bySeed = new Map<string, Entry[]>();
  for (const each of entries) if (each.claim === claim) bySeed.set(each.seed, [...(bySeed.get(each.seed) ?? []), each]);
  const draws = [...bySeed.values()];
  return draws.map((list, k): Draw => {
    const [first] = list as [Entry, ...Entry[]];
    const before = draws[k - 1]?.[0];
    const differing = (one: readonly string[], other: readonly string[]) =>
      one.filter((part) => !other.includes(part)).map(nameIn);
    const changed = before ? [...differing(first.from, before.from), ...differing(before.from, first.from)] : [];
    if (before && before.beacon !== first.beacon) changed.push('the beacon');
    const told = new Map(list.map((each) => [sameness(each), each]));
    return {
      seed: first.seed,
      ...(first.beacon !== undefined && { beacon: first.beacon }),
      changed: [...new Set(changed)],
      gave: [...told.values()].map(({ level, verdict, date, digest, instead }) => ({
        level,
        verdict,
        date,
        digest,
        ...(instead && { instead }),
      })),
    };
  });
}
