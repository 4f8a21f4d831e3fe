import { expect, test } from 'vitest';
import { FORMATS } from '../../src/commands/output.js';
import { render } from '../../src/commands/render.js';
import { json as written } from '../../src/reporting/json.js';
import { isFile } from '../../src/reporting/figure/beside.js';
import { OUTPUTS } from '../../src/reporting/outputs.js';
import { sample } from '../reporting/sample.js';

test('a report is rendered in the formats that were asked for, and in no other', async () => {
  const report = sample();
  expect(await render(report, [], 'report.json')).toEqual({});
  expect(await render(report, ['json', 'github'], 'report.json')).toEqual({ 'report.json': written(report) });
  const all = await render(report, ['html', 'json', 'md'], 'reports/of-mine/report.json');
  expect(all['index.html']).toMatch(/^<!doctype html>/i);
  expect(all['report.md']).toMatch(/^# /);
  // Commands that a reader is given name the report.
  expect(all['report.md']).toContain('reports/of-mine/report.json');
  expect(all['index.html']).toContain('reports/of-mine/report.json');
});

test('every output leaves the files that it names, which the next run takes away', async () => {
  const all = await render(sample(), FORMATS, 'report.json');
  const [figures, rest] = [true, false].map((ours) =>
    Object.keys(all).filter((name) => name.startsWith('figures/') === ours),
  );
  expect(figures!.length).toBeGreaterThan(2);
  for (const name of figures!) expect(isFile(name.slice('figures/'.length)), name).toBe(true);
  expect(rest!.sort()).toEqual(
    Object.values(OUTPUTS)
      .flatMap(({ files }) => [...files])
      .sort(),
  );
});
