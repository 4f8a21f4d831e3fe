/** docs/tutorial.md, from an empty directory and the archive to the paper: every command is run, every output compared. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { blocksOf, change, pattern, type Block } from '../blocks.js';
import { scratch } from '../commands/shell.js';
import { installed, isOffline, outside, packed } from '../packed.js';
import { complaints, typeset } from '../reporting/texlive.js';

const BLOCKS = blocksOf('docs/tutorial.md');
const home = scratch();
let here = home;
let archive: string;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const shell = (line: string): Promise<Ran> =>
  new Promise((resolve) => {
    execFile('/bin/sh', ['-c', line], { cwd: here, env: outside(), maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

/** One line of a block; its comment says its exit code, where that is not 0. @returns what it printed */
async function execute(line: string): Promise<string> {
  const [, folder] = /^cd (.*)$/.exec(line) ?? [];
  if (folder !== undefined) {
    here = join(here, folder);
    return '';
  }
  const ran = await shell(line);
  if (line.startsWith('npm install') && ran.code !== 0 && isOffline(ran.stderr)) {
    console.warn('npm cannot reach its registry: the archive was unpacked, beside the packages of this checkout');
    installed(archive, here);
    writeFileSync(join(here, 'package.json'), '{}');
    return '';
  }
  const [, code = '0'] = /# exits with (\d)$/.exec(line) ?? [];
  expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(Number(code));
  return ran.stdout;
}

beforeAll(async () => {
  archive = await packed(home);
}, 300_000);

const name = ({ language, file, code }: Block) => `${language} ${file ?? code.trimEnd().split('\n').join('; ')}`;

describe('docs/tutorial.md', () => {
  let printed = '';
  test.each(BLOCKS.filter(({ language }) => language !== 'text').map((block) => [name(block), block] as const))(
    '%s',
    async (_, block) => {
      const { language, file, code } = block;
      if (language === 'diff') return change(join(here, file!), code);
      if (language === 'tex') {
        const made = typeset({ 'main.tex': code }, { by: 'bibtex' }, here);
        expect(complaints(made)).toEqual([]);
        expect(made.codes).toEqual([0, 0, 0, 0]);
        return expect(made.text.replace(/\s+/g, ' ')).toMatch(/The claim holds at risk 0\.01: on 105 tasks/);
      }
      expect(language).toBe('bash');
      printed = '';
      if (code.includes('python3') && (await shell('python3 --version')).code !== 0)
        return console.warn(`python3 is not installed, so this was not run: ${code}`);
      for (const line of code.trim().split('\n')) printed += await execute(line);
      const shown = BLOCKS[BLOCKS.indexOf(block) + 1];
      if (shown?.language === 'text') expect(printed).toMatch(pattern(shown.code));
    },
    600_000,
  );
});
