/** What is asked, from the words of a shell to claims, models and seeds. Nothing is trained for it. */
import type { Broken } from '../engine/discover.js';
import { discoverModels, unused } from '../engine/discover.js';
import { OF_BASELINE, seeding } from '../engine/baseline.js';
import type { Question } from '../engine/plan.js';
import { LEVELS } from '../statistics/levels.js';
import type { Asked } from './baseline.js';
import { choose } from './choose.js';
import { ownReferences } from './references.js';
import { seeds } from './seeds.js';
import { oneOf, pairs, UsageError, wholeNumber } from './usage.js';

export interface QuestionFlags {
  readonly level: string;
  readonly seed?: string;
  readonly beacon?: string;
  readonly atLeast?: string;
  readonly dials: boolean;
  readonly claims?: string;
  readonly model: readonly string[];
}

/** What the words alone say; nothing is looked up. @throws UsageError */
export function worded(flags: QuestionFlags) {
  const level = oneOf('--level', flags.level, LEVELS);
  const { seed, beacon } = seeds(level, flags);
  return {
    level,
    seed,
    beacon,
    atLeast: flags.atLeast === undefined ? undefined : wholeNumber('--at-least', flags.atLeast, 1, 1e6),
    dials: flags.dials,
    instead: pairs('--model', flags.model),
  };
}

export interface Found {
  readonly question: Question & { readonly instead: readonly string[] };
  /** Files that hold no claim. */
  readonly broken: readonly Broken[];
  /** Of works that the author of the claims lists. */
  readonly bibtex: string;
  /** What a reader of the report must know. */
  readonly notes: readonly string[];
  /** Whether some claim has a seed that the baseline alone gives. */
  readonly seeded: boolean;
}

/** Of claims that were edited since the baseline. */
const onOldTasks = (edited: readonly string[]): string =>
  `${edited.length === 1 ? '1 claim was' : `${edited.length} claims were`} edited since the baseline and judged on its tasks, ` +
  `which is no registered draw: ${edited.join(', ')}`;

/** @throws UsageError where a claim or a model is not there, or a model would be replaced in vain */
export async function question(
  { names, flags, baseline }: Pick<Asked<{ readonly claims?: string }>, 'names' | 'flags' | 'baseline'>,
  { level, seed: plain, beacon, atLeast, dials, instead }: ReturnType<typeof worded>,
): Promise<Found> {
  const { found, broken } = await choose(names, flags.claims);
  const models = await discoverModels(instead, found).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const idle = unused(Object.keys(instead), found);
  if (idle) throw new UsageError(`invalid --model: ${idle}`);
  const { bibtex, notes } = await ownReferences(found);
  const { seed, seeds, edited } = baseline ? seeding(baseline.report, found) : { seed: plain, seeds: {}, edited: [] };
  return {
    question: {
      ...{ claims: found, models, instead: Object.keys(instead), level, seed, seeds },
      ...(beacon !== undefined && { beacon }),
      ...(atLeast !== undefined && { atLeast }),
      ...(!dials && { dials }),
    },
    broken,
    bibtex,
    notes: [...notes, ...(edited.length > 0 ? [onOldTasks(edited)] : [])],
    seeded: seed === OF_BASELINE,
  };
}
