import { describe, expect, test } from 'vitest';
import { always } from '../../src/criteria.js';
import { bibliography } from '../../src/reporting/bibliography.js';
import { bibtex, references } from '../../src/reporting/citation.js';
import { claimReport, sample } from './sample.js';
import { asHtml, asMarkdown, works } from './shown.js';

describe('citations', () => {
  test('every work that a claim cites is listed in full, once', () => {
    const claim = claimReport('a', 'holds', always(), () => 1);
    const listed = references([claim, claim], works);
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatch(
      /^Blake Woodworth, .* and Nathan Srebro \(2020\)\. Kernel and rich regimes .*\. Conference/,
    );
  });
});

describe('citing', () => {
  test('a report with an id has an entry, on both pages; one without has none', () => {
    const report = sample();
    const named = { ...report, id: 'a'.repeat(64), envelope: { ...report.envelope, command: 'npx claimcheck run' } };
    const entry = bibtex(named)!;
    expect(entry).toContain(`@misc{claimcheck-${'a'.repeat(12)},`);
    expect(entry).toContain(`Report ${'a'.repeat(64)}; recomputed by \\verb|npx claimcheck run|`);
    expect(bibliography(`${entry}\n`).get(`claimcheck-${'a'.repeat(12)}`)!.kind).toBe('misc');
    const unnamed = { ...report, id: null };
    expect(bibtex(unnamed)).toBeNull();
    for (const show of [asHtml, asMarkdown]) {
      expect(show(named)).toContain('@misc{claimcheck-');
      expect(show(unnamed)).not.toContain('@misc');
    }
  });
});
