import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/engine/report.js';
import { always } from '../../src/criteria.js';
import { render } from '../../src/reporting/format.js';
import { markdown } from '../../src/reporting/formats/markdown.js';
import { chronicle, history } from '../../src/reporting/history.js';
import { claimReport, everyVerdict, sample } from './sample.js';

const at = (started: string, report: Report) => ({
  path: `${started.slice(0, 4)}.json`,
  report: { ...report, envelope: { ...report.envelope, started } },
});
const [holding, finding] = everyVerdict();
const first = at('2024-05-06T00:00:00.000Z', sample([holding!, claimReport('gone', 'holds', always(), () => 1)]));
const second = at(
  '2025-05-06T00:00:00.000Z',
  sample([holding!, finding!], { errors: { torn: ['torn.ts is no claim'] } }),
);
const third = at(
  '2026-05-06T00:00:00.000Z',
  sample([{ ...claimReport('holding', 'fails', always(), () => -1) }, finding!], { commit: 'f'.repeat(40) }),
);
// As nobody should have to give them.
const traced = history([third, first, second]);
const shown = render(markdown, chronicle(traced));
const row = (name: string) => shown.split('\n').find((line) => line.startsWith(`| ${name} `));

describe('the history of reports', () => {
  test('has them by when they were made, and a verdict of each claim in each', () => {
    expect(traced.reports.map(({ path }) => path)).toEqual(['2024.json', '2025.json', '2026.json']);
    expect(traced.claims).toEqual([
      { id: 'holding', verdicts: ['holds', 'holds', 'fails'] },
      { id: 'finding', verdicts: [null, 'holds', 'holds'] },
      { id: 'torn', verdicts: [null, 'error', null] },
      { id: 'gone', verdicts: ['holds', null, null] },
    ]);
    expect(traced.steps.map(({ base, head, weight }) => [base.path, head.path, weight])).toEqual([
      ['2024.json', '2025.json', 'open'],
      ['2025.json', '2026.json', 'worse'],
    ]);
  });

  test('names each report by id, version, commit, level and seed', () => {
    for (const { id } of traced.reports.filter((each) => each.id !== null)) expect(shown).toContain(id!.slice(0, 12));
    expect(shown).toMatch(
      /\| 3 \| 2026-05-06 \| `[0-9a-f]{12}` \| 1 of 2 claims holds \| standard \| registered \| claimcheck 0\\?\.1\\?\.0, commit f{12} \|/,
    );
  });

  test('says what changed from one to the next, and of which claim', () => {
    expect(shown).toContain('# 4 claims in 3 reports: 4 not the same in all');
    expect(row('holding')).toBe('| holding | **holds** | **holds** | **fails** |');
    expect(row('gone')).toBe('| gone | **holds** | – | – |');
    const [, one, two] = shown.split(/^## From \d to \d, made /m);
    expect(one).toContain('| gone | **removed** |');
    expect(one).not.toContain('| holding |');
    expect(two).toMatch(/\| holding \| \*\*changed worse\*\* \| holds -\\> fails/);
    expect(two).toMatch(/^- holding: .*no risk of error/m);
  });

  test('of the same report twice says that nothing changed', () => {
    const twice = render(markdown, chronicle(history([first, first])));
    expect(twice).toContain('# 2 claims in 2 reports: every verdict is the same in all');
    expect(twice).toContain('Every claim is identical.');
  });
});
