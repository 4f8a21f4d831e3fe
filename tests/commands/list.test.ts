import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claim.js';
import { cost, expectedCost } from '../../src/commands/list.js';
import type { ModelEntry, OracleEntry, TaskEntry } from '../../src/commands/catalog.js';
import { forMost } from '../../src/criteria.js';
import { tossing } from '../fixtures/coins.js';
import { claimcheck, root } from './shell.js';

const listed = async (...args: string[]) => {
  const ran = await claimcheck(['list', ...args]);
  expect(ran.stderr).toBe('');
  expect(ran.code).toBe(0);
  return ran.stdout;
};
const read = async <E>(kind: string, ...names: string[]) =>
  (JSON.parse(await listed(kind, ...names, '--json')) as Record<string, E[]>)[kind]!;

describe('the list of models', () => {
  test('has every model, with the fields of its rule, its parameters and its facts', async () => {
    const all = await read<ModelEntry>('models');
    const files = readdirSync(join(root, 'models')).filter((name) => name.endsWith('.ts'));
    expect(all.map(({ file }) => file).sort()).toEqual(files.map((name) => `models/${name}`).sort());
    for (const { name, about, capabilities, rule } of all) {
      expect(about, name).toMatch(/^\S.{20,}/);
      expect(capabilities.length, name).toBeGreaterThan(0);
      expect(rule.length, name).toBeGreaterThan(0);
      for (const { field, expected } of rule) expect([field, expected].join(': '), name).toMatch(/^[\w.]+: \S/);
    }
    const text = await listed('models');
    for (const { name, rule, facts } of all) {
      const line = text.split('\n').find((each) => each.startsWith(`${name} `));
      for (const word of [...rule.map(({ field }) => field), ...Object.keys(facts)]) expect(line).toContain(word);
    }
  });

  test('shows one of them in full', async () => {
    const [ridge, ...none] = await read<ModelEntry>('models', 'ridge');
    expect(none).toEqual([]);
    expect(ridge!.rule).toContainEqual({ field: 'penalties', must: true, expected: 'finite numbers' });
    expect(ridge!.rule).toContainEqual({
      field: 'cutoff',
      must: false,
      expected: 'a finite number of at least 0',
    });
    expect(ridge!.parameters).toEqual(['beta', 'spectrum', 'filter']);
    const text = await listed('models', 'ridge');
    for (const piece of [
      'models/ridge.ts',
      'choose?',
      '"held-out" or "training"',
      'parameters: beta, spectrum, filter',
    ])
      expect(text).toContain(piece);
    const [squares] = await read<ModelEntry>('models', 'least-squares');
    for (const [fact, what] of Object.entries(squares!.facts))
      expect(await listed('models', 'least-squares')).toContain(`fact ${fact}: ${what}`);
    expect(Object.keys(squares!.facts)).toContain('residual');
  });

  test('says by which field the kinds of a rule are told apart, and what is in a record of it', async () => {
    const [classifier] = await read<ModelEntry>('models', 'margin-classifier');
    const kind = classifier!.rule.find(({ field }) => field === 'kind');
    expect(kind?.expected).toContain('"lasso"');
    const [network] = await read<ModelEntry>('models', 'two-layer-network');
    expect(network!.rule.map(({ field }) => field)).toContain('trained.W');
  });
});

describe('the list of oracles', () => {
  test('has what the files export, with what is imported and what is seeded', async () => {
    const all = await read<OracleEntry>('oracles');
    expect(all.length).toBeGreaterThan(30);
    const text = await listed('oracles');
    for (const { name, export: of, file } of all) {
      const from = `claimcheck/${file.replace(/\.ts$/, '')}`;
      expect(text).toMatch(new RegExp(`^${name} +import \\{ ${of} \\} from '${from}'$`, 'm'));
    }
    const page = await listed('oracles', 'minimum-l1');
    expect(page).toContain('least L1 norm');
    expect(page).toMatch(/^faults: .*least-squares/m);
  });
});

describe('the list of tasks', () => {
  test('has populations and what makes them, each with what is imported', async () => {
    const all = await read<TaskEntry>('tasks');
    const files = new Set(all.map(({ file }) => file));
    const named = (name: string) => all.find((each) => each.export === name);
    for (const name of readdirSync(join(root, 'tasks')).filter((each) => each.endsWith('.ts')))
      // Words and a shape for those who write populations, and no population.
      if (!['drawn.ts', 'sample.ts', 'table.ts', 'uniform.ts'].includes(name)) expect(files).toContain(`tasks/${name}`);
    expect(named('wideRegression')).toMatchObject({ name: 'wide dense regression', version: expect.any(Number) });
    expect(named('fixing')).toMatchObject({ name: 'fixing(...)' });
    expect(named('heteroscedastic')!.listed).toBe(5);
    expect(Object.values(named('regressionAtAnyScale')!.covers)).toEqual([0.2]);
    expect(await listed('tasks')).toContain('two kinds of points, one noisy, 5 tasks');
    // By its name, or by that of its file.
    expect(await read<TaskEntry>('tasks', 'wide dense regression')).toHaveLength(1);
    expect((await read<TaskEntry>('tasks', 'regression')).length).toBeGreaterThan(2);
  });
});

test.each([
  [['model'], /invalid list "model"; expected one of claims, tasks, models, oracles/],
  [['models', 'rigde'], /unknown model "rigde"; did you mean ridge/],
  [['oracles', 'z'.repeat(30)], /unknown oracle "z+"; npx claimcheck list oracles names them all/],
  [['tasks', '--claims', 'mine'], /invalid --claims "mine"; expected none: only claims are listed/],
])('list %j is refused', async (args, said) => {
  const { code, stderr } = await claimcheck(['list', ...args]);
  expect(stderr).toMatch(said);
  expect(code).toBe(2);
});

test('cost counts every arm at its own budget', () => {
  expect(cost(tossing(0.98), 'standard')).toBe(3 * 120);
  const cheap = tossing(0.98);
  const { mustFail } = cheap.controls;
  const budget = { quick: 5, standard: 7, paper: 9 };
  const fair = { ...mustFail['fair']!, budget };
  expect(cost({ ...cheap, controls: { mustFail: { ...mustFail, fair }, mustHold: {} } }, 'standard')).toBe(2 * 120 + 7);
});

describe('what a claim is expected to cost', () => {
  test('the claim takes 51 trials without a failure, and 71 at .99; controls what theirs take', () => {
    const { controls, ...rest } = tossing(0.98);
    const only = (expected: number): Claim => ({
      ...rest,
      controls: { mustFail: { fair: { ...controls.mustFail['fair']!, expected } }, mustHold: {} },
    });
    expect(Math.round(expectedCost(only(0.5), 'standard'))).toBe(51 + 12);
    expect(Math.round(expectedCost(only(0.7), 'standard'))).toBe(51 + 42);
    const hoping = {
      ...only(0.5),
      parts: { heads: { ...rest.parts['heads']!, accept: forMost({ allBut: 0.1, expected: 0.99 }) } },
    };
    expect(Math.round(expectedCost(hoping, 'standard'))).toBe(71 + 12);
  });
  test('a control of which nothing is said is expected to be clearly false', () => {
    const two = expectedCost(tossing(0.98), 'standard') - 51;
    expect(two / 2).toBeGreaterThan(8);
    expect(two / 2).toBeLessThan(12);
  });
  test('and never more than it may', () => {
    for (const level of ['quick', 'standard', 'paper'] as const)
      expect(expectedCost(tossing(0.98), level)).toBeLessThan(cost(tossing(0.98), level));
  });
});
