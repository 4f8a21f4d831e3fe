/** One shard of a run: the trials that were dealt to it, and nothing of what they come to. */
import type { Arm } from '../arm.js';
import { foldArm } from '../fold.js';
import type { Planned } from '../job.js';
import { useKernels } from '../../numerics/kernels.js';
import { planFor, type Question } from '../plan.js';
import { take, type TakeOptions, type Taken } from '../take.js';
import { foldBlock } from './block.js';
import { deal } from './deal.js';
import { unitsOf, type Unit } from './unit.js';

/** The k-th of so many, from 1. */
export interface Share {
  readonly shard: number;
  readonly of: number;
}

/** What a shard has to measure. */
export interface Dealt {
  /** Of each claim its arms, and the blocks of those that are cut. */
  readonly hand: ReadonlyMap<Planned, readonly { readonly arm: Arm; readonly block: Unit['block'] }[]>;
}

export async function dealtTo(question: Question, { shard, of }: Share): Promise<Dealt> {
  const { level } = question;
  const { able, arms } = await planFor(question);
  // A claim whose arms cannot be made has no unit, and an error in the merged report.
  const made = able.flatMap((claim) => {
    try {
      return [{ claim, arms: arms(claim) }];
    } catch {
      return [];
    }
  });
  const units = deal(
    made.flatMap(({ claim, arms: own }) => unitsOf(claim.id, own, level, of)),
    of,
  )[shard - 1]!;
  const hand = new Map<Planned, { arm: Arm; block: Unit['block'] }[]>();
  for (const { claim, arms: all } of made) {
    const own = units.filter((unit) => unit.claim === claim.id);
    const held = all.flatMap((arm) => {
      const unit = own.find((each) => each.arms.includes(arm.name));
      return unit ? [{ arm, block: unit.block }] : [];
    });
    if (held.length > 0) hand.set(claim, held);
  }
  return { hand };
}

export interface ShardOptions extends TakeOptions {
  readonly kernels: 'wasm' | 'reference';
  /** Everything of a claim that was dealt to it is there. */
  readonly onMeasured?: (claim: string, arms: number) => void;
}

export interface Measured extends Taken {
  readonly claimSeconds: Readonly<Record<string, number>>;
  /** What could not be evaluated, by claim. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

/** @throws Error when the journal holds two different outcomes of one trial */
export async function measureShard({ hand }: Dealt, options: ShardOptions): Promise<Measured> {
  const { level, onEvent = () => {} } = options;
  useKernels(options.kernels);
  const errors: Record<string, readonly string[]> = {};
  const claimSeconds: Record<string, number> = {};
  const blocks = new Map([...hand.values()].flat().map(({ arm, block }) => [arm, block]));
  const taken = await take([...hand.keys()], options, {
    arms: (claim) => hand.get(claim)!.map(({ arm }) => arm),
    fold: (arm, _, main) => {
      const block = blocks.get(arm);
      // An adversary that waited for a block would wait for what is decided elsewhere.
      return block
        ? foldBlock(arm, level, block)
        : foldArm(arm, level, main && blocks.get(main.arm) ? undefined : main);
    },
    note: (text) => onEvent({ kind: 'note', text }),
    onDecided: ({ id }, folds, seconds) => {
      const failed = folds.flatMap(({ arm, error }) => (error === undefined ? [] : [`${arm.name}: ${error}`]));
      if (failed.length > 0) errors[id] = failed;
      claimSeconds[id] = seconds;
      options.onMeasured?.(id, folds.length);
    },
  });
  return { ...taken, claimSeconds, errors };
}
