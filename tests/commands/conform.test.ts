import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenFixtures, claimcheck, fixtures, root, scratch } from './shell.js';

const model = (file: string) => ['--model', `diagonal-network=${join(root, 'tests', 'fixtures', 'models', file)}`];
const conform = (...args: string[]) => claimcheck(['conform', ...args]);

describe('conform', () => {
  test('a model that keeps every law', async () => {
    const { code, stdout, stderr } = await conform('holding', '--claims', fixtures, ...model('rounded.ts'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /rounded\.ts \("diagonal-network"\) in the place of diagonal-network: 4 trainings of 1 claim$/m,
    );
    expect(stdout).toMatch(/^ {2}✓ the same bits +the same training gives the same bits when it is asked again$/m);
    expect(stdout).toMatch(/^ {2}– gradient +.*there is nothing to look at$/m);
    expect(stdout).toMatch(/^Claims\n {2}✓ holding {2}can be judged$/m);
  });

  test('one that does not, in words', async () => {
    const { code, stdout } = await conform('holding', '--claims', fixtures, '--tasks', '1', ...model('hasty.ts'));
    expect(code).toBe(1);
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toContain(
      '✗ facts holding, the claim, trial 0: it does not report "residual" (|X beta - y|_2), which the claim looks at; ' +
        'it has beta, u, v',
    );
    expect(words).toMatch(/✗ end holding, control "many steps", trial 0: it ended by "steps" after 1 steps; expected 3000, the steps of its rule/); // prettier-ignore
    expect(words).toMatch(/✗ rule fields .*the rule field "steps" is ignored: 1 and 3000 end at the same bits; of the shipped "diagonal-network"/); // prettier-ignore
    expect(words).toMatch(/Claims ✗ holding not yet: see end, facts, rule fields/);
  });

  test('a model that a claim brings', async () => {
    const folder = scratch();
    const claims = join(folder, 'mine');
    mkdirSync(claims);
    const network = "import network from 'claimcheck/models/diagonal-network';";
    writeFileSync(
      join(folder, 'mine.ts'),
      `${network}\nexport default { ...network, name: 'mine', faults: {}, harmless: {} };\n`,
    );
    const text = readFileSync(join(fixtures, 'holding.ts'), 'utf8');
    writeFileSync(
      join(claims, 'steady.ts'),
      text
        .replace("import { claim, forMost } from 'claimcheck';", "import { claim, forMost, runs } from 'claimcheck';")
        .replace(
          "import { descent } from 'claimcheck/models/diagonal-network';",
          "import mine from '../mine.js';\nconst descent = runs(mine, { optimizer: 'gradient', within: 0.1, stable: 0.25 });",
        ),
    );
    const { code, stdout, stderr } = await conform('--claims', claims);
    expect([code, stderr.replace(/^looking at .*$/gm, '').trim()]).toEqual([0, '']);
    expect(stdout).toMatch(/^mine, which the claim brings: 4 trainings of 1 claim$/m);
    expect(stdout).toMatch(/ {2}✓ steady {2}can be judged$/m);
  });

  test.each([
    [['small-init-is-min-l1'], 2, /there is no model to look at; expected --model NAME=FILE, or --claims DIR/],
    [['--model', 'x'], 2, /invalid --model "x"; expected NAME=FILE/],
    [['ridge-is-shrinkage-nope', ...model('rounded.ts')], 2, /unknown claim/],
    [['ridge-shrinks-small-directions', ...model('rounded.ts')], 2, /unknown claim|no claim of this run trains/],
    [['holding', '--claims', fixtures, '--tasks', '0', ...model('rounded.ts')], 2, /invalid --tasks "0"/],
    [
      ['holding', '--claims', fixtures, '--model', 'diagonal-network=none.ts'],
      2,
      /invalid --model: the model file .*none\.ts does not exist/,
    ],
    [['throws', '--claims', brokenFixtures], 3, /throws: .*throws\.ts could not be loaded/],
  ])('%j ends with %d', async (args, code, said) => {
    const ran = await conform(...args);
    expect(ran.stderr).toMatch(said);
    expect(ran.code).toBe(code);
  });
});
