import { expect, test } from 'vitest';
import { references, render } from '../../src/commands/render.js';
import { json as written } from '../../src/reporting/json.js';
import { sample } from '../reporting/sample.js';

test('a report is rendered in the formats that were asked for, and in no other', async () => {
  const report = sample();
  expect(await render(report, [], 'report.json')).toEqual({});
  const { json, ...none } = await render(report, ['json'], 'report.json');
  expect(none).toEqual({});
  expect(json).toBe(written(report));
  const all = await render(report, ['html', 'json', 'md'], 'reports/of-mine/report.json');
  expect(all.html).toMatch(/^<!doctype html>/i);
  expect(all.md).toMatch(/^# /);
  // Commands that a reader is given name the report.
  expect(all.md).toContain('reports/of-mine/report.json');
  expect(all.html).toContain('reports/of-mine/report.json');
});

test('references are those of the bibliography', () => {
  expect(references().get('woodworth2020kernel')).toBeDefined();
});
