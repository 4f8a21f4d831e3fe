import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Claim } from '../../src/claim.js';
import { forMost } from '../../src/criteria.js';
import type { RunEvent } from '../../src/engine/event.js';
import { claimFiles, nearest } from '../../src/commands/choose.js';
import { cost, expectedCost } from '../../src/commands/list.js';
import { publish } from '../../src/commands/output.js';
import { progress } from '../../src/commands/progress.js';
import { revive } from '../../src/commands/revive.js';
import { listOf, oneOf, pairs, seconds, wholeNumber } from '../../src/commands/usage.js';
import { json } from '../../src/reporting/json.js';
import { lines } from '../../src/reporting/value.js';
import { duration, short, typeset } from '../../src/reporting/number.js';
import { tossing } from '../fixtures/coins.js';
import { fixtures, root } from './shell.js';

describe('values from the command line', () => {
  test('are taken as they are meant', () => {
    expect(wholeNumber('--workers', '12', 1, 16)).toBe(12);
    expect(seconds('--budget', '0.5')).toBe(0.5);
    expect(listOf('--format', 'md, json,md', ['json', 'md'])).toEqual(['md', 'json']);
    expect(pairs('--model', ['a=b', 'c=d=e'])).toEqual({ a: 'b', c: 'd=e' });
    expect(oneOf('--level', 'quick', ['quick'])).toBe('quick');
  });

  test('anything else is refused with the value in the sentence', () => {
    for (const bad of ['', '-1', '1e3', '0x10', ' 5', '17', '3.0'])
      expect(() => wholeNumber('--workers', bad, 1, 16)).toThrow(`invalid --workers "${bad}"`);
    for (const bad of ['0', '-1', 'NaN', 'Infinity', '']) expect(() => seconds('--budget', bad)).toThrow(`"${bad}"`);
    expect(() => pairs('--model', ['=x'])).toThrow('expected NAME=MODULE');
  });
});

describe('choosing claims', () => {
  test('nearest names come first, and only near ones', async () => {
    const ids = ['small-init-is-min-l1', 'small-init-is-not-min-l2', 'depth-sharpens-l1'];
    expect((await nearest('small-init-is-min-l2', ids))[0]).toBe('small-init-is-min-l1');
    expect(await nearest('depth', ids)).toEqual(['depth-sharpens-l1']);
    expect(await nearest('smal-init', ids)).toEqual(ids.slice(0, 2));
    expect(await nearest('zzzzzzzzzzzzzzzzzzzzzzzz', ids)).toEqual([]);
  });

  test("a user's folder is added, and no file of it takes the name of another claim", async () => {
    const shipped = await claimFiles();
    const both = await claimFiles(fixtures);
    expect(both.get('holding')).toBe(join(fixtures, 'holding.ts'));
    for (const [id, file] of shipped) expect(both.get(id)).toBe(file);
    const folder = mkdtempSync(join(tmpdir(), 'claimcheck-own-'));
    const [id] = [...shipped.keys()];
    writeFileSync(join(folder, `${id}.js`), '');
    await expect(claimFiles(folder)).rejects.toThrow(`${id}.js has the id of the shipped claim "${id}": rename it`);
    const twice = mkdtempSync(join(tmpdir(), 'claimcheck-own-'));
    for (const ending of ['ts', 'js']) writeFileSync(join(twice, `mine.${ending}`), '');
    await expect(claimFiles(twice)).rejects.toThrow(
      /"mine" is the id of two files, .*mine\.js and .*mine\.ts; rename one/,
    );
    const reserved = mkdtempSync(join(tmpdir(), 'claimcheck-own-'));
    writeFileSync(join(reserved, 'one-step-interpolates.ts'), '');
    await expect(claimFiles(reserved)).rejects.toThrow('rename it');
    expect([...(await claimFiles(join(root, 'claims'))).keys()]).toEqual([...shipped.keys()]);
  });

  test('cost counts every arm at its own budget', () => {
    expect(cost(tossing(0.98), 'standard')).toBe(3 * 120);
    const cheap = tossing(0.98);
    const { mustFail } = cheap.controls;
    const budget = { quick: 5, standard: 7, paper: 9 };
    const fair = { ...mustFail['fair']!, budget };
    expect(cost({ ...cheap, controls: { mustFail: { ...mustFail, fair }, mustHold: {} } }, 'standard')).toBe(
      2 * 120 + 7,
    );
  });
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

describe('writing a directory', () => {
  test('leaves nothing half-written, and no file of another report', () => {
    const folder = mkdtempSync(join(tmpdir(), 'claimcheck-out-'));
    publish(folder, { html: 'old', json: 'old', md: 'old' });
    publish(folder, { json: 'new' });
    expect(readdirSync(folder)).toEqual(['report.json']);
    publish(folder, { md: 'more' }, { keep: true });
    expect(readdirSync(folder).sort()).toEqual(['report.json', 'report.md']);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new');
  });

  test('takes its drafts back when one cannot be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'claimcheck-out-'));
    const unwritable = { json: 'text', md: Symbol('no text') as unknown as string };
    expect(() => publish(folder, unwritable)).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a stored task', () => {
  const task = fc.record({
    X: fc.record({ rows: fc.constant(2), cols: fc.constant(2), data: fc.float64Array({ minLength: 4, maxLength: 4 }) }),
    y: fc.float64Array({ maxLength: 5 }),
    alpha: fc.double(),
    pairs: fc.array(fc.record({ v: fc.float64Array({ maxLength: 3 }) }), { minLength: 1, maxLength: 3 }),
    label: fc.string(),
    flag: fc.boolean(),
  });

  test('comes back from JSON with every bit and every typed array', () => {
    fc.assert(
      fc.property(task, task, (stored, like) => {
        const read: unknown = JSON.parse(json(stored as never));
        expect(revive(read, like)).toEqual(stored);
      }),
    );
  });

  test('is shown by rows, in full', () => {
    const shown = lines({ X: { rows: 2, cols: 2, data: Float64Array.of(0.1, -0, 1 / 3, 4) }, y: [1, 2], f: () => 1 });
    expect(shown).toBe('\nX: 2 x 2\n  0.1 -0\n  0.3333333333333333 4\ny: [1 2]');
  });
});

describe('progress in a pipe', () => {
  test('is one plain line per decided claim', async () => {
    let printed = '';
    const show = await progress(2, { write: (text) => (printed += text) });
    const events: RunEvent[] = [
      { kind: 'planned', claims: 2, arms: 9 },
      { kind: 'trials', claim: 'a', arm: 'claim', count: 30, total: 30 },
      { kind: 'verdict', claim: 'a', verdict: 'holds', seconds: 1 },
      { kind: 'note', text: 'a note' },
      { kind: 'verdict', claim: 'b', verdict: 'fails', seconds: 1 },
    ];
    events.forEach(show.on);
    show.end();
    expect(printed).toMatch(
      /^✓ \[1\/2\] a: holds \(30 trials, .* s\)\na note\n✗ \[2\/2\] b: fails \(30 trials, .* s\)\n$/,
    );
  });
});

test('progress on a terminal of no width is that of a pipe: nothing there can be cleared', async () => {
  vi.stubEnv('CI', undefined);
  vi.stubEnv('TERM', 'xterm');
  let printed = '';
  const show = await progress(1, { isTTY: true, columns: 0, write: (text) => (printed += text) });
  show.on({ kind: 'verdict', claim: 'a', verdict: 'holds', seconds: 1 });
  show.end();
  vi.unstubAllEnvs();
  expect(printed).toContain('[1/1] a: holds (0 trials');
});

describe('numbers for readers', () => {
  test.each([
    [0, '0', '0'],
    [0.01, '0.01', '0.01'],
    [1234.5678, '1230', '1230'],
    [1.234e-6, '1.23e-6', '1.23 × 10⁻⁶'],
    [1e-9, '1e-9', '10⁻⁹'],
    [-2.5e7, '-2.5e7', '−2.5 × 10⁷'],
    [Infinity, 'Infinity', '∞'],
    [NaN, 'NaN', 'NaN'],
  ])('%d', (x, plain, fine) => {
    expect(short(x)).toBe(plain);
    expect(typeset(x)).toBe(fine);
  });

  test.each([
    [0.42, '0.4 s'],
    [59.6, '1 min'],
    [75, '1 min 15 s'],
    [3700, '1 h 1 min'],
  ])('%d seconds', (s, text) => expect(duration(s)).toBe(text));
});
