/** What the report says of the talk: with its hedges, and no verdict alone beside a passage. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { always } from '../../src/criteria.js';
import type { Passage } from '../../src/claim.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { inOrder } from '../../src/reporting/order.js';
import { HEDGES, LEFT_OUT, marked, TALK } from '../../src/reporting/talk.js';
import { leaves } from './laws.js';
import { page } from '../../src/reporting/report/page.js';
import { claimReport, sample } from './sample.js';
import { asHtml, asMarkdown, everywhere } from './shown.js';

describe('the passages', () => {
  test('keep the hedges of the original', () => {
    const hedges: Partial<Record<Passage, RegExp>> = {
      T2: /may also generalize/,
      T5: /it is easier to get/,
      T6: /leans to .* for example/,
      T7: /basically show/,
      T9: /basically/,
      T10: /easy half.*in his words, “all luck”.*necessarily changes the algorithm/,
      T11: /may no longer appear/,
      T12: /cannot explain what happens in deep learning; it is about existing algorithms/,
      T13: /very likely/,
      T14: /^A criterion: /,
      T15: /not yet completely; he believes/,
    };
    for (const [passage, hedge] of Object.entries(hedges)) expect(TALK[passage as Passage]).toMatch(hedge);
    expect(Object.values(TALK).join(' ')).not.toMatch(/atomic/i);
    for (const [passage, words] of Object.entries(HEDGES))
      for (const word of words) expect(TALK[passage as Passage]).toMatch(new RegExp(`\\b${word}\\b`));
  });

  test('what no claim is about is named among the limits, in the same words', () => {
    const limits = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8');
    const [, list] = /\*\*Left out of the talk\*\*[^]*?\n\n([^]*?)\n\n/.exec(limits)!;
    const items = list!.split(/^- /m).map((item) => item.replace(/\s+/g, ' ').trim());
    expect(items.filter(Boolean)).toEqual(LEFT_OUT);
  });
});

describe('a finding', () => {
  test('is a boundary, and contradicts nothing', () => {
    expect(marked({ marking: 'ours', finding: true })).toBe(
      'our reading of what the talk points at; a boundary: how far the passage reaches',
    );
    expect(marked({ marking: 'says', finding: false })).toBe('stated in the talk');
    for (const text of everywhere(sample())) expect(text).not.toMatch(/contradict/);
    for (const show of [asHtml, asMarkdown])
      expect(show(sample())).toContain('a boundary: how far the passage reaches');
  });
});

test('a sequel is not the talk’s', () => {
  expect(marked({ marking: 'ours', sequel: true })).toBe('what came after the talk');
  expect(marked({ marking: 'ours', finding: true, sequel: true })).toBe(
    'what came after the talk; a boundary: how far the passage reaches',
  );
});

describe('beside a passage', () => {
  const claim = (id: string, talk: ClaimReport['talk']): ClaimReport => ({
    ...claimReport(id, 'holds', always(), () => 1),
    talk,
    statement: `What ${id} says.`,
    scope: `What ${id} leaves.`,
    finding: id === 'finding' || id === 'bounding',
    ...((id === 'bounding' || id === 'since') && { sequel: true }),
  });
  const claims = [claim('finding', ['T13']), claim('later', ['T14']), claim('none', []), claim('main', ['T13'])];

  test('each verdict has what was certified, and what that leaves open', () => {
    const said = leaves(page(sample(claims), new Map()).blocks, { read: String, nesting: () => [] });
    const passage = said.indexOf('T13', said.indexOf('What it leaves open') - 12);
    const rows = said.slice(passage, passage + 18);
    expect(rows).toEqual([
      'T13',
      ` ${TALK.T13}`,
      ...['Claim', 'Verdict', 'What it says', 'What it leaves open', 'Of the talk'],
      ...['main', 'holds', 'What main says.', 'What main leaves.', 'stated in the talk'],
      ...['finding', 'holds', 'What finding says.', 'What finding leaves.'],
      'stated in the talk; a boundary: how far the passage reaches',
      rows.at(-1),
    ]);
  });

  test('claims are in the order of the talk, findings beside what they limit, and then what came after it, whatever the order in the report', () => {
    const order = ['main', 'finding', 'since', 'bounding', 'later', 'none'];
    const both = [claim('bounding', ['T13']), claim('since', ['T13']), ...claims];
    expect(inOrder(both).map(({ id }) => id)).toEqual(order);
    for (const text of [asHtml, asMarkdown].map((show) => show(sample(both)))) {
      const places = order.map((id) => text.lastIndexOf(`The claim ${id}`));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThan(0);
    }
  });
});
