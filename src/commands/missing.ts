/** What a merged run lacks: which shards, and which trials of what. */
import type { Planned } from '../engine/job.js';
import type { Track } from '../engine/track.js';
import { grouped } from '../reporting/number.js';
import type { Folder } from './folders.js';
import type { Part } from './manifest.js';
import { DEFAULT, resumeCommand, type Settled } from './run.js';

/** Arms that are told one by one. */
const MOST = 8;

export interface Missing {
  readonly claim: string;
  readonly arm: string;
  /** The first trial that is missing. */
  readonly from: number;
  /** How many are missing at least, and at most. */
  readonly least: number;
  readonly most: number;
}

/** The arms of a claim that are not decided. */
export function missingOf({ id }: Planned, tracks: readonly Track[]): Missing[] {
  return tracks.flatMap(({ fold, waiting }) => {
    if (fold.done) return [];
    const { arm, next, budget } = fold;
    const to = (end: number) => end - next - [...waiting.keys()].filter((index) => index < end).length;
    const most = to(budget);
    const least = Math.max(fold.waits ? 0 : 1, to(Math.max(next, fold.certain)));
    return [{ claim: id, arm: arm.name, from: next, least, most }];
  });
}

const times = (count: number, what: string) => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

function one({ claim, arm, from, least, most }: Missing): string {
  const count = least === most ? times(most, 'trial') : `${grouped(least)} to ${grouped(most)} trials`;
  return `  ${claim}, ${arm}: ${count} from trial ${from} on`;
}

/** @returns lines for a reader */
function told(missing: readonly Missing[]): string[] {
  const sum = (of: 'least' | 'most') => missing.reduce((total, each) => total + each[of], 0);
  const [least, most] = [sum('least'), sum('most')];
  const count = least === most ? times(most, 'trial') : `${grouped(least)} to ${grouped(most)} trials`;
  const more = missing.length - MOST;
  return [
    `Missing: ${count} of ${times(missing.length, 'arm')}.`,
    ...missing.slice(0, MOST).map(one),
    ...(more > 0 ? [`  and ${times(more, 'arm')} more`] : []),
  ];
}

/** What is missing, and what measures it. */
export function incomplete(
  missing: readonly Missing[],
  of: number,
  parts: readonly Part[],
  sources: readonly Folder[],
  names: readonly string[],
  flags: Settled,
): string[] {
  const there = new Set(parts.map(({ shard }) => shard));
  const absent = Array.from({ length: of }, (_, k) => k + 1).filter((k) => !there.has(k));
  const shown = absent
    .slice(0, 10)
    .map((k) => `${k}/${of}`)
    .join(', ');
  const more = absent.length > 10 ? ` and ${absent.length - 10} more` : '';
  const unfinished = parts.filter(({ finished }) => !finished);
  const { format: _, author: __, ledger: ___, ...asked } = flags;
  return [
    ...told(missing),
    ...(absent.length > 0 ? [`Not among the folders: shard ${shown}${more}.`] : []),
    ...unfinished.flatMap(({ shard }) => {
      const source = sources.find(({ manifest }) => !manifest.merged && manifest.parts[0]?.shard === shard);
      const again = { ...asked, format: DEFAULT, author: [], shard: `${shard}/${of}` };
      return source
        ? [
            `Shard ${shard}/${of} was not finished. To continue it: ${resumeCommand(names, { ...again, out: source.path })}`,
          ]
        : [];
    }),
    `To measure what is missing here: ${resumeCommand(names, flags)}`,
  ];
}
