/** The end of a descent: a goal that is reached, an explosion, or the limit of the rule. */
import type { Stopped } from 'claimcheck';
import { whole, type RuleOf } from 'claimcheck/rule';
import type { Stop } from './descend.js';

export const LIMITS = {
  /** Ends after that many steps; a declared end. */
  steps: whole,
  /** Unfinished after that many steps. */
  budget: whole,
};
type Limits = RuleOf<typeof LIMITS>;

export const EXPLODED = 1e12;

/** How many steps there are at most. */
export const limitOf = ({ steps, budget }: Limits, otherwise: number): number => steps ?? budget ?? otherwise;

/** What it is called when they are made. */
export const atLimit = ({ steps }: Limits): Stopped => (steps === undefined ? 'budget' : 'steps');

/**
 * @param size what shall become small: the residual, the loss, the gradient
 * @param goal where it is small enough; undefined where no size ends the descent
 * @param otherwise the budget where the rule names neither steps nor budget
 */
export function ends(
  rule: Limits,
  size: () => number,
  goal: number | undefined,
  { otherwise = 0, reached = 'residual' }: { readonly otherwise?: number; readonly reached?: Stopped } = {},
): Stop {
  const limit = limitOf(rule, otherwise);
  return (made) => {
    const now = size();
    if (goal !== undefined && now <= goal) return reached;
    if (!(now < EXPLODED)) return 'diverged';
    return made >= limit ? atLimit(rule) : undefined;
  };
}
