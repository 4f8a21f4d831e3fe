/** The law of docs/guides/law.md, listed as the guide says, keeps what laws keep. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { advice } from '../../src/statistics/advice.js';
import type { Criterion } from '../../src/statistics/criterion.js';
import { evidence } from '../../src/statistics/evidence.js';
import type { Criterial, Law } from '../../src/statistics/law.js';
import words from '../../src/statistics/laws.js';
import { law } from './laws.js';
import { no, times, yes } from './outcomes.js';

interface Often extends Criterial {
  readonly than: number;
}
type Word = ((options: { readonly than: number }) => Often) & { readonly law: Law<Often> };

vi.mock('../../src/statistics/laws.js', async (original) => {
  const shipped = await original<{ default: readonly unknown[] }>();
  const page = readFileSync(new URL('../../docs/guides/law.md', import.meta.url), 'utf8');
  const [, code] = /^```ts src\/statistics\/laws\/often\.ts\n([\s\S]*?)^```$/m.exec(page)!;
  const folder = mkdtempSync(join(tmpdir(), 'claimcheck-law-'));
  writeFileSync(join(folder, 'often.ts'), code!);
  const { often } = (await import(join(folder, 'often.ts'))) as { often: Word };
  rmSync(folder, { recursive: true });
  return { ...shipped, default: [...shipped.default, often] };
});

const often = words.at(-1) as unknown as Word;

law(often, { criterion: often({ than: 2 / 3 }), good: yes, bad: no, shows: [1, 0], boundary: 2 / 3 });

test('its own check, and its words', () => {
  expect(() => often({ than: 0.9 })).toThrow('often: invalid than 0.9; the share must be in [0.2, 0.8]');
  const criterion = often({ than: 2 / 3 }) as unknown as Criterion;
  const judged = evidence(criterion, { role: 'claim', budget: 10 });
  for (const outcome of times(10, yes)) judged.add(outcome);
  expect(judged.summary().because).toMatch(/^\d+ of \d+ tasks: undecided; would need about \d+ more for holds$/);
  expect(advice(criterion, judged.summary())).toMatch(/^about \d+ more tasks would decide \(holds\)/);
});
