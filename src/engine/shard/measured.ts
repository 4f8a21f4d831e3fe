/** One shard of a run: the trials that were dealt to it, and nothing of what they come to. */
import type { Arm } from '../arm.js';
import { foldArm, type ArmFold } from '../fold.js';
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

export interface ShardOptions extends Question, TakeOptions {
  readonly share: Share;
  readonly kernels: 'wasm' | 'reference';
  /** How many claims it measures something of. */
  readonly onDealt?: (claims: number) => void;
  /** Everything of a claim that was dealt to it is there. */
  readonly onMeasured?: (claim: string, arms: readonly ArmFold[], seconds: number) => void;
}

export interface Measured extends Taken {
  readonly arms: number;
  readonly claimSeconds: Readonly<Record<string, number>>;
  /** Trials that could not be evaluated, by claim. */
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

/** @throws Error when the journal holds two different outcomes of one trial */
export async function measureShard(options: ShardOptions): Promise<Measured> {
  const { level, share, onEvent = () => {} } = options;
  useKernels(options.kernels);
  const { able, arms } = await planFor(options);
  const errors: Record<string, readonly string[]> = {};
  // A claim whose arms cannot be made has no unit, and an error in the merged report.
  const made = able.flatMap((claim) => {
    try {
      return [{ claim, arms: arms(claim) }];
    } catch {
      return [];
    }
  });
  const units = made.flatMap(({ claim, arms: own }) => unitsOf(claim.id, own, level, share.of));
  const own = new Map<string, Unit[]>();
  for (const unit of deal(units, share.of)[share.shard - 1]!)
    own.set(unit.claim, [...(own.get(unit.claim) ?? []), unit]);
  options.onDealt?.(own.size);

  const blocks = new Map<Arm, NonNullable<Unit['block']>>();
  const dealt = ({ id }: { readonly id: string }): Arm[] => {
    const { arms: all } = made.find(({ claim }) => claim.id === id)!;
    return all.flatMap((arm) => {
      const unit = own.get(id)!.find((each) => each.arms.includes(arm.name));
      if (unit?.block) blocks.set(arm, unit.block);
      return unit ? [arm] : [];
    });
  };
  const claimSeconds: Record<string, number> = {};
  let count = 0;
  const taken = await take(
    made.flatMap(({ claim }) => (own.has(claim.id) ? [claim] : [])),
    options,
    {
      arms: dealt,
      fold: (arm, _, main) => {
        count++;
        const block = blocks.get(arm);
        // An adversary that waited for a block would wait for what is decided elsewhere.
        return block
          ? foldBlock(arm, level, block)
          : foldArm(arm, level, main && blocks.has(main.arm) ? undefined : main);
      },
      note: (text) => onEvent({ kind: 'note', text }),
      onDecided: ({ id }, folds, seconds) => {
        const failed = folds.flatMap(({ arm, error }) => (error === undefined ? [] : [`${arm.name}: ${error}`]));
        if (failed.length > 0) errors[id] = failed;
        claimSeconds[id] = seconds;
        options.onMeasured?.(id, folds, seconds);
      },
    },
  );
  return { ...taken, arms: count, claimSeconds, errors };
}
