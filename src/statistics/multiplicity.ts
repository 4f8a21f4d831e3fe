/**
 * Many claims at once. Of a claim that is false in the sense that its law excludes `holds` is printed with probability at
 * most alpha, whatever its law: with the closing look, with several parts, controls and coverage. Two things follow for m of
 * them, however they depend on each other:
 *
 *   all hold   where one of them is false this is printed with probability at most alpha: an intersection-union test, which
 *              needs no correction
 *   a list     1/alpha for a claim that holds, and 0 for any other, is an e-value against "this claim is false". e-BH (Wang
 *              and Ramdas 2022) at rate q lists k claims whose e-values are at least m/(q k): all R that hold where q is at
 *              least alpha m/R, and none elsewhere. So that is the rate of the list of those that hold, and alpha where all do
 *
 * The largest value of a betting process on its way is no e-value (its reciprocal is a p-value), and the value where it
 * stopped is one only where nothing but the process decided; neither is needed here.
 */
import { laws as all, type Criterion } from './criterion.js';
import { digits } from './sentence.js';
import type { Joint } from './summary.js';

/** Holm's step-down on p-values, in any dependence: of each the smallest risk at which it is rejected. */
export function holm(ps: readonly number[]): number[] {
  const m = ps.length;
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! - ps[b]! || a - b);
  const adjusted = new Array<number>(m);
  let running = 0;
  order.forEach((i, rank) => {
    running = Math.max(running, Math.min(1, (m - rank) * ps[i]!));
    adjusted[i] = running;
  });
  return adjusted;
}

/** What the joint sentence excludes, and what it does not. */
function excluded(laws: ReadonlySet<string>, alpha: number, claims: number): string {
  const used = all().filter(({ name }) => laws.has(name));
  const ways = [...new Set(used.flatMap(({ excludes = [] }) => excludes))];
  if (ways.length === 0) return ': each was checked on every task of its list.';
  const rest = used.flatMap(({ leaves }) => (leaves === undefined ? [] : [`; ${leaves}`])).join('');
  return `: if ${claims === 1 ? 'it' : 'one'} were false (${ways.join(', or ')}), this would be printed with probability at most ${alpha}${rest}.`;
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
    ? `${all.length === 1 ? 'The claim holds' : `All ${all.length} claims hold`}${excluded(laws, alpha, all.length)}`
    : `${holding} of ${all.length} claims hold${told.length > 0 ? `; ${told.join('; ')}` : ''}.`;
  const rate = holding === 0 ? 1 : Math.min(1, alpha * (all.length / holding));
  return { claims: all.length, holding, allHold, risk: alpha, rate, sentence };
}

/** What those that hold are as a list; empty where there is none. */
export function listed({ claims, holding, risk, rate }: Joint): string {
  if (holding === 0) return '';
  const expected =
    `Of ${claims} claims judged at risk ${risk} each, at most ${digits(claims * risk)} are expected to be printed as ` +
    'holding although they are false';
  return rate < 1
    ? `${expected}: as a list, the ${holding} that hold have a false discovery rate of at most ${digits(rate)}.`
    : `${expected}, which is no fewer than hold.`;
}
