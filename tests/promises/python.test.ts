/** docs/guides/python.md, from its first line to its last: its models in Python and R are judged as it says. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blocksOf, change, pattern } from '../blocks.js';
import { root, scratch } from '../commands/shell.js';

const BLOCKS = blocksOf('docs/guides/python.md');
const home = scratch();

/** A line as a reader pastes it; `npx claimcheck` is the one of this checkout. */
const shell = (line: string) =>
  new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
    const here = line.replace(/^npx claimcheck /, `'${process.execPath}' '${join(root, 'src', 'main.mjs')}' `);
    execFile(
      '/bin/sh',
      ['-c', here],
      { cwd: home, env: { ...process.env, FORCE_COLOR: '0' } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

describe('docs/guides/python.md', () => {
  test.each(
    BLOCKS.filter(({ language }) => language !== 'text').map(
      (block) => [block.file ?? block.code.trim(), block] as const,
    ),
  )(
    '%s',
    async (_, block) => {
      const { language, file, code } = block;
      if (language === 'diff') return change(join(home, file!), code);
      if (language !== 'bash') return writeFileSync(join(home, file!), code);
      let printed = '';
      for (const line of code.trim().split('\n')) {
        const [, wanted = '0'] = /# exit code (\d)$/.exec(line) ?? [];
        const { code: exit, stdout, stderr } = await shell(line);
        expect(exit, `${line}\n${stdout}${stderr}`).toBe(Number(wanted));
        printed += stdout;
      }
      const shown = BLOCKS[BLOCKS.indexOf(block) + 1];
      if (shown?.language === 'text') expect(printed).toMatch(pattern(shown.code));
    },
    600_000,
  );
});
