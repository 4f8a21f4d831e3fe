/** What is printed for a program has the shape that docs/machines.md says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { documented, expectShape } from '../shape.js';
import { brokenFixtures, claimcheck, fixtures, root, scratch } from './shell.js';

const page = readFileSync(join(root, 'docs', 'machines.md'), 'utf8');
const section = (title: string) => documented(page.split(/^## /m).find((text) => text.startsWith(title))!);
const json = async (...args: string[]): Promise<unknown> => {
  const { stdout, stderr } = await claimcheck([...args, '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
};

test('list --json', async () => {
  const kinds = ['claims', 'tasks', 'models', 'oracles'].map((kind) => json('list', kind));
  expectShape(
    [...(await Promise.all(kinds)), await json('list', 'claims', '--claims', brokenFixtures)],
    section('The list'),
  );
});

test('explain --json', async () => {
  const ids = [
    'early-stopping-is-ridge',
    'wide-weights-move-less',
    'initialization-selects-q-alpha',
    'lazy-limit-is-kernel',
    'holding',
  ];
  const all = await Promise.all(ids.map((id) => json('explain', id, '--claims', fixtures)));
  expectShape(all, section('A claim'));
});

test('conform --json', async () => {
  const looked = async (model: string) => {
    const { stdout } = await claimcheck(['conform', ...OF, '--model', `diagonal-network=${model}`, '--json']);
    return JSON.parse(stdout) as unknown;
  };
  const OF = ['holding', '--claims', fixtures];
  const models = join(root, 'tests', 'fixtures', 'models');
  expectShape(
    [await looked(join(models, 'rounded.ts')), await looked(join(models, 'hasty.ts'))],
    section('Whether a model conforms'),
  );
});

describe('with two reports', () => {
  const [base, head] = [scratch(), scratch()];
  const paths = [join(base, 'report.json'), join(head, 'report.json')];
  beforeAll(async () => {
    const run = ['run', '--claims', fixtures, '--level', 'quick', '--format', 'json', 'holding'];
    await claimcheck([...run, '--out', base]);
    await claimcheck([...run, 'failing', '--out', head]);
  });

  test('history --json', async () => {
    expectShape([await json('history', ...paths)], section('Two reports'));
  });

  test.each([
    ['compare', 'html', /^<!doctype html>[\s\S]*nothing is worse/i],
    ['compare', 'md', /^# claimcheck: nothing is worse/],
    ['compare', 'json', /^\{\n {2}"schema": 1,/],
    ['history', 'html', /^<!doctype html>[\s\S]*2 claims in 2 reports/i],
    ['history', 'md', /^# 2 claims in 2 reports: 1 not the same in all/],
    ['history', 'tex', /^% Made by claimcheck/],
  ])('%s into a file that ends with %s', async (command, ending, text) => {
    const out = join(scratch(), 'deep', `a.${ending}`);
    const { code, stdout, stderr } = await claimcheck([command, ...paths, '--out', out]);
    expect([code, stdout, stderr]).toEqual([0, `${out}\n`, '']);
    expect(readFileSync(out, 'utf8')).toMatch(text);
  });

  test('history is printed, where no file is named', async () => {
    const { code, stdout } = await claimcheck(['history', ...paths]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^failing +– +fails$/m);
  });

  test.each([
    [
      ['history', 'ONE'],
      /^claimcheck: invalid history ".*"; expected two reports or more: one alone is shown by npx claimcheck report$/,
    ],
    [['history', 'ONE', 'absent.json'], /^claimcheck: cannot read the report absent\.json: there is no such file/],
    [
      ['history', 'ONE', 'ONE', '--format', 'htm'],
      /^claimcheck: invalid --format "htm"; expected one of text, json, html, md, tex; did you mean html\?$/,
    ],
    [['compare', 'ONE', 'ONE', '--out', 'README.md/x.html'], /^claimcheck: cannot write to the directory "README\.md"/],
  ])('%j is refused in one sentence', async (args, said) => {
    const { code, stdout, stderr } = await claimcheck(args.map((word) => (word === 'ONE' ? paths[0]! : word)));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(said);
    expect(existsSync('README.md/x.html')).toBe(false);
  });
});
