/** "Would need about n more": a forecast for planning, from the growth of the evidence so far. It decides nothing. */
import type { Need } from './summary.js';

/** What would have to be reached: `all` of the growths for `holds`, any one of them for `fails`. */
interface Way {
  readonly toward: Need['toward'];
  readonly goal: number;
  readonly growth: readonly number[];
}

/** Covers the stakes that the best one has to carry. */
export const MIXING = 1.3;

/** @returns the nearer decision, or null where the data so far favour none */
export function need(n: number, ways: readonly Way[]): Need | null {
  let best: Need | null = null;
  for (const { toward, goal, growth } of ways) {
    if (growth.length === 0) continue;
    const slowest = growth.reduce((a, g) => (toward === 'holds' ? Math.min(a, g) : Math.max(a, g)));
    if (!(slowest > 0)) continue;
    const more = Math.max(1, Math.ceil((goal + MIXING) / slowest - n));
    if (!best || more < best.more) best = { more, toward };
  }
  return best;
}
