/** `--format github` and `junit`, as a workflow asks for them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onGithub } from '../../src/commands/github.js';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, root, scratch } from './shell.js';

test('annotates the line of the part in its file, and writes the summary of the job', async () => {
  const out = scratch();
  const summary = join(out, 'summary.md');
  writeFileSync(summary, 'before\n');
  const { code, stdout } = await claimcheck(
    ['run', 'holding', 'failing', '--claims', fixtures, '--level', 'quick', '--out', out, '--format', 'junit,github'],
    { env: { GITHUB_WORKSPACE: root, GITHUB_STEP_SUMMARY: summary } },
  );
  expect(code).toBe(1);
  const lines = stdout.split('\n').filter((line) => line.startsWith('::'));
  expect(lines).toHaveLength(1);
  const [, file, line] = /^::error file=([^,]+),line=(\d+),title=failing%3A fails::/.exec(lines[0]!)!;
  expect(file).toBe('tests/fixtures/claims/failing.ts');
  const [part] = Object.keys(
    readReport(join(out, 'report.json')).content.claims.find(({ id }) => id === 'failing')!.parts,
  );
  expect(readFileSync(join(root, file!), 'utf8').split('\n')[Number(line) - 1]).toContain(part);
  expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## 1 of 2 claims holds\n\n\| Claim /);
  expect(readFileSync(join(out, 'junit.xml'), 'utf8')).toContain('tests="3" failures="1" errors="0"');
  // The page was not asked for.
  expect(existsSync(join(out, 'index.html'))).toBe(false);

  const again = await claimcheck(['report', join(out, 'report.json'), '--format', 'github'], {
    env: { GITHUB_WORKSPACE: join(root, 'docs') },
  });
  expect(again.code).toBe(0);
  // Nobody who sees the change has that file.
  expect(again.stdout).toMatch(/^::error title=failing%3A fails::/m);
});

test('a summary that cannot be written is a sentence, and the annotations are there', async () => {
  const out = scratch();
  await claimcheck(['run', 'failing', '--claims', fixtures, '--level', 'quick', '--out', out, '--format', 'json']);
  const report = readReport(join(out, 'report.json'));
  const { stderr, stdout } = await claimcheck(['report', join(out, 'report.json'), '--format', 'github'], {
    env: { GITHUB_STEP_SUMMARY: join(out, 'none', 'summary.md') },
  });
  expect(stderr).toMatch(/^claimcheck: the job's summary could not be written: ENOENT/);
  expect(stdout).toMatch(/^::error /m);
  expect((await onGithub(report, 'report.json')).length).toBe(1);
});
