/** The format of docs/guides/format.md keeps what formats keep. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Format } from '../../src/reporting/format.js';
import { formatLaws } from './laws.js';

const page = readFileSync(new URL('../../docs/guides/format.md', import.meta.url), 'utf8');
const [, code] = /^```ts src\/reporting\/formats\/mail\.ts\n([\s\S]*?)^```$/m.exec(page)!;
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-format-'));
writeFileSync(join(folder, 'mail.ts'), code!);
const { mail } = (await import(join(folder, 'mail.ts'))) as { mail: Format };
rmSync(folder, { recursive: true });

formatLaws('mail', mail, { read: String, nesting: () => [], same: (text) => text.toUpperCase(), unfolds: false });

test('the guide says the call that is made here', () => {
  const said =
    "formatLaws('mail', mail, { read: String, nesting: () => [], same: (text) => text.toUpperCase(), unfolds: false })";
  expect(page).toContain(said);
  expect(readFileSync(import.meta.filename, 'utf8')).toContain(`${said};`);
});
