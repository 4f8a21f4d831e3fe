/**
 * What a shard's folder says of its journal: the question whose trials it has, who was there to be asked, and how far it came.
 * Folders come from other machines, so that everything in it is looked at before it is believed.
 */
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { trainedIn } from '../engine/arm.js';
import { diskError } from '../engine/disk.js';
import { versionOf } from '../engine/packages.js';
import { readJson } from '../engine/plain.js';
import { plan } from '../engine/plan.js';
import { packageRoot } from '../engine/source.js';
import { Unread } from '../form/json.js';
import { LEVELS } from '../statistics/levels.js';
import { origin } from './origin.js';
import type { Found } from './question.js';
import { UsageError } from './usage.js';

/** What one shard has measured so far. */
export interface Part {
  readonly shard: number;
  /** Whether everything that was dealt to it is there. */
  readonly finished: boolean;
  readonly machine: string;
  readonly workers: number;
  readonly seconds: number;
  readonly trials: number;
  readonly claimSeconds: Readonly<Record<string, number>>;
}

/** What all shards of a run have in common. */
export interface Common {
  readonly of: number;
  readonly version: string;
  /** A digest of what measures and judges. */
  readonly origin: string;
  readonly level: string;
  readonly seed: string;
  readonly beacon: string | null;
  readonly atLeast: number | null;
  readonly dials: boolean;
  /** The claims that were named; none where all are run. */
  readonly names: readonly string[];
  /** By claim its digest, or that its file holds none. */
  readonly claims: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<string, string>>;
  /** By model its digest. */
  readonly models: Readonly<Record<string, string>>;
  /** What computes, by model, where it is another program. */
  readonly computedBy: Readonly<Record<string, string>>;
}

export interface Manifest extends Common {
  readonly schema: 1;
  /** Whether `merge` wrote it. */
  readonly merged: boolean;
  readonly parts: readonly Part[];
}

export const MANIFEST = 'shard.json';
const fileIn = (folder: string) => join(folder, MANIFEST);

/** Shards of a run at most. */
export const SHARDS = 100_000;

export const machine = (): string =>
  `${process.platform} ${process.arch}, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`;

/** @param names as they were given */
export function commonOf({ question, broken }: Found, names: readonly string[], of: number): Common {
  const planned = question.claims.map((claim) => plan(claim, question));
  const trained = new Set(question.claims.flatMap(({ claim }) => trainedIn(claim)));
  const models = [...question.models].filter(([name]) => trained.has(name));
  return {
    of,
    version: versionOf(packageRoot),
    origin: origin(),
    level: question.level,
    seed: question.seed,
    beacon: question.beacon ?? null,
    atLeast: question.atLeast ?? null,
    dials: question.dials ?? true,
    names,
    claims: Object.fromEntries([
      ...question.claims.map(({ id, digest }) => [id, digest] as const),
      ...broken.map(({ id }) => [id, 'holds no claim'] as const),
    ]),
    seeds: Object.fromEntries(planned.map(({ id, seed }) => [id, seed])),
    models: Object.fromEntries(models.map(([name, { digest }]) => [name, digest])),
    computedBy: Object.fromEntries(
      models.flatMap(([name, { model }]) => (model.computedBy === undefined ? [] : [[name, model.computedBy]])),
    ),
  };
}

/** Never half there. @throws DiskError */
export function writeManifest(folder: string, manifest: Manifest): void {
  const draft = `${fileIn(folder)}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
    renameSync(draft, fileIn(folder));
  } catch (error) {
    throw diskError(fileIn(folder), error);
  }
}

/** Of one line: much of it stands in sentences. */
const isText = (value: unknown) => typeof value === 'string' && /^[^\p{Cc}\p{Zl}\p{Zp}]{0,1000}$/u.test(value);
const isTruth = (value: unknown) => typeof value === 'boolean';
/** Those of all shards can be summed. */
const MOST = 1e10;
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST;
const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value <= MOST;
const orNull = (fits: (value: unknown) => boolean) => (value: unknown) => value === null || fits(value);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const recordOf = (fits: (value: unknown) => boolean) => (value: unknown) =>
  isRecord(value) && Object.entries(value).every(([name, field]) => isText(name) && fits(field));
const listOf = (fits: (value: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(fits);

type Fields<T> = { readonly [F in keyof T]-?: (value: unknown) => boolean };

const PART: Fields<Part> = {
  shard: isCount,
  finished: isTruth,
  machine: isText,
  workers: isCount,
  seconds: isTime,
  trials: isCount,
  claimSeconds: recordOf(isTime),
};

/** What each field must be. A schema would take longer to load than a short claim to judge. */
const FIELDS: Fields<Manifest> = {
  schema: (value) => value === 1,
  merged: isTruth,
  of: (value) => isCount(value) && (value as number) >= 1 && (value as number) <= SHARDS,
  version: isText,
  origin: isText,
  level: (value) => (LEVELS as readonly unknown[]).includes(value),
  seed: isText,
  beacon: orNull(isText),
  atLeast: orNull(isCount),
  dials: isTruth,
  names: listOf(isText),
  claims: recordOf(isText),
  seeds: recordOf(isText),
  models: recordOf(isText),
  // The words of a program.
  computedBy: recordOf((value) => typeof value === 'string'),
  parts: listOf((part) => isRecord(part) && Object.entries(PART).every(([field, fits]) => fits(part[field]))),
};

/** @returns undefined where there is none; @throws UsageError where it cannot be read */
export function manifestIn(folder: string): Manifest | undefined {
  const file = fileIn(folder);
  const bad = (what: string) =>
    new UsageError(`${file} ${what}; expected what claimcheck run --shard writes: measure that shard again`);
  const there = statSync(file, { throwIfNoEntry: false });
  if (!there) return undefined;
  if (!there.isFile()) throw bad('is no file of a shard');
  let read: unknown;
  try {
    read = readJson(file);
  } catch (error) {
    throw bad(error instanceof Unread ? error.message : `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (!isRecord(read)) throw bad('holds no object');
  if (isCount(read['schema']) && read['schema'] !== 1)
    throw new UsageError(
      `${file} is of schema ${String(read['schema'])}, and this claimcheck reads 1; merge it with the version that wrote it`,
    );
  const found = read;
  const wrong = Object.entries(FIELDS).find(([field, fits]) => !fits(found[field]));
  if (wrong) throw bad(`has no proper "${wrong[0]}"`);
  const manifest = read as unknown as Manifest;
  const { parts, of, merged } = manifest;
  if (parts.some(({ shard }) => shard < 1 || shard > of)) throw bad(`has a shard that is not from 1 to ${of}`);
  if (!merged && parts.length !== 1) throw bad(`has ${parts.length} shards`);
  return manifest;
}

/** @throws UsageError where the folder is one shard's, and not that of a whole run */
export function checkWhole(folder: string): void {
  const manifest = manifestIn(folder);
  const [part] = manifest?.parts ?? [];
  if (!manifest || manifest.merged || !part) return;
  throw new UsageError(
    `cannot resume "${folder}" as a whole run: it is shard ${part.shard}/${manifest.of}; continue it with ` +
      `--shard ${part.shard}/${manifest.of} --resume, or merge it into another folder`,
  );
}
