/** What a report says of a claim beside its sentences: population, runs, symbols, and what a control replaced. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Claim, Run } from '../../src/claim.js';
import { armNamed, verdictArms } from '../../src/engine/arm.js';
import { described, firstTasks, rangeOf } from '../../src/engine/described.js';
import { loadClaim, loadModel, type FoundModel } from '../../src/engine/discover.js';
import { meanings, textOf } from '../../src/engine/meanings.js';
import { replaces } from '../../src/engine/replaces.js';
import { runsOf } from '../../src/engine/runs.js';
import { brief, sizes } from '../../src/engine/sizes.js';
import { spoken } from '../../src/engine/spoken.js';
import { coins, toss, tossed, tossing } from '../fixtures/coins.js';

const shipped = async (id: string): Promise<Claim> => {
  const found = await loadClaim(new URL(`../../claims/${id}.ts`, import.meta.url).pathname, { formulas: false });
  if ('why' in found) throw new Error(found.why);
  return found.claim;
};

describe('sizes', () => {
  const X = { rows: 3, cols: 9, data: new Float64Array(27) };
  test.each([
    [{ X, y: new Float64Array(3), alpha: 0.1 }, 'X 3 x 9, y 3, alpha = 0.1'],
    [
      {
        samples: [
          { X, y: new Float64Array(3) },
          { X, y: new Float64Array(3) },
        ],
      },
      'samples 2 times (X 3 x 9, y 3)',
    ],
    [{ pair: [1, 2], long: Array(7).fill(0), kind: 'L1', on: true }, 'pair [1, 2], long 7, kind = L1, on = true'],
    [{ a: { b: { c: { d: { e: 1 } } } } }, 'a (b (c (d ...)))'],
    [{ f: () => 1, big: 3n, none: null }, 'big = 3, none = null'],
    [4, '4'],
    [X, '3 x 9'],
    [{ wide: Object.fromEntries(Array.from({ length: 14 }, (_, k) => [`f${k}`, k])) }, /f11 = 11, \.\.\.\)$/],
    [{ lone: '\ud800' }, 'lone = \ufffd'],
  ])('%o', (value, words) => {
    if (typeof words === 'string') expect(sizes(value)).toBe(words);
    else expect(sizes(value)).toMatch(words);
  });

  test('of a rule what is short stands by value, and what is long is told from another of its size', () => {
    const rule = { rate: 0.1, w: Float64Array.of(1, 2), P: X, many: new Float64Array(9), kind: { of: 'a' } };
    expect(brief(rule)).toEqual({
      rate: 0.1,
      w: [1, 2],
      P: expect.stringMatching(/^3 x 9, digest [0-9a-f]{8}$/) as string,
      many: expect.stringMatching(/^9 entries, digest [0-9a-f]{8}$/) as string,
      kind: { of: 'a' },
    });
    expect(brief({ many: new Float64Array(9).fill(1) })).not.toEqual(brief({ many: new Float64Array(9) }));
  });
});

describe('runs', () => {
  const tasks = [{ size: 10 }, { size: 20 }, { size: 10 }];
  const claim = (train: Record<string, Run>) => tossing(1, { train });

  test('say the rule field by field, and which fields vary with the task', () => {
    const by: Run = { model: toss, rule: ({ size }: { size: number }) => ({ heads: 1 / size, diverges: 0 }) };
    expect(runsOf(claim({ one: tossed(0.5), by }), tasks)).toEqual({
      one: { model: 'toss', rule: { heads: 0.5 }, varies: [] },
      by: { model: 'toss', rule: { heads: 0.1, diverges: 0 }, varies: ['heads'] },
    });
  });

  test('without a task, a rule that depends on one is left out', () => {
    const by: Run = { model: toss, rule: ({ size }: { size: number }) => ({ heads: size }) };
    expect(runsOf(claim({ by }), [])).toEqual({ by: { model: 'toss', varies: [] } });
  });

  test('say what is seen of a task, copies and families', () => {
    const on = ({ size }: { size: number }) => ({ half: size / 2 });
    const run: Run = { ...tossed(1), on, times: 3, member: { of: 'all', place: 2 } };
    expect(runsOf(claim({ run }), tasks)['run']).toMatchObject({
      sees: 'half = 5',
      times: 3,
      member: { of: 'all', place: 2 },
    });
  });

  test('of a shipped claim are those that its trials train', async () => {
    const { runs, population } = described(await shipped('small-init-is-min-l1'), [{ alpha: 1 }]);
    expect(Object.keys(runs)).toEqual(['large', 'small', 'tiny']);
    expect(runs['small']!.rule).toMatchObject({ optimizer: 'mirror', alpha: 1e-3, budget: 200_000_000 });
    expect(population).toMatchObject({ name: 'wide dense regression', example: 'alpha = 1' });
  });
});

describe('the words of a model', () => {
  const text = [
    '/**',
    ' * Rolls down: b <- b - h g.',
    ' *',
    ' * - `plain`: with one step,',
    ' *   again and again.',
    ' * - `heavy`: with momentum.',
    ' */',
    'const RULE = {',
    '  /** How it',
    '   *  rolls. */',
    '  way: word,',
    '  /** The step. */',
    '  rate: positive,',
    '};',
  ].join('\n');

  test('are the first paragraph of its file, the points that a rule names, and the comments of the fields that it has', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'claimcheck-spoken-')), 'roller.ts');
    writeFileSync(file, text);
    const run = { model: 'roller', rule: { way: 'plain', steps: 3 }, varies: [] };
    expect(spoken({ file, files: {} }, [run])).toEqual({
      about: 'Rolls down: b <- b - h g. `plain`: with one step, again and again.',
      fields: { way: 'How it rolls.' },
    });
    expect(spoken({ file: `${file}x`, files: {} }, [run])).toEqual({});
  });

  test.each(['diagonal-network', 'ridge', 'linear-model', 'two-layer-network', 'filtered-descent'])(
    '%s says what it is',
    async (name) => {
      const found = (await loadModel(new URL(`../../models/${name}.ts`, import.meta.url).pathname)) as FoundModel;
      const { about } = spoken(found, []);
      expect(about!.length).toBeGreaterThan(60);
      expect(about).toMatch(/[.;s]$/);
      expect(about).not.toMatch(/\n|\*\/|^\*/);
    },
  );

  test('of the diagonal network are those of the files that it is made of', async () => {
    const found = (await loadModel(
      new URL('../../models/diagonal-network.ts', import.meta.url).pathname,
    )) as FoundModel;
    const { about, fields } = spoken(found, [
      { model: 'diagonal-network', rule: { optimizer: 'mirror', alpha: 1 }, varies: [] },
    ]);
    expect(about).toContain('`mirror`: the exact dual step');
    expect(about).not.toContain('`gradient`');
    expect(fields).toEqual({ alpha: 'Scale of initialization: u = v = alpha.' });
  });
});

describe('symbols', () => {
  test('have their TeX, words upright, and the text of their measure', () => {
    const { symbols } = meanings(tossing(1));
    expect(symbols['value']!.tex).toBe('\\mathrm{value}');
    expect(symbols['value']!.is).toMatch(/^\(\{ ?run ?\}\) => run\.value\[0\]$/);
  });

  test('their text is one line, whatever the line ends, and keeps the names of its author', () => {
    const of = (text: string) => Object.assign(() => 0, { text });
    expect(textOf(of)).not.toContain('\n');
    const from = (text: string) => new Function(`return ${text}`)() as unknown;
    expect(textOf(from('({ run }) => {\r\n  return run;\r\n}'))).toBe(textOf(from('({ run }) => {\n  return run;\n}')));
    expect(textOf(from('({ task, runs: runs2 }) => runs2.a + runs2.b'))).toBe('({ task, runs }) => runs.a + runs.b');
    expect(textOf(from('({ run: { u: u2 } }) => u2 + x_u2'))).toBe('({ run: { u } }) => u + x_u2');
    expect(textOf(from(`() => ${'1 + '.repeat(300)}1`)).length).toBeLessThan(410);
  });

  test('theory is by name the oracle, and the question where it is more than the task', async () => {
    const { theory } = meanings(await shipped('small-init-is-min-l1'));
    expect(theory['least']).toEqual({ oracle: 'minimum-l1' });
    expect(theory['selected']).toMatchObject({
      oracle: 'minimum-q',
      asked: expect.stringContaining('alpha') as string,
    });
  });

  test('a part says which runs it looks at where there are several', async () => {
    const claim = await shipped('small-init-is-min-l1');
    expect(rangeOf(claim, 'the limit interpolates')).toEqual({ of: ['large', 'small', 'tiny'] });
    expect(rangeOf(tossing(1), 'heads')).toEqual({});
  });
});

describe('what a control replaces is said', () => {
  const said = (claim: Claim, name: string, trials = 5) => {
    const arm = armNamed(claim, `control:${name}`, new Map());
    const own = runsOf(claim, firstTasks(verdictArms(claim)[0]!, 'x', '1', trials));
    return replaces(claim, arm.control!, own, runsOf(arm.claim, firstTasks(arm, 'x', '1', trials)));
  };

  test('of a rule, each field with what it was', () => {
    expect(said(tossing(1), 'tails')).toBe('heads = 0 (was 1)');
    expect(said(tossing(1), 'fair')).toBe('heads = 0.5 (was 1), throws = false (was unset)');
  });

  test('of several runs once, and of a family by its name', async () => {
    const least = await shipped('small-init-is-min-l1');
    expect(said(least, 'early stop')).toBe('in every run: residual = 0.01 (was 1e-12)');
    expect(said(least, 'Adam')).toMatch(/^in tiny: optimizer = adam \(was mirror\), .*budget unset \(was 200000000\)/);
    const depth = await shipped('depth-sharpens-l1');
    expect(said(depth, 'depth 2 judged as 3')).toBe('in every run of three: depth = 2 (was 3)');
    expect(said(depth, 'leading term of another alpha')).toBe('in three 0.0003: alpha = 0.0006 (was 0.0003)');
  });

  test('of the tasks with what they are, of theory, symbols and the formula with their text', () => {
    const vary = (of: object) => {
      const { fair, tails } = tossing(1).controls.mustFail;
      const { because, breaks } = fair!;
      return tossing(1, {
        theory: { odds: [{ name: 'exact odds', answer: () => ({}) as never }, ({ task }) => task.size] },
        controls: { mustFail: { fair: { because, breaks, ...of }, tails: tails! }, mustHold: {} },
      });
    };
    const large = { ...coins, name: 'large coins', about: 'Coins above 50.' };
    expect(said(vary({ forAll: large }), 'fair')).toBe('the tasks, by “large coins” (version 1): Coins above 50.');
    expect(said(vary({ holds: 'value >= 1' }), 'fair')).toBe('the formula, by value >= 1');
    expect(said(vary({ symbols: { value: { measure: () => 7 } } }), 'fair')).toMatch(
      /^the symbol value, by \(\) => 7$/,
    );
    const odds = [{ name: 'other odds', answer: () => ({}) }, () => 1] as const;
    expect(said(vary({ theory: { odds } }), 'fair')).toBe(
      'odds of theory, by other odds (was exact odds) asked () => 1',
    );
  });
});
