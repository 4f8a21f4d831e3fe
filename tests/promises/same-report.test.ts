/** The same command gives the same report id: again, on other workers, with other kernels, rendered or not. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

async function id(...more: string[]): Promise<string | null> {
  const out = join(scratch(), 'out');
  const { code, stderr } = await claimcheck([
    'run',
    'holding',
    '--claims',
    fixtures,
    '--out',
    out,
    '--format',
    'json',
    '--level',
    'quick',
    ...more,
  ]);
  expect(code, stderr).toBe(0);
  return readReport(join(out, 'report.json')).id;
}

describe('the report id', () => {
  test('depends on the question and not on how it is answered', async () => {
    const first = await id();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await id()).toBe(first);
    expect(await id('--workers', '1')).toBe(first);
    expect(await id('--workers', '3', '--kernels', 'reference')).toBe(first);
    expect(await id('--seed', '7')).not.toBe(first);
    expect(await id('--seed', 'registered')).not.toBe(first);
  });
});
