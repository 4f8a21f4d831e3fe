/** Trials that are certain to be taken, as an arm: it counts them, and judges nothing. */
import type { Arm } from '../arm.js';
import { foldArm, type ArmFold } from '../fold.js';
import type { Level } from '../../statistics/levels.js';

export function foldBlock(
  arm: Arm,
  level: Level,
  { from, to }: { readonly from: number; readonly to: number },
): ArmFold {
  const { report, table, sides, adversary, point, caps } = foldArm(arm, level);
  let next = from;
  let error: string | undefined;
  return {
    ...{ report, table, sides, adversary, point, caps },
    arm,
    get next() {
      return next;
    },
    budget: to,
    certain: to,
    get done() {
      return error !== undefined || next === to;
    },
    waits: false,
    get error() {
      return error;
    },
    add: (record) => {
      if (record.error === undefined) next++;
      else error = `trial ${record.index}: ${record.error}`;
    },
  };
}
