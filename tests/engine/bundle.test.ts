/** What a user's module is bundled to: its functions keep the names of their author, which a report shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../src/engine/bundle.js';
import { root } from '../commands/shell.js';

test('a name of claimcheck that two files import is one name', async () => {
  const { module, made } = await bundle(join(root, 'template', 'claims', 'my-claim.ts'));
  const text = readFileSync(module, 'utf8');
  expect(text).toMatch(/=> norm2\(run\d*\.b\)/);
  expect(text.match(/import \{[^}]*\} from "file:[^"]*\/numerics\/matrix\.js"/g)).toEqual([
    expect.not.stringMatching(/ as |axpy/),
  ]);
  expect(made.files.every((file) => file.startsWith(join(root, 'template')))).toBe(true);
  expect(made.outside).toContain(join(root, 'dist', 'oracles', 'minimum-l2.js'));
});
