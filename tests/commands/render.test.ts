import { expect, test } from 'vitest';
import { render } from '../../src/commands/render.js';
import { json as written } from '../../src/reporting/json.js';
import { sample } from '../reporting/sample.js';

test('a report is rendered in the formats that were asked for, and in no other', async () => {
  const report = sample();
  expect(await render(report, [], 'report.json')).toEqual({});
  expect(await render(report, ['json'], 'report.json')).toEqual({ 'report.json': written(report) });
  const all = await render(report, ['html', 'json', 'md'], 'reports/of-mine/report.json');
  expect(all['index.html']).toMatch(/^<!doctype html>/i);
  expect(all['report.md']).toMatch(/^# /);
  // Commands that a reader is given name the report.
  expect(all['report.md']).toContain('reports/of-mine/report.json');
  expect(all['index.html']).toContain('reports/of-mine/report.json');
});
