import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { render } from '../../../src/reporting/format.js';
import { terminal } from '../../../src/reporting/formats/terminal.js';
import { brief } from '../../../src/reporting/report/brief.js';
import { formatLaws } from '../laws.js';
import { holding, sample } from '../sample.js';

const colors = picocolors.createColors(true);
const wide = { width: 1e6, colors: picocolors.createColors(false) };

formatLaws('terminal', terminal(wide), { read: (text) => text, nesting: () => [] });
formatLaws('terminal in colors', terminal({ ...wide, colors }), {
  read: stripVTControlCharacters,
  // What is painted ends before the line does: 22 ends bold and dim, 39 a color.
  nesting: (text) =>
    text.split('\n').filter((line) => {
      const open = new Set<string>();
      for (const [, code] of line.matchAll(/\u001b\[(\d+)m/g))
        if (code === '22') ['1', '2'].forEach((each) => open.delete(each));
        else if (code === '39') open.delete('color');
        else open.add(['1', '2'].includes(code!) ? code! : 'color');
      return open.size > 0;
    }),
});

describe('the terminal', () => {
  const shown = (report = sample(), width = 120) => render(terminal({ ...wide, width }), brief(report, 'report.json'));

  test.each([40, 60, 80, 100, 120, 200])('fits %d columns, except what is to be copied', (width) => {
    const lines = shown(sample(), width)
      .split('\n')
      .filter((line) => !line.includes('npx claimcheck'));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(Math.max(width, 50));
    expect(shown(holding(), width)).toContain('holding');
  });

  test('a command stays on one line, whatever the width', () => {
    expect(shown(sample(), 40)).toMatch(/^ +npx claimcheck replay report\.json failing$/m);
  });

  test('columns are left out in their order', () => {
    const heads = [300, 120, 100, 80, 60].map((width) =>
      shown(sample(), width)
        .split('\n')[0]!
        .split(/\s{2,}/),
    );
    expect(heads[0]).toEqual(['Claim', 'Verdict', 'Talk', 'Criterion', 'Evidence', 'Controls', 'Trials', 'Seconds']);
    for (let k = 1; k < heads.length; k++) expect(heads[k]!.length).toBeLessThanOrEqual(heads[k - 1]!.length);
    expect(heads.at(-1)!.slice(0, 2)).toEqual(['Claim', 'Verdict']);
  });

  test('has no colors unless they are given', () => {
    expect(shown()).not.toContain('\u001b[');
    expect(render(terminal({ width: 100, colors }), brief(sample(), ''))).toContain('\u001b[31m');
  });
});
