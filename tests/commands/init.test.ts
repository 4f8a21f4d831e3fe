/** What `init` writes is a claim that holds; and it writes all of it or nothing. */
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALL } from '../../src/commands/init.js';
import { claimcheck, root, scratch } from './shell.js';

const TEMPLATE = join(root, 'template');
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
const PROJECT = ['README.md', 'package.json', 'tsconfig.json'];
const FILES = filesIn(TEMPLATE).filter((name) => !PROJECT.includes(name));
const PYTHON = 'models/my_model.py';

/** A directory with these files, each with its own name in it. */
function having(...names: readonly string[]): string {
  const folder = scratch();
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
  return folder;
}

/** package.json is the one file that does not lie there. */
const WRITTEN = [...filesIn(TEMPLATE), 'package.json'].sort();
const withoutPython = WRITTEN.filter((name) => name !== PYTHON);

test('it knows every file of the template', () => {
  expect(Object.keys(ALL).sort()).toEqual(WRITTEN);
});

test('a claim that holds, whose controls are refuted and whose faults are caught, in a directory without any install', async () => {
  const home = scratch();
  const said = await claimcheck(['init', "Ann's theory", '--python'], { cwd: home });
  expect(said.code, said.stderr).toBe(0);
  expect(said.stderr).toBe('');
  const cwd = join(home, "Ann's theory");
  expect(filesIn(cwd)).toEqual(WRITTEN);
  for (const name of filesIn(TEMPLATE))
    expect(readFileSync(join(cwd, name)), name).toEqual(readFileSync(join(TEMPLATE, name)));

  const next = said.stdout.split('\nNext:\n')[1]!.trim().split('\n').map((line) => line.trim()); // prettier-ignore
  expect(next.slice(0, 2)).toEqual([
    `cd 'Ann'\\''s theory'`,
    `npm install --save-dev ${root.replace(/\/$/, '')} vitest@4 typescript@5`,
  ]);
  const commands = next.filter((line) => line.startsWith('npx claimcheck ')).map((line) => line.split(' ').slice(2));
  expect(commands.map(([command]) => command)).toEqual(['explain', 'run', 'mutate', 'run']);
  expect(commands.pop()!.slice(-3)).toEqual(['--model', 'my-model="python3', 'models/my_model.py"']);
  for (const command of commands) {
    const ran = await claimcheck(command, { cwd });
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
    if (command[0] === 'run') expect(ran.stdout).toMatch(/^my-claim +holds .* 2\/2 refuted /m);
    if (command[0] === 'mutate') expect(ran.stdout).not.toContain('survives');
  }
});

test('what a project has already stays as it is', async () => {
  const cwd = having(...PROJECT);
  const said = await claimcheck(['init'], { cwd });
  expect(said.code, said.stderr).toBe(0);
  expect(said.stdout).toContain('Your own package.json, tsconfig.json, README.md stayed as they are.');
  for (const name of PROJECT) expect(readFileSync(join(cwd, name), 'utf8')).toBe(name);
  expect(filesIn(cwd)).toEqual(withoutPython);
  expect(said.stdout).not.toMatch(/^ +cd /m);
});

test('where TypeScript would take the files for CommonJS, it says what to do', async () => {
  const steps = async (type: string, module: string) => {
    const cwd = scratch();
    writeFileSync(join(cwd, 'package.json'), JSON.stringify({ type }, null, 2));
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module } }, null, 2));
    return (await claimcheck(['init'], { cwd })).stdout;
  };
  const told = await steps('commonjs', 'nodenext');
  expect(told).toMatch(/^The "type" of your package\.json is not "module", /m);
  expect(told).toMatch(/^ {2}npm pkg set type=module$/m);
  expect(await steps('module', 'nodenext')).not.toContain('"type"');
  expect(await steps('commonjs', 'preserve')).not.toContain('"type"');
});

describe('refused in one sentence, and nothing is written', () => {
  test.each(FILES)('where %s is there already', async (name) => {
    const folder = having(name);
    const { code, stdout, stderr } = await claimcheck(['init', folder, ...(name === PYTHON ? ['--python'] : [])]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `claimcheck: "${folder}" has ${name} already, and nothing was written; ` +
        'expected a directory without it: name another, or move it away\n',
    );
    expect(filesIn(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(name);
  });

  test('where two are, one of them a link that leads nowhere', async () => {
    const folder = having('models/my-model.ts');
    symlinkSync('nowhere', join(folder, 'claims.test.ts'));
    const { code, stderr } = await claimcheck(['init', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/ has models\/my-model\.ts, claims\.test\.ts already, .* move them away$/m);
    expect(filesIn(folder)).toEqual(['claims.test.ts', 'models/my-model.ts']);
  });

  test.each([
    ['where a file has the name of a folder', having('claims'), '', /" has claims already, and nothing was written/],
    [
      'in a file',
      having('file'),
      'file',
      /cannot write to the directory ".*file" \(it is a file\); expected a writable/,
    ],
    [
      'below a file',
      having('file'),
      'file/below',
      /cannot write to the directory ".*file\/below" \(E[A-Z]+\); expected/,
    ],
  ])('%s', async (_, folder, within, said) => {
    const before = filesIn(folder);
    const { code, stdout, stderr } = await claimcheck(['init', join(folder, within)]);
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n').length).toBe(1);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(filesIn(folder)).toEqual(before);
  });

  test.each([[['init', 'a', 'b']], [['init', '--forse']]])('%j, by the parser', async (args) => {
    const cwd = scratch();
    const { code, stderr } = await claimcheck(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^claimcheck: .*\n$/);
    expect(filesIn(cwd)).toEqual([]);
  });
});

test('--help writes nothing', async () => {
  const cwd = scratch();
  const { code, stdout } = await claimcheck(['init', '--help'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('nothing in it is overwritten');
  expect(filesIn(cwd)).toEqual([]);
});
