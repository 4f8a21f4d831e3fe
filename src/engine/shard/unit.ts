/**
 * What is dealt to shards. A verdict's arm stops where its evidence says so, so that its trials stay together, and those of
 * its adversary, which waits for it; trials that are certain to be taken are cut into blocks.
 */
import type { Level } from '../../statistics/levels.js';
import type { Arm } from '../arm.js';
import { expectedOf } from '../cost.js';
import { foldArm } from '../fold.js';

/** What an arm weighs at most, be it expected never to end. */
const MOST = 1e9;

/** Trials of a block at least. */
const BLOCK = 50;

export interface Unit {
  readonly claim: string;
  readonly arms: readonly string[];
  /** Of the one arm that it has, trials `from` to `to - 1` alone. */
  readonly block?: { readonly from: number; readonly to: number };
  /** Trainings that are expected. */
  readonly weight: number;
}

/** `total` trials in so many blocks, which differ by one at most. */
const cut = (total: number, blocks: number) =>
  Array.from({ length: blocks }, (_, k) => ({
    from: Math.floor((k * total) / blocks),
    to: Math.floor(((k + 1) * total) / blocks),
  }));

/** The units of a claim, where there are so many shards. */
export function unitsOf(claim: string, arms: readonly Arm[], level: Level, shards: number): Unit[] {
  const weigh = (arm: Arm) => Math.ceil(Math.min(expectedOf(arm, level), MOST));
  const certain = (arm: Arm) => foldArm(arm, level).certain;
  const blocksOf = (arm: Arm) => Math.min(shards, Math.floor(certain(arm) / BLOCK));
  const main = arms.find(({ role }) => role === 'claim')!;
  const together = blocksOf(main) < 2;
  return arms.flatMap((arm): Unit[] => {
    if (arm.role === 'adversary' && together) return [];
    const blocks = blocksOf(arm);
    if (blocks >= 2)
      return cut(certain(arm), blocks).map((block) => ({
        claim,
        arms: [arm.name],
        block,
        weight: block.to - block.from,
      }));
    const own = arm === main ? [arm, ...arms.filter(({ role }) => role === 'adversary')] : [arm];
    return [{ claim, arms: own.map(({ name }) => name), weight: own.reduce((sum, each) => sum + weigh(each), 0) }];
  });
}
