/** Which claims a command is about: the shipped ones and a user's own, all of them or those that are named. */
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import {
  byId,
  idOf,
  loadClaim,
  modulesIn,
  selfControl,
  shippedClaims,
  type Broken,
  type FoundClaim,
  type Loading,
} from '../engine/discover.js';
import { UsageError } from './usage.js';

export interface Chosen {
  readonly found: readonly FoundClaim[];
  /** Files that hold no claim; each is an `error`, and the others still run. */
  readonly broken: readonly Broken[];
}

/**
 * Claim ids and their files, sorted by id: the shipped ones, and a user's own beside them.
 * @throws UsageError where an own file has the id of another claim: its verdict would be read as that of the other
 */
export async function claimFiles(folder?: string): Promise<Map<string, string>> {
  const shipped = await modulesIn(shippedClaims);
  if (folder === undefined) return byId(shipped);
  const own = resolve(folder);
  if (!existsSync(own) || !statSync(own).isDirectory())
    throw new UsageError(`invalid --claims "${folder}"; expected a directory with claim files`);
  const added = await modulesIn(own);
  if (added.length === 0)
    throw new UsageError(`invalid --claims "${folder}"; it holds no claim file (.ts, .mts, .js, .mjs)`);
  const taken = new Map([...shipped, selfControl].map((file) => [idOf(file), file]));
  for (const file of added) {
    const other = taken.get(idOf(file));
    if (other !== undefined && other !== file)
      throw new UsageError(
        `invalid --claims "${folder}"; ${basename(file)} has the id of the shipped claim "${idOf(file)}": rename it`,
      );
  }
  try {
    return byId([...shipped, ...added]);
  } catch (error) {
    throw new UsageError(`invalid --claims "${folder}"; ${(error as Error).message}`);
  }
}

/** At most three known names that the given one may have meant, nearest first. */
export async function nearest(name: string, known: readonly string[]): Promise<string[]> {
  const { distance } = (await import('fastest-levenshtein')).default;
  const wanted = name.toLowerCase();
  return known
    .map((id) => ({ id, away: id.includes(wanted) || wanted.includes(id) ? 0 : distance(wanted, id) }))
    .map(({ id, away }) => ({ id, away: Math.min(away, 1 + distance(wanted, id.slice(0, wanted.length))) }))
    .filter(({ away }) => away <= Math.max(3, wanted.length / 2))
    .sort((a, b) => a.away - b.away || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id }) => id);
}

/** @throws UsageError for a name that no file has */
export async function choose(names: readonly string[], folder?: string, loading?: Loading): Promise<Chosen> {
  const files = await claimFiles(folder);
  const ids = [...files.keys()];
  for (const name of names) {
    if (files.has(name)) continue;
    const near = await nearest(name, ids);
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'npx claimcheck list names them all';
    throw new UsageError(`unknown claim "${name}"; ${hint}`);
  }
  const wanted = names.length > 0 ? ids.filter((id) => names.includes(id)) : ids;
  const loaded = await Promise.all(wanted.map((id) => loadClaim(files.get(id)!, loading)));
  const found: FoundClaim[] = [];
  const broken: Broken[] = [];
  for (const each of loaded) {
    if ('why' in each) broken.push(each);
    else found.push(each);
  }
  return { found, broken };
}
