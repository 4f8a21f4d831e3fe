/** How often each decision is reached in a cell. */
import { evidence } from '../../src/statistics/evidence.js';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';
import { settingOf } from '../../src/statistics/evidence.js';
import type { Cell } from './cells.js';
import { agrees, limit } from './limit.js';
import { arrivals, inOrder, replication, world } from './world.js';

export interface Measured {
  readonly law: string;
  readonly condition: string;
  readonly truth: string;
  readonly role: string;
  readonly holds: number;
  readonly fails: number;
  readonly undecided: number;
  /** Mean number of trials. */
  readonly trials: number;
  /** The larger of the counts of false decisions, and the most that passes. */
  readonly wrong: number;
  readonly limit: number;
  /** Exact probabilities, where they are known. */
  readonly exact?: { readonly holds: number; readonly fails: number };
  /** What is amiss, if anything. */
  readonly alarm: string | null;
}

const nameOf = ({ law, condition, truth }: Cell) => `${law}: ${condition}, ${truth}`;

export function measure(cell: Cell, replications: number): Measured {
  const { criterion, options, workers } = cell;
  const setting = settingOf(criterion, options);
  const counts = { holds: 0, fails: 0, undecided: 0 };
  let trials = 0;
  for (let r = 0; r < replications; r++) {
    const { trial } = world(replication(nameOf(cell), r), cell.sample);
    const judged = evidence(criterion, options);
    if (workers) {
      const order = arrivals(workers.count, (index) => workers.seconds(trial(index)));
      for (const index of inOrder(order)) if (judged.add(trial(index)) !== 'continue') break;
    } else for (let index = 0; judged.add(trial(index)) === 'continue'; index++);
    if (judged.decision !== 'continue') counts[judged.decision]++;
    trials += judged.n;
  }
  const exact =
    cell.share === undefined
      ? undefined
      : operatingCharacteristic(
          boundaries(
            criterion.law === 'forMost' ? 1 - criterion.allBut : 1 / 2,
            setting.alpha,
            setting.failAlpha,
            setting.budget,
          ),
          cell.share,
        );
  const most = limit(replications, setting.alpha);
  const wrong = Math.max(...cell.wrong.map((decision) => counts[decision]));
  const { right } = cell;
  const alarm =
    wrong > most
      ? `${wrong} false decisions`
      : right && counts[right.decision] < right.atLeast * replications
        ? `too few decide "${right.decision}"`
        : exact && !(agrees(counts.holds, replications, exact.holds) && agrees(counts.fails, replications, exact.fails))
          ? 'not the exact probabilities'
          : null;
  return {
    law: cell.law,
    condition: cell.condition,
    truth: cell.truth,
    role: options.role,
    ...counts,
    trials: trials / replications,
    wrong,
    limit: most,
    ...(exact && { exact: { holds: exact.holds, fails: exact.fails } }),
    alarm,
  };
}
