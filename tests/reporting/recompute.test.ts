import { expect, test } from 'vitest';
import type { Report } from '../../src/engine/report.js';
import { runCommand, verifyCommand } from '../../src/reporting/recompute.js';
import { replayCommand } from '../../src/reporting/replay.js';
import { holding } from './sample.js';

const made = (command: string | undefined, content: Partial<Report['content']> = {}): Report => {
  const report = holding();
  return {
    ...report,
    content: { ...report.content, ...content },
    envelope: { ...report.envelope, ...(command !== undefined && { command }) },
  };
};
const own = `npx claimcheck run --level quick --claims 'my claims' --model 'ridge=a b.ts' --model lasso=c.ts --no-dials`;
const claim = (report: Report) => report.content.claims[0]!;

test('a report is verified with the claims and models that it was made with', () => {
  expect(verifyCommand(made(own), 'out/report.json')).toBe(
    `npx claimcheck verify out/report.json --claims 'my claims' --model 'ridge=a b.ts' --model lasso=c.ts`,
  );
  expect(verifyCommand(made(undefined), `it's/report.json`, ['holding', 'other'], 20)).toBe(
    `npx claimcheck verify 'it'\\''s/report.json' holding other --sample 20`,
  );
});

test('a claim is run again under the seed that it had, with the models that it trains, and over no report', () => {
  const plain = made('npx claimcheck run --level standard');
  expect(runCommand(plain, { ...claim(plain), id: 'holding', seed: '12345' })).toBe(
    'npx claimcheck run holding --level standard --seed 12345 --out reports/again',
  );
  const report = made(own, { level: 'quick', atLeast: 40 });
  const trains = { ...claim(report), models: [{ name: 'ridge', digest: 'a'.repeat(64), instead: true }] };
  expect(runCommand(report, { ...trains, id: 'holding', seed: '7' })).toBe(
    `npx claimcheck run holding --level quick --seed 7 --at-least 40 --claims 'my claims' --model 'ridge=a b.ts' --no-dials --out reports/again`,
  );
});

test('a trial is replayed with them, too', () => {
  expect(replayCommand(made(own), 'report.json', 'holding', 3, 'control:none at all')).toBe(
    `npx claimcheck replay report.json holding 3 --arm 'control:none at all' --claims 'my claims' --model 'ridge=a b.ts' --model lasso=c.ts`,
  );
});
