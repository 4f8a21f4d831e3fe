/** Claims as tests; a real run of vitest is in tests/promises/regression.test.ts and test-runner.test.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { against, judge, opened, type Judged } from '../../src/commands/tested.js';
import { together } from '../../src/engine/baseline.js';
import { json } from '../../src/reporting/json.js';
import { brokenFixtures, fixtures, scratch } from './shell.js';

const plain = { level: 'quick', seed: undefined, instead: {}, base: undefined } as const;
const fileOf = (id: string) => join(id === 'silent' ? brokenFixtures : fixtures, `${id}.ts`);
const judging = (id: string, more = {}) => judge(id, fileOf(id), { ...plain, ...more });

test('why a claim does not hold, and what of its text is to be looked at', async () => {
  const all = await Promise.all(['holding', 'failing', 'vacuous', 'silent'].map((id) => judging(id)));
  expect(all.map(({ why, at }) => [why[0], at])).toEqual([
    [undefined, undefined],
    ['failing: fails', 'far'],
    ['vacuous: vacuous', 'two steps'],
    [expect.stringMatching(/^silent could not be evaluated: .*has no default export/), undefined],
  ]);
});

test('judged as the baseline was, compared with it all together, what is gone and what is broken among it', async () => {
  const made = await Promise.all(['holding', 'failing', 'vacuous'].map((id) => judging(id, { seed: '3' })));
  const base = together([made[0]!.report!, made[1]!.report!, made[2]!.report!]);
  const path = join(scratch(), 'report.json');
  writeFileSync(path, json(base));
  expect(() => opened(path, { level: 'paper' })).toThrow(/^invalid level "paper"; expected quick/);
  expect(() => opened(join(path, '..', 'none.json'), {})).toThrow('there is no such file');
  const report = opened(path, { level: 'quick' });

  const judged = new Map<string, Judged>([
    ['holding', await judging('holding', { base: report })],
    ['failing', { why: ['failing could not be evaluated: a file is torn'] }],
  ]);
  // Two have files; of the third there is none any more.
  const files = new Map([...judged.keys()].map((id) => [id, fileOf(id)]));
  const all = against({ path, report }, judged, files);
  expect(all.claims.map(({ id, word, weight }) => [id, word, weight])).toEqual([
    ['failing', 'not evaluated', 'lost'],
    ['holding', 'identical', 'fine'],
    ['vacuous', 'removed', 'open'],
  ]);
  // What was not asked for in this run is not gone.
  const some = against({ path, report }, judged, new Map([...files, ['vacuous', fileOf('vacuous')]]));
  expect(some.claims.map(({ id }) => id)).toEqual(['failing', 'holding']);
  expect(against({ path, report }, new Map(), new Map()).weight).toBe('open');
});
