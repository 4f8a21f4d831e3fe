/**
 * Nothing measured by other code counts as this claim's: a changed helper or changed data is measured again. And registered
 * runs are on record: how often a claim was drawn, what it gave, what changed in between.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readLedger } from '../../src/engine/ledger.js';
import { registeredSeed } from '../../src/engine/identity.js';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

let home: string;
const file = (name: string) => join(home, 'mine', name);
const out = () => join(home, 'reports', 'latest');
const report = (name = 'report.json') => readReport(join(out(), name));
const page = (name: string) => readFileSync(join(out(), name), 'utf8');
const lines = () => page('journal.ndjson').split('\n').length - 1;
const run = (...more: string[]) =>
  claimcheck(['run', 'far', '--claims', 'mine', '--level', 'quick', '--workers', '1', ...more], { cwd: home });

/** A claim whose training is told by a helper, and that by a file of data. */
beforeEach(() => {
  home = scratch();
  mkdirSync(file('lib'), { recursive: true });
  const steps = 'const after = (steps: number) => descent({ alpha: 0.1, steps });\n';
  const text = readFileSync(join(fixtures, 'holding.ts'), 'utf8');
  const claim = text
    .replace(steps, '')
    .replace('train: after(1)', 'train: after(one)')
    .replace(/^import.*descent.*$/m, 'import { after, one } from "./lib/steps.js";');
  expect(claim).toContain('train: after(one)');
  writeFileSync(file('far.ts'), claim);
  writeFileSync(
    file('lib/steps.ts'),
    `import { readFileSync } from 'node:fs';
import { descent } from 'claimcheck/models/diagonal-network';
export const one = Number(readFileSync(new URL('../steps.txt', import.meta.url), 'utf8'));
export ${steps}`,
  );
  writeFileSync(file('steps.txt'), '1\n');
});

describe('what a claim is made of', () => {
  test('a changed helper, and changed data, are measured again', async () => {
    expect((await run()).code).toBe(0);
    const [before, measured] = [report(), lines()];
    expect(before.content.claims[0]!.verdict).toBe('holds');
    expect(before.envelope.own).toEqual({ far: ['./far.ts', './lib/steps.ts', './steps.txt'] });
    for (const name of ['./steps.txt', './lib/steps.ts', 'claimcheck/tasks/regression.ts'])
      expect(before.envelope.files[name], name).toMatch(/^[0-9a-f]{12}$/);

    writeFileSync(file('steps.txt'), '2000\n');
    const replayed = await claimcheck(['replay', join(out(), 'report.json'), 'far', '0', '--claims', 'mine'], {
      cwd: home,
    });
    expect(replayed.stdout).toContain('The claim changed since this report was made: ./steps.txt.');
    expect(replayed.code).toBe(1);

    expect((await run('--resume')).code).toBe(1);
    const after = report();
    expect(after.content.claims[0]!.verdict).toBe('fails');
    expect(after.id).not.toBe(before.id);
    expect(after.envelope.trials).toBeGreaterThan(0);
    expect(lines()).toBeGreaterThan(measured);

    writeFileSync(file('steps.txt'), '1\n');
    expect((await run('--resume')).code).toBe(0);
    expect(report().id).toBe(before.id);
  });
});

describe('registered runs', () => {
  test('enter the ledger beside their claims, and the report says what they gave', async () => {
    const registered = (...more: string[]) => run('--seed', 'registered', ...more);
    const ledger = () => readLedger(file('ledger.ndjson')).entries;
    const first = await registered();
    expect(first.stdout).toMatch(/^mine\/ledger\.ndjson \(1 registered draw entered: commit it\)$/m);
    expect(first.stdout).not.toContain('registered draws:');
    const { digest, words, seed } = report().content.claims[0]!;
    expect(seed).toBe(registeredSeed(words));
    expect(ledger()).toEqual([
      expect.objectContaining({
        claim: 'far',
        level: 'quick',
        seed,
        verdict: 'holds',
        digest,
        date: report().envelope.started,
      }),
    ]);

    const again = await registered();
    expect(again.stdout).not.toContain('entered');
    expect(ledger().length).toBe(1);
    expect(report().envelope.draws!['far']!.length).toBe(1);

    writeFileSync(file('steps.txt'), '2000\n');
    expect((await registered()).code).toBe(1);
    writeFileSync(file('steps.txt'), '1 \n');
    const third = await registered();
    expect(ledger().map(({ verdict }) => verdict)).toEqual(['holds', 'fails', 'holds']);
    const told =
      /3 registered draws: holds at quick on [-\d]+; after a change of \.\/steps\.txt: fails at quick on [-\d]+; after a change of \.\/steps\.txt: holds/;
    const spent =
      /One claim has been drawn more than once under registered seeds \(up to 3 times\): the risk is that of one draw, and is not spent over them\./;
    for (const text of [third.stdout, page('index.html'), page('report.md')]) {
      expect(text.replace(/\s+/g, ' ').replace(/\\/g, '')).toMatch(told);
      expect(text.replace(/\s+/g, ' ')).toMatch(spent);
    }
    // What the ledger says is no part of what a stranger recomputes.
    const { id } = report();
    await registered('--no-ledger');
    expect(report().id).toBe(id);
    expect(report().envelope.draws).toBeUndefined();
  });

  test('are not entered where that is not wanted, nor are other runs', async () => {
    await run('--seed', '5');
    await run('--seed', 'registered', '--no-ledger');
    expect(existsSync(file('ledger.ndjson'))).toBe(false);
    await run('--seed', 'registered', '--ledger', 'deep/draws.ndjson');
    expect(existsSync(file('ledger.ndjson'))).toBe(false);
    expect(readLedger(join(home, 'deep', 'draws.ndjson')).entries.length).toBe(1);
  });

  test('keep their report where the ledger cannot be written', async () => {
    mkdirSync(file('ledger.ndjson'));
    const ran = await run('--seed', 'registered');
    expect(ran.code).toBe(0);
    const why =
      /the ledger mine\/ledger\.ndjson cannot be written \(it is not a file\), so 1 registered draw is not on record; name a writable file with --ledger/;
    expect(ran.stderr).toMatch(why);
    expect(report().id).toMatch(/^[0-9a-f]{64}$/);
    expect(report().envelope.notes!.join()).toMatch(why);
  });
});

describe('a beacon', () => {
  test('draws other tasks, which the report names and gives again; another one is not resumed', async () => {
    const beacon = 'round 5291 of a beacon';
    const lit = (...more: string[]) => run('--seed', 'registered', '--beacon', beacon, '--no-ledger', ...more);
    await run('--seed', 'registered', '--no-ledger');
    const before = report();
    const ran = await lit();
    expect(ran.stdout).toContain(`seed registered with beacon ${beacon}`);
    const after = report();
    const [{ seed, words }] = after.content.claims as [(typeof after.content.claims)[number]];
    expect(after.content.beacon).toBe(beacon);
    expect(seed).toBe(registeredSeed(words, beacon));
    expect(seed).not.toBe(before.content.claims[0]!.seed);
    expect(words).toBe(before.content.claims[0]!.words);
    expect(after.id).not.toBe(before.id);
    for (const name of ['index.html', 'report.md']) expect(page(name)).toContain(beacon);
    expect(after.envelope.command).toBe(
      `npx claimcheck run far --level quick --seed registered --beacon '${beacon}' --claims mine`,
    );

    const replayed = await claimcheck(['replay', join(out(), 'report.json'), 'far', '0', '--claims', 'mine'], {
      cwd: home,
    });
    expect(replayed.stdout).toContain(`0 of seed ${seed}, its registered one with beacon ${beacon}`);
    expect(replayed.stdout).toContain('The journal has the same digest.');
    expect(replayed.code).toBe(0);

    const other = await run('--seed', 'registered', '--beacon', '7', '--no-ledger', '--resume');
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /cannot resume ".*": its journal was begun with --beacon "round 5291 of a beacon", and this run's is "7"; run without --resume to begin anew/,
    );
    const none = await run('--seed', 'registered', '--no-ledger', '--resume');
    expect(none.stderr).toMatch(/begun with --beacon "round 5291 of a beacon", and this run has none; /);
    expect((await lit('--resume')).code).toBe(0);
    expect(report().id).toBe(after.id);
    expect(report().envelope.trials).toBe(0);
  });
});
