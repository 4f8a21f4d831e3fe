/** In a test runner a claim that holds passes, and everything else fails with its reasons; all of it from an installed package. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { discoverModels, loadClaim, type FoundClaim } from '../../src/engine/discover.js';
import type { Report } from '../../src/engine/report.js';
import { brokenFixtures, fixtures, scratch } from '../commands/shell.js';
import { install } from './installed.js';

interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly { title: string; status: string; failureMessages: string[] }[];
  }[];
}

const home = scratch();
const installed = join(home, 'node_modules', 'claimcheck');
const command = (file: string, ...args: string[]) => {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, CI: _____, ...env } = process.env;
  return spawnSync(process.execPath, [file, ...args], { cwd: home, env, encoding: 'utf8' });
};

beforeAll(() => {
  install(home);
  cpSync(fixtures, join(home, 'mine'), { recursive: true });
  mkdirSync(join(home, 'changed'));
  cpSync(join(fixtures, 'holding.ts'), join(home, 'changed', 'changed.ts'));
  writeFileSync(
    join(home, 'mine.ts'),
    `import network from 'claimcheck/models/diagonal-network';
const train = (...of) => ({ ...network.train(...of), facts: { residual: 0 } });
export default { ...network, train };
`,
  );
  cpSync(brokenFixtures, join(home, 'broken'), { recursive: true });
});

test('testClaims registers one test per claim file', () => {
  writeFileSync(
    join(home, 'mine.test.ts'),
    `import { testClaims } from 'claimcheck/vitest';
testClaims({ claims: 'mine', only: ['holding', 'failing', 'vacuous', 'undecided', 'throwing'] });
testClaims({ claims: 'broken', only: ['silent'] });
testClaims({ claims: 'changed', models: { 'diagonal-network': 'mine.ts' } });
`,
  );
  const out = join(home, 'results.json');
  const ran = command(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root',
    home,
    '--reporter',
    'json',
    '--outputFile',
    out,
  );
  const results = JSON.parse(readFileSync(out, 'utf8')) as Results;
  const found = new Map(results.testResults.flatMap((each) => each.assertionResults.map((one) => [one.title, one])));
  expect([...found.keys()].sort()).toEqual([
    'changed',
    'failing',
    'holding',
    'silent',
    'throwing',
    'undecided',
    'vacuous',
  ]);
  expect(found.get('holding')!.failureMessages).toEqual([]);
  expect(found.get('holding')!.status).toBe('passed');
  const said: Record<string, RegExp> = {
    changed: /changed: fails\n\s+part "far": /,
    failing: /failing: fails\n\s+part "far": task \d+ is a certified counterexample/,
    vacuous: /vacuous: vacuous\n[\s\S]*the check cannot see/,
    undecided: /undecided: undecided\n[\s\S]*would need about \d+ more/,
    throwing: /throwing: error\n[\s\S]*the ruler is lost/,
    silent: /silent could not be evaluated: .*has no default export/,
  };
  for (const [id, why] of Object.entries(said)) {
    expect(found.get(id)!.status, id).toBe('failed');
    expect(found.get(id)!.failureMessages.join('\n')).toMatch(why);
  }
  expect(ran.status).toBe(1);
});

test('the command works from an installed package, with claims of its own, and the digests are those of here', async () => {
  const main = join('node_modules', 'claimcheck', 'src', 'main.mjs');
  expect(command(main, 'list').stdout).toMatch(/^small-init-is-min-l1 /m);
  const ran = command(main, 'run', 'holding', '--claims', 'mine', '--level', 'quick');
  expect(ran.stderr).toMatch(/^✓ \[1\/1\] holding: holds/m);
  expect(ran.status).toBe(0);
  const report = readFileSync(join(home, 'reports', 'latest', 'report.json'), 'utf8');
  const { content, envelope } = JSON.parse(report) as Report;
  for (const [name, version] of Object.entries(envelope.packages)) expect(version, name).toMatch(/^\d+\./);
  const here = (await loadClaim(join(fixtures, 'holding.ts'))) as FoundClaim;
  expect(content.claims[0]).toMatchObject({ digest: here.digest, words: here.words });
  const model = (await discoverModels()).get('diagonal-network')!;
  expect(content.claims[0]!.models[0]!.digest).toBe(model.digest);
  expect(readdirSync(join(home, 'reports', 'latest')).sort()).toEqual([
    'index.html',
    'journal.ndjson',
    'journal.origin',
    'report.json',
    'report.md',
  ]);
});

test('registered runs of shipped claims write nothing into an installed package', () => {
  const main = join('node_modules', 'claimcheck', 'src', 'main.mjs');
  const ran = command(main, 'run', 'occam-finite-class', '--level', 'quick', '--seed', 'registered', '--no-dials');
  expect(ran.status, ran.stderr).toBe(0);
  expect(ran.stdout).not.toContain('entered');
  expect(existsSync(join(installed, 'reports', 'ledger.ndjson'))).toBe(false);
});
