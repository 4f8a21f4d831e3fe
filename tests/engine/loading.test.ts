import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadClaim } from '../../src/engine/discover.js';
import { scratch } from '../commands/shell.js';

/** In a folder without packages of its own. */
const home = scratch();
mkdirSync(home, { recursive: true });
async function why(name: string, text: string): Promise<string> {
  const file = join(home, `${name}.ts`);
  writeFileSync(file, text);
  const found = await loadClaim(file);
  return 'why' in found ? found.why : 'loaded';
}

describe('a file that is loaded costs itself alone', () => {
  test('where it ends the process', async () => {
    expect(await why('exit', 'process.exit(0); export default 7;')).toContain('ends the process while it is loaded');
  });
  test('where it rejects a promise that nobody waits for', async () => {
    expect(await why('stray', "Promise.reject(new Error('lost')); export default 7;")).toContain('lost');
  });
  test('and the next one is loaded as if it had not been there', async () => {
    const { exit } = process;
    expect(await why('next', 'export default 7;')).toContain('not a claim');
    expect(process.exit).toBe(exit);
  });
});

test('fast-check is ours where the folder has none', async () => {
  expect(await why('drawn', "import fc from 'fast-check'; export default fc.nat();")).toContain('not a claim');
  expect(await why('other', "import { x } from 'no-such-package'; export default x;")).toContain('no-such-package');
});
