import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { page, pageFile, read, row } from './page.js';

const ended = { faults: 2, agrees: true, lost: 0, twice: 1, pause: 3, said: '' };

describe('docs/reliability.md', () => {
  test('is what npm run reliability saw', () => {
    expect(readFileSync(pageFile, 'utf8')).toBe(page(read()));
  });

  test('says that nothing was lost, and that every report is the same', () => {
    for (const { rows } of Object.values(read()))
      for (const { what, runs, agreed, lost } of rows)
        expect({ what, agreed, lost }).toEqual({ what, agreed: runs, lost: 0 });
  });

  test('would say what was lost, and how many reports are other ones', () => {
    const bad = row('something', 'Python', [ended, { ...ended, agrees: false, lost: 4, pause: 0.12345 }]);
    expect(bad).toEqual({
      ...{ what: 'something', subject: 'Python', runs: 2, faults: 4, agreed: 1, lost: 4, twice: 2 },
      pause: [0.12, 3],
    });
    const text = page({ plain: { seed: 1, rows: [bad] } });
    expect(text).toContain('**1 of 2 reports are the same, after 4 faults; 4 trials were lost.**');
    expect(text).toContain(
      '| something         | Python | 2    | 4      | 1 of 2      | 4           | 2           | 0.12 s, at most 3 s |',
    );
  });
});
