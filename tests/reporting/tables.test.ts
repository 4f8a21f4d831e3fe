import { describe, expect, test } from 'vitest';
import type { ClaimReport } from '../../src/engine/report.js';
import { written } from '../../src/reporting/markup.js';
import { drawn } from '../../src/reporting/figure/figure.js';
import { tablesOf } from '../../src/reporting/tables.js';
import { holding } from './sample.js';
import { asHtml, asLatex, asMarkdown } from './shown.js';

describe('tables', () => {
  const joined = tablesOf(holding().content.claims);

  test('of one title are one, with the claim behind each row', () => {
    expect(joined.length).toBe(1);
    expect(joined[0]!.rows.map(({ claim, name }) => [claim.id, name])).toEqual([
      ['holding', 'plus of holding'],
      ['holding', 'minus of holding'],
      ['finding', 'plus of finding'],
      ['finding', 'minus of finding'],
    ]);
  });

  test('of other columns are not joined', () => {
    const [a, b] = holding().content.claims as [ClaimReport, ClaimReport];
    const other = { ...b, table: { ...b.table!, columns: b.table!.columns.slice(1) } };
    expect(tablesOf([a, other]).length).toBe(2);
    expect(tablesOf([a, { ...b, table: { ...b.table!, trials: 0 } }])[0]!.rows.length).toBe(2);
  });

  test('have means with intervals, and shares as counts', () => {
    const read = (text: string) => text.replace(/[\\{}]/g, '');
    for (const text of [asHtml, asMarkdown, asLatex].map((show) => read(show(holding()))))
      for (const said of ['Which sign wins', '0.25 [0.2, 0.3]', '20 of 20', '7 of 20', 'minus of finding'])
        expect(text).toContain(said);
  });

  test('the figure has a point for each row, where the row is, and one for rows that coincide', () => {
    const svg = written(drawn({ table: joined[0]! }, 't'));
    const at = [...svg.matchAll(/<circle class="(holds|fails|open)" cx="([\d.-]+)" cy="([\d.-]+)"/g)];
    expect(at.length).toBe(3);
    const [plus, minus, finding] = at.map(([, , x, y]) => [Number(x), Number(y)] as const);
    expect(plus![0]).toBeLessThan(minus![0]);
    expect(plus![1]).toBeLessThan(minus![1]); // up is smaller
    expect(finding![0]).toBe(minus![0]);
    expect(finding![1]).toBeGreaterThan(minus![1]);
    expect(at.map(([, judged]) => judged)).toEqual(['holds', 'open', 'open']);
    expect(svg).toContain('>1, 3<');
    const [claim] = holding().content.claims as [ClaimReport];
    const table = claim.table!;
    const columns = table.columns.map((column) => ({ ...column, source: claim.parts['the part']!.source! }));
    const [own] = tablesOf([{ ...claim, table: { ...table, columns } }]);
    expect(own!.rows.map(({ judged }) => judged)).toEqual(['holds', 'holds']); // by the criterion of the claim
    const { drawn: _, ...bare } = joined[0]!;
    expect(drawn({ table: bare }, 't')).toBe('');
  });
});
