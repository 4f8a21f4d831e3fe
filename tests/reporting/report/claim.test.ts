/** What a reader learns of a claim from its page alone. */
import { describe, expect, test } from 'vitest';
import { always } from '../../../src/criteria.js';
import type { ClaimReport, RunReport } from '../../../src/engine/report.js';
import { page } from '../../../src/reporting/report/page.js';
import { leaves } from '../laws.js';
import { claimReport, everyVerdict, sample } from '../sample.js';
import { everywhere, works } from '../shown.js';

/** The document of these claims as plain text. */
const said = (...claims: readonly ClaimReport[]) =>
  leaves(page(sample(claims), works).blocks, { read: String, nesting: () => [], draws: true }).join('\n');

/** The same on one line. */
const flat = (...claims: readonly ClaimReport[]) => said(...claims).replace(/\s+/g, ' ');

const holding = () => claimReport('holding', 'holds', always(), () => 1);
const runs = (of: Record<string, RunReport>): ClaimReport => ({ ...holding(), runs: of });
const member = (place: number, rule: Record<string, unknown>, more: Partial<RunReport> = {}): RunReport => ({
  ...{ model: 'ridge', rule, varies: [], member: { of: 'size', place } },
  ...more,
});

describe('the page of a claim says', () => {
  test('what a task is and how large the first one was, in every format of the page', () => {
    for (const text of everywhere(sample([holding()])).slice(0, 3)) {
      const read = text.replace(/\s+/g, ' ').replace(/\\allowbreak\{\}|\\/g, '');
      expect(read).toMatch(/orthogonal rows, n uniform in 2\.\.7 and d in 3n\.\.4n/);
      expect(read).toMatch(/X 3 (x|×) 9, y 3/);
    }
  });

  test('that a population does not say what a task is, where it does not', () => {
    const { about: _, ...population } = holding().population;
    expect(said({ ...holding(), population })).toContain('the population does not say what a task is');
  });

  test('what is trained, by which rule, and which of its fields are those of the first task', () => {
    const text = said(holding());
    expect(text).toContain('alpha = 0.001; budget = 200');
    expect(text).toContain('penalty = 0.25 (on the first task)');
    expect(text).toContain('X 2 x 9, y 2; 3 independent copies');
  });

  test('of a family what its runs share once, and what differs one after the other', () => {
    const text = said(
      runs({
        'size 1': member(1, { alpha: 1, kind: { of: 'p', p: 2 } }, { sees: 'X 1 x 9' }),
        'size 2': member(2, { alpha: 2, kind: { of: 'p', p: 2 } }, { sees: 'X 2 x 9' }),
      }),
    );
    expect(text).toContain('size 1, 2');
    expect(text).toContain('alpha = 1, 2; kind = {of:p, p:2}');
    expect(text).toContain('X 1 x 9, X 2 x 9');
  });

  test('where a rule depends on tasks of which none was drawn, that it does', () => {
    expect(said(runs({ one: { model: 'ridge', varies: [] } }))).toContain('depends on the task');
  });

  test('what the models and the fields of their rules are, in the words of their sources', () => {
    const [model] = holding().models;
    const fields = { alpha: 'Scale of the start.' };
    const text = said({ ...holding(), models: [{ ...model!, about: 'A network of products.', fields }] });
    expect(text).toContain('A network of products.');
    expect(text).toContain('Scale of the start.');
  });

  test('what every symbol means, and what theory is asked', () => {
    const text = flat(holding());
    expect(text).toContain('norm1(run.beta)');
    expect(text).not.toContain('({ run }) => norm1');
    expect(text).toContain('theory.least : the answer of least L1 of ({ ...task, alpha: run.u[0] })');
  });

  test('both sides of a relation with what they were on the tasks, and which runs counted', () => {
    const text = flat(holding());
    expect(text).toContain('The left side is 0.5 [0.4, 0.6], from 0.1 to 0.9, each up to an error of at most 10⁻⁹;');
    expect(text).toContain('the right is 1.5 on every task (means of 20 tasks, 98% intervals).');
    expect(text).toContain('Of each of small, tuned; the worst counts.');
  });

  test('of several relations each by its formula', () => {
    const one = holding();
    const part = one.parts['the part']!;
    const text = flat({ ...one, parts: { 'the part': { ...part, sides: [...part.sides!, ...part.sides!] } } });
    expect(text).not.toContain('The left side');
    expect(text.match(/a is 0\.5 \[0\.4, 0\.6\]/g)).toHaveLength(2);
  });

  test('what each control replaced', () => {
    expect(said(holding()).match(/alpha = 1 \(was 0\.001\)/g)).toHaveLength(2);
  });

  test('the tasks that violate a part with their margins, else the nearest, and the command that looks at one', () => {
    const near = claimReport('near', 'holds', always(), (i) => (i === 7 ? 0.125 : 1));
    expect(said(near)).toMatch(/the part\nnearest\n7\n0\.125\n10⁻⁹/);
    expect(said(near)).toContain('npx claimcheck replay reports/latest/report.json near 7');
    const failing = everyVerdict().find(({ verdict }) => verdict === 'fails')!;
    expect(said(failing)).toMatch(/the part\nviolates it\n0\n−1\n10⁻⁹/);
  });

  test('the counterexample with both sides of what it violates', () => {
    const failing = everyVerdict().find(({ verdict }) => verdict === 'fails')!;
    expect(flat(failing)).toMatch(/a 2\.5 10⁻⁹ asked to be ≤ b 1\.5 0/);
    expect(said(failing).match(/npx claimcheck replay reports\/latest\/report.json failing\n/g)).toHaveLength(1);
    const vacuous = { ...failing, verdict: 'vacuous' as const };
    expect(said(vacuous).match(/npx claimcheck replay reports\/latest\/report.json failing\n/g)).toHaveLength(1);
  });

  test('how well the check can see', () => {
    expect(said(holding())).toMatch(/It certifies with probability 90% where the share of tasks/);
  });
});
