/** docs/calibration.md, from the numbers alone. */
import type { Calibration } from '../calibration.js';
import { CONDITIONS, MEANINGLESS } from './cells.js';

const number = (x: number, digits = 3) => String(Number(x.toPrecision(digits)));

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, k) => Math.max(3, ...cells.map((row) => row[k]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, k) => cell.padEnd(widths[k]!)).join(' | ')} |`;
  return [line(cells[0]!), `| ${widths.map((w) => '-'.repeat(w)).join(' | ')} |`, ...cells.slice(1).map(line)].join(
    '\n',
  );
}

export function page(c: Calibration): string {
  const alarm = (text: string | null) => text ?? '';
  const worst = c.cells.reduce((a, b) => (b.wrong > a.wrong ? b : a));
  return `# Calibration: is the verifier as reliable as it says?

This page is written by \`npm run calibration\` (the numbers are in \`reports/calibration.json\`, SHA-256 \`${c.hash.slice(0, 16)}\`).
The verifier judges fake trials whose truth is known, most of them exactly on the boundary, where a false verdict is most likely.
A false verdict may have a probability of at most ${c.alpha}. With ${c.replications} replications per cell an alarm is raised above ${c.limit} false verdicts:
a cell at exactly ${c.alpha} raises one with probability below ${c.falseAlarm}, a true rate of 2%, 2.5% or 3% is seen with probability .59, .95 or .999.

**${c.alarms} alarms.** The most false verdicts in a cell are ${worst.wrong} of ${c.replications} (${worst.law}, ${worst.condition}); the limit is ${c.limit}.

## Laws, conditions, truths

\`wrong\` counts the decisions that are false in that cell (the larger count, where both would be). Role \`mustFail\` is a control:
there \`fails\` is a refutation. Exact probabilities stand beside the counts where a yes/no law is met by independent trials.

${table(
  [
    'law',
    'condition',
    'truth',
    'role',
    'holds',
    'fails',
    'undecided',
    'trials',
    'wrong',
    'exact holds / fails',
    'alarm',
  ],
  c.cells.map((cell) => [
    cell.law,
    cell.condition,
    cell.truth,
    cell.role,
    cell.holds,
    cell.fails,
    cell.undecided,
    number(cell.trials),
    cell.wrong,
    cell.exact ? `${number(cell.exact.holds)} / ${number(cell.exact.fails)}` : '',
    alarm(cell.alarm),
  ]),
)}

Every law is met by ${Object.keys(CONDITIONS).join(', ')}, but where that means nothing:

${MEANINGLESS.map(({ laws, condition, why }) => `- ${condition}, for ${laws.join(', ')}: ${why}.`).join('\n')}

In "easy first trials" the first 20 are on the boundary and the others beyond it. Were they on the right side of it instead, no
rule that may stop early could be right; that is excluded where tasks are drawn (index bias, below), not where they are judged.

## Whole verdicts

Claims with their controls, and the sentence that all claims hold, need no correction for their number.

${table(
  ['case', 'false verdict', 'count', 'limit', 'alarm'],
  c.verdicts.map(({ name, wrong, count, limit, alarm: text }) => [name, wrong, count, limit, alarm(text)]),
)}

## The adversary

A claim of all tasks is searched for a violation before it is certified. What is true of all tasks is never refuted by it. Where few
tasks violate a claim and slack falls towards them it finds one far more often than as many draws would; where nothing leads there,
as often. So that it finds none is no evidence.

${table(
  ['claim', 'share that violates it', 'searches', 'refuted', 'P(as many draws refute)', 'alarm'],
  c.searches.map((row) => [
    row.name,
    number(row.share),
    row.searches,
    row.refuted,
    number(row.chance),
    alarm(row.alarm),
  ]),
)}

## Exact probabilities

Simulation cannot see a risk of .0114 that should be .01. For yes/no laws the judge is therefore also taken as a black box, asked
for its decision state by state, and its risks and powers are summed exactly. They must agree to 1e-9 with the operating
characteristic that every report prints.

${table(
  ['p0', 'alpha', 'N', 'true share', 'P(holds)', 'P(fails)', 'E[n]', 'difference'],
  c.exact.map((row) => [
    row.p0,
    row.alpha,
    row.N,
    row.p,
    number(row.holds, 4),
    number(row.fails, 4),
    number(row.trials, 4),
    row.difference < 1e-12 ? '< 1e-12' : number(row.difference, 2),
  ]),
)}

## What other rules do at the boundary

Exact probabilities as well, from the published formulas; the tools themselves were not run. The first rule may say "enough" between
.9 of what is required and all of it, so that at .9 only "too few" is false there, and at .81 only "enough". Wilson's interval has
its level for one look at a large number of trials: many looks, or 10^-9, are neither.

${table(
  ['rule', 'required', 'risk asked for', 'true share', 'P(enough)', 'P(too few)', 'within'],
  c.others.shares.map((row) => [
    row.rule,
    row.required,
    row.risk,
    row.p,
    number(row.holds),
    number(row.fails),
    `${row.N} trials`,
  ]),
)}

The t test as an e-process (effects of .25, .5, 1, 2 and 4 standard deviations, from 8 trials on) is exact for normal numbers. Where a
few tasks lose much, it says "the mean is positive" of a mean of 0. The capped mean, alpha .01 like the other, does not:

${table(
  ['tasks', 'trials', 'P(holds), t', 'P(holds), capped mean'],
  c.others.means.map(({ law, N, t, capped }) => [law, N, number(t), number(capped)]),
)}

## Who checks the checks

Verifiers that are wrong in one way each. Every one is caught by the check that is named; the real verifier passes all of them.

${table(
  ['wrong verifier', 'caught by', 'it shows', 'the real one shows', 'caught'],
  c.mutants.map(({ mutant, by, seen, reference, killed }) => [mutant, by, seen, reference, killed ? 'yes' : 'NO']),
)}
`;
}
