import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Compared } from '../../src/reporting/comparison/compared.js';
import { claimcheck, fixtures, root, scratch } from './shell.js';

describe('list', () => {
  test('has every shipped claim with its passage, criterion and cost', async () => {
    const { code, stdout } = await claimcheck(['list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^initialization-selects-q-alpha +T7 T8 +implies +always +about \d+, <= \d+ trials/m);
    expect(stdout).toMatch(/^small-init-is-not-min-l2 +T7 +says +for most \+ always/m);
    expect(stdout).not.toContain('one-step-interpolates');
  });
});

describe('explain', () => {
  test('says what a reader of the paper asks', async () => {
    const { code, stdout } = await claimcheck(['explain', 'small-init-is-min-l1']);
    expect(code).toBe(0);
    for (const piece of [
      'Woodworth et al. (2020)',
      'What it does not show',
      'Premises',
      'Must fail',
      'Must hold',
      'l1 / minimum - 1 <=',
      '\\frac',
      'digest ',
    ])
      expect(stdout).toContain(piece);
  });
});

describe('with a report', () => {
  const out = join(scratch(), 'out');
  const path = join(out, 'report.json');
  beforeAll(async () => {
    await claimcheck(['run', 'holding', 'failing', '--claims', fixtures, '--level', 'quick', '--out', out]);
  });

  test('replay runs a trial again and compares with the journal', async () => {
    const { code, stdout } = await claimcheck(['replay', path, 'holding', '3', '--claims', fixtures]);
    expect(stdout).toContain('The journal has the same digest.');
    expect(stdout).toMatch(/slack [\d.]+ .*holds/);
    expect(code).toBe(0);
    const control = await claimcheck([
      'replay',
      path,
      'holding',
      '0',
      '--claims',
      fixtures,
      '--arm',
      'control:many steps',
    ]);
    expect(control.stdout).toContain('The journal has the same digest.');
    expect(control.stdout).toContain('violated');
  });

  test('replay of a trial that was not measured says so', async () => {
    const { code, stdout } = await claimcheck(['replay', path, 'holding', '4000', '--claims', fixtures]);
    expect(code).toBe(0);
    expect(stdout).toContain('The journal has no line for this trial');
  });

  test.each([
    [['replay', path, 'holdin', '0'], /has no claim "holdin"; did you mean holding/],
    [['replay', path, 'holding'], /has no counterexample of "holding"; name a trial/],
    [['replay', path, 'holding', 'first'], /invalid trial "first"; expected a whole number/],
    [
      ['replay', path, 'holding', '0', '--arm', 'control:none'],
      /invalid --arm: no arm "control:none"; the claim has claim, control:many steps/,
    ],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await claimcheck([...args, '--claims', fixtures]);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });

  test('report renders again, the same', async () => {
    const other = join(scratch(), 'other');
    const { code, stdout } = await claimcheck(['report', path, '--format', 'html,md,json', '--out', other]);
    expect(code).toBe(0);
    expect(stdout).toContain(join(other, 'index.html'));
    // Commands name the report that lies beside.
    const written = (folder: string, file: string) =>
      readFileSync(join(folder, file), 'utf8').replaceAll(join(folder, 'report.json'), 'report.json');
    for (const file of ['index.html', 'report.md']) expect(written(other, file)).toBe(written(out, file));
    expect(existsSync(join(other, 'report.json'))).toBe(true);
  });
});

describe('help', () => {
  test('names every command and the exit codes', async () => {
    const { code, stdout } = await claimcheck(['--help']);
    expect(code).toBe(0);
    for (const command of ['list', 'explain', 'run', 'replay', 'report'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Exit codes');
    expect((await claimcheck([])).stdout).toBe(stdout);
    expect((await claimcheck(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('compare', () => {
  const model = join(fixtures, '..', 'models', 'rounded.ts');
  // What a shell would take apart.
  const claims = join(scratch(), "a user's claims");
  mkdirSync(claims);
  // Decided by fewer tasks than a comparison needs.
  const soon = readFileSync(join(fixtures, 'holding.ts'), 'utf8').replace('allBut: 0.1', 'allBut: 0.3');
  writeFileSync(join(claims, 'holding.ts'), soon);
  const near = join(claims, '.near model.ts');
  writeFileSync(
    near,
    readFileSync(model, 'utf8').replace(
      'return {',
      'if (task.y[0]! > 0) return { ...trained, facts: { ...trained.facts, residual: 0.05 } };\n    return {',
    ),
  );
  const run = (out: string, ...more: string[]) =>
    claimcheck(['run', 'holding', '--claims', claims, '--level', 'quick', '--out', out, '--format', 'json', ...more]);
  const [base, head] = [scratch(), scratch()];
  const compared = (...more: string[]) =>
    claimcheck(['compare', join(base, 'report.json'), join(head, 'report.json'), ...more]);

  test('the same model is identical, on whatever kernels', async () => {
    await Promise.all([run(base), run(head, '--kernels', 'reference')]);
    const { code, stdout } = await compared();
    expect(stdout).toMatch(/^holding +identical +still holds; \d+ paired tasks$/m);
    expect(stdout).toContain('Exit code 0: nothing is worse, and nothing is lost.');
    expect(code).toBe(0);
  });

  test('a model that only rounds otherwise: says how many tasks would tell, and with them it is unchanged', async () => {
    await run(head, '--model', `diagonal-network=${model}`);
    const { code, stdout } = await compared();
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      / holding cannot tell still holds; \d+ paired tasks; margins moved by [\d.]+e-1\d of their size at the median, by [\d.]+e-1\d at most; model changed: diagonal-network; about \d+ tasks would tell /,
    );
    expect(code).toBe(4);
    const [, words] = /^To tell, run both again with (.*)\.$/m.exec(stdout)!;
    await Promise.all([
      run(base, ...words!.split(' ')),
      run(head, ...words!.split(' '), '--model', `diagonal-network=${model}`),
    ]);
    const again = await compared();
    expect(again.stdout).toMatch(/^holding +passes unchanged +still holds/m);
    expect(again.stdout).toMatch(/^Unchanged: where it is not so, it is said with probability at most 0\.05\.$/m);
    expect(again.code).toBe(0);
  });

  test('a worse model: on which task, and the commands that look at it work as they are pasted', async () => {
    await run(head, '--model', `diagonal-network=${near}`);
    const soonest = await compared();
    expect([soonest.code, soonest.stdout]).toEqual([
      1,
      expect.stringMatching(/^holding +verdict lost +holds -> fails; /m),
    ]);
    await run(head, '--at-least', '20', '--model', `diagonal-network=${near}`);
    const { code, stdout } = await compared();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^holding +changed worse +holds -> fails; /m);
    expect(stdout).toMatch(
      /^task \d+ under "far"; before: passes, slack \S+ ± 0; after: violates it, slack -0\.05 ± 0$/m,
    );
    const commands = [...stdout.matchAll(/^ +# (?:base|head)\n +npx claimcheck (replay .*)$/gm)].map(
      ([, words]) => words!,
    );
    expect(commands).toHaveLength(3);
    const codes = commands.map((words) => {
      const shell = spawnSync('sh', ['-c', `"$NODE" "$MAIN" ${words}`], {
        encoding: 'utf8',
        env: { ...process.env, NODE: process.execPath, MAIN: join(root, 'src', 'main.mjs') },
      });
      expect(shell.stdout, shell.stderr).toMatch(/The (journal has|margin is) the (same digest|stored one)/);
      return shell.status;
    });
    expect(codes).toEqual([0, 0, 0]);
  });

  test('as JSON and as a comment: the same exit code', async () => {
    const { code, stdout } = await compared('--json');
    const all = JSON.parse(stdout) as Compared;
    expect([code, all.exit, all.weight]).toEqual([1, 1, 'worse']);
    expect(all.claims[0]!.replay.head).toContain(`--claims '${claims.replace("'", "'\\''")}'`);
    const comment = await compared('--format', 'md');
    expect(comment.code).toBe(1);
    expect(comment.stdout).toMatch(/^### claimcheck: something is certified worse/);
    expect(comment.stdout).toContain(all.claims[0]!.replay.head);
  });

  test('what could not be evaluated is 3, and says why', async () => {
    const out = scratch();
    writeFileSync(
      join(claims, 'holding.ts'),
      soon.replace('({ run }) => run.residual', "() => { throw new Error('the ruler is lost'); }"),
    );
    await run(out);
    const { code, stdout } = await claimcheck(['compare', join(base, 'report.json'), join(out, 'report.json')]);
    expect(stdout).toMatch(/^holding +not evaluated +holds -> error/m);
    expect(stdout).toMatch(/^- claim: trial 0: .*the ruler is lost$/m);
    expect(stdout).toMatch(/^ +# head\n +npx claimcheck replay \S+ holding 0 --claims /m);
    expect(code).toBe(3);
  });

  test('its help is its documentation', async () => {
    const { stdout } = await claimcheck(['compare', '--help']);
    const told = stdout.replace(/\s+/g, ' ');
    for (const [exit, words] of [
      [1, 'something is certified worse, or what held fails or is vacuous'],
      [3, 'what was judged could not be evaluated'],
      [4, 'nobody can tell, what held is undecided, or a claim is missing'],
      [0, 'nothing is worse, and nothing is lost'],
    ] as const) {
      expect(told).toContain(`${exit} ${words}`);
      for (const page of ['README.md', 'docs/compare.md'])
        expect(readFileSync(join(root, page), 'utf8'), page).toMatch(
          new RegExp(`^\\| ${exit} +\\| .*${words} *\\|`, 'm'),
        );
    }
  });
});
