/** What a control replaced of its claim, in words: the tasks, fields of rules with what they were, an oracle, a text. */
import type { Claim, Variation } from '../claim.js';
import { textOf } from './meanings.js';
import type { RunReport } from './report.js';

type Runs = Readonly<Record<string, RunReport>>;

/** So many different changes are told. */
const MOST = 6;

const shown = (value: unknown): string =>
  value === undefined ? 'unset' : typeof value === 'string' ? value : JSON.stringify(value);

/** How one run differs from what it was. */
function change(was: RunReport | undefined, is: RunReport): string[] {
  const fields = Object.entries(is.rule ?? {});
  const all =
    fields.map(([name, value]) => `${name} = ${shown(value)}`).join(', ') || 'a rule that depends on the task';
  if (!was) return [`${is.model}, ${all}`];
  if (was.model !== is.model) return [`${is.model} in the place of ${was.model}, ${all}`];
  if (!was.rule || !is.rule) return ['a rule that depends on the task'];
  const names = [...new Set([...Object.keys(was.rule), ...Object.keys(is.rule)])];
  const replaced = names.flatMap((name) => {
    const [before, now] = [shown(was.rule![name]), shown(is.rule![name])];
    const depends = was.varies.includes(name) || is.varies.includes(name) ? ', on the first task' : '';
    return before === now && was.varies.includes(name) === is.varies.includes(name)
      ? []
      : [`${name}${now === 'unset' ? '' : ' ='} ${now} (was ${before}${depends})`];
  });
  const seen = was.sees === is.sees ? [] : [`sees ${is.sees ?? 'all of the task'} (was ${was.sees ?? 'all of it'})`];
  const many = was.times === is.times ? [] : [`${is.times ?? 1} copies (was ${was.times ?? 1})`];
  return [...replaced, ...seen, ...many];
}

/** The names, where all runs of a family are among them its own. */
function families(names: readonly string[], runs: Runs): string[] {
  const whole = (family: string) =>
    Object.entries(runs).every(([name, { member }]) => member?.of !== family || names.includes(name));
  return [
    ...new Set(
      names.map((name) => {
        const family = runs[name]!.member?.of;
        return family !== undefined && whole(family) ? `every run of ${family}` : name;
      }),
    ),
  ];
}

/** The same change of several runs is told once. */
function runsChanged(was: Runs, is: Runs): string {
  const told = new Map<string, string[]>();
  for (const [name, run] of Object.entries(is)) {
    const what = change(was[name], run).join(', ');
    if (what !== '') told.set(what, [...(told.get(what) ?? []), name]);
  }
  const count = Object.keys(is).length;
  const whose = (names: readonly string[]) =>
    count === 1 ? '' : `in ${names.length === count ? 'every run' : families(names, is).join(', ')}: `;
  const all = [...told].map(([what, names]) => `${whose(names)}${what}`);
  return [...all.slice(0, MOST), ...(all.length > MOST ? [`and ${all.length - MOST} more`] : [])].join('; ');
}

/**
 * @param was the runs of the claim, on its first tasks
 * @param is those of the control, on its own
 */
export function replaces(claim: Claim, of: Variation, was: Runs, is: Runs): string {
  const { forAll, theory, symbols, holds } = of;
  if (forAll) {
    const { name, version, about } = forAll;
    return `the tasks, by “${name}” (version ${version})${about === undefined ? '' : `: ${about}`}`;
  }
  if (theory)
    return Object.entries(theory)
      .map(([name, [oracle, question]]) => {
        const before = claim.theory[name]![0].name;
        const by = oracle.name === before ? oracle.name : `${oracle.name} (was ${before})`;
        return `${name} of theory, by ${by} asked ${textOf(question)}`;
      })
      .join('; ');
  if (symbols)
    return Object.entries(symbols)
      .map(([name, { measure }]) => `the symbol ${name}, by ${textOf(measure)}`)
      .join('; ');
  if (holds !== undefined) return `the formula, by ${holds}`;
  return runsChanged(was, is) || 'what the rule gives on some tasks';
}
