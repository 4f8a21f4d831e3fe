/** Folders of shards beside each other: whether they are of one run, and how far each shard came. */
import { inShort } from '../engine/long.js';
import { own } from '../form/own.js';
import type { Common, Manifest, Part } from './manifest.js';

/** How far a shard came, where two folders tell of it: the one that came farther. */
function farther(one: Part, other: Part): Part {
  const rank = (part: Part) => [part.finished ? 1 : 0, part.trials, JSON.stringify(part)] as const;
  const [a, b] = [rank(one), rank(other)];
  const k = a.findIndex((value, at) => value !== b[at]);
  return k < 0 || a[k]! > b[k]! ? one : other;
}

/** The parts of several folders, each shard once, by its number. */
export function partsOf(manifests: readonly Pick<Manifest, 'parts'>[]): Part[] {
  const parts = new Map<number, Part>();
  for (const part of manifests.flatMap(({ parts: own }) => own)) {
    const known = parts.get(part.shard);
    parts.set(part.shard, known ? farther(known, part) : part);
  }
  return [...parts.values()].sort((a, b) => a.shard - b.shard);
}

const differing = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>) =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].sort().find((name) => own(one, name) !== own(other, name));

/**
 * @param one and `other` what the two are called, such as `"shards/1"`
 * @returns one clause that says what differs, or undefined where they are shards of one run
 */
export function unlike(a: Common, b: Common, one: string, other: string): string | undefined {
  const each = (what: string, left: unknown, right: unknown) => `${what} is ${left} in ${one} and ${right} in ${other}`;
  const none = (value: string | number | null) => value ?? 'none';
  if (a.version !== b.version) return each('the version of claimcheck', a.version, b.version);
  if (a.origin !== b.origin)
    return `the code of claimcheck in ${one} is another than in ${other}, though both are version ${a.version}`;
  if (a.of !== b.of) return each('the number of shards', a.of, b.of);
  if (a.level !== b.level) return each('the level', a.level, b.level);
  if (a.seed !== b.seed) return each('the seed', a.seed, b.seed);
  if (a.beacon !== b.beacon) return each('the beacon', none(a.beacon), none(b.beacon));
  if (a.atLeast !== b.atLeast) return each('--at-least', none(a.atLeast), none(b.atLeast));
  if (a.dials !== b.dials) return each('--no-dials', a.dials ? 'not said' : 'said', b.dials ? 'not said' : 'said');
  const there = (claim: string, of: Common) => (own(of.claims, claim) === undefined ? 'not there' : 'there');
  const claim = differing(a.claims, b.claims);
  if (claim !== undefined)
    return there(claim, a) === there(claim, b)
      ? `the claim ${claim} in ${one} is another than in ${other} (its text, or what it imports)`
      : each(`the claim ${claim}`, there(claim, a), there(claim, b));
  const model = differing(a.models, b.models);
  if (model !== undefined) return `the model ${model} in ${one} is another than in ${other}`;
  const seeded = differing(a.seeds, b.seeds);
  if (seeded !== undefined)
    return each(`the seed of ${seeded}`, none(own(a.seeds, seeded) ?? null), none(own(b.seeds, seeded) ?? null));
  const computed = differing(a.computedBy, b.computedBy);
  if (computed !== undefined)
    return each(
      `what computes the model ${computed}`,
      `"${inShort(own(a.computedBy, computed) ?? 'none')}"`,
      `"${inShort(own(b.computedBy, computed) ?? 'none')}"`,
    );
  return undefined;
}
