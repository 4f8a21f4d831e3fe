/**
 * Many claims at once. The joint sentence "all m claims hold" is an intersection-union test and needs no correction: it
 * is printed with probability at most alpha where any claim is false in the sense that its law excludes, which for a claim
 * of all tasks is a share of violations above 5%. A list of the claims that hold needs one:
 * Holm on p = 1/max E, whose family-wise error is at most alpha under any dependence.
 */
import { exp } from '../numerics/elementary.js';
import { laws as all, type Criterion } from './criterion.js';
import type { Adjusted, Joint, Summary } from './summary.js';

/** exp, guarded against overflow; p-values are at most 1. */
const pOf = (logE: number) => (logE <= 0 ? 1 : exp(-logE));

/** Holm's step-down on p-values, in any dependence. */
export function holmOf(ps: readonly number[], alpha: number): Adjusted[] {
  const m = ps.length;
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]! || a - b);
  const adjusted = new Array<number>(m);
  let running = 0;
  order.forEach((i, rank) => {
    running = Math.max(running, Math.min(1, (m - rank) * ps[i]!));
    adjusted[i] = running;
  });
  return ps.map((p, i) => ({ p, adjusted: adjusted[i]!, holds: adjusted[i]! <= alpha }));
}

/** @param logEs the largest log E on the way of each registered claim, the undecided ones included */
export const holm = (logEs: readonly number[], alpha: number): Adjusted[] => holmOf(logEs.map(pOf), alpha);

/**
 * log E against "some part of this claim is false": the least over its parts. A finite list checked task by task is
 * certain where it holds (Infinity), and no evidence where it does not (0).
 */
export function claimLogE(parts: readonly Pick<Summary, 'decision' | 'logE'>[], which: 'holds' | 'holdsMax'): number {
  const each = parts.map(({ decision, logE }) => logE[which] ?? (decision === 'holds' ? Infinity : 0));
  return each.length === 0 ? 0 : each.reduce((least, value) => Math.min(least, value));
}

/** What the sentence excludes, and what it does not. */
function excluded(laws: ReadonlySet<string>, alpha: number): string {
  const used = all().filter(({ name }) => laws.has(name));
  const ways = [...new Set(used.flatMap(({ excludes = [] }) => excludes))];
  if (ways.length === 0) return 'each was checked on every task of its list';
  const rest = used.flatMap(({ leaves }) => (leaves === undefined ? [] : [`; ${leaves}`])).join('');
  return `joint error <= ${alpha}: if ${ways.join(', or ')}, this sentence would be printed with probability at most ${alpha}${rest}`;
}

/**
 * @param verdicts of all registered claims, in order of their ids; "not applicable" ones left out
 * @param laws of all their parts
 */
export function joint(
  verdicts: Readonly<Record<string, string>>,
  laws: ReadonlySet<Criterion['law']>,
  alpha: number,
): Joint {
  const all = Object.entries(verdicts);
  const holding = all.filter(([, verdict]) => verdict === 'holds').length;
  const allHold = all.length > 0 && holding === all.length;
  const others = [...new Set(all.map(([, verdict]) => verdict))].filter((verdict) => verdict !== 'holds').sort();
  const told = others.map((word) => {
    const names = all.filter(([, verdict]) => verdict === word).map(([id]) => id);
    return `${names.length} ${word} (${names.join(', ')})`;
  });
  const sentence = allHold
    ? `${all.length === 1 ? 'The claim holds' : `All ${all.length} claims hold`} (${excluded(laws, alpha)}).`
    : `${holding} of ${all.length} claims hold${told.length > 0 ? `; ${told.join('; ')}` : ''}.`;
  return { claims: all.length, holding, allHold, risk: alpha, sentence };
}
