/** The suite's own reports stay verifiable: claims whose words are still those of the report give the same bits. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, root, scratch } from '../commands/shell.js';

const PUBLISHED = join('reports', 'published');
const names = existsSync(join(root, PUBLISHED)) ? readdirSync(join(root, PUBLISHED)) : [];
/** Trials of a sample: seconds on two cores. */
const SAMPLE = 500;
/** Cheap ones, with dials. */
const WHOLE = ['lazy-training-rates', 'weak-ridge-keeps-the-peak'];

test('there is one', () => {
  expect(names.length).toBeGreaterThan(0);
});

describe.each(names)('reports/published/%s', (name) => {
  const path = join(PUBLISHED, name, 'report.json');
  const report = readReport(join(root, path));
  const { content, envelope } = report;

  test('is what a published report must be', () => {
    expect(report.id?.slice(0, 12)).toBe(name);
    expect(content).toMatchObject({ level: 'paper', seed: 'registered', selfControl: { verdict: 'fails' } });
    expect(report.approximate).toBeUndefined();
    expect(content.claims.flatMap(({ models }) => models.filter(({ instead }) => instead))).toEqual([]);
    expect(envelope.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(envelope.command).toBe('npx claimcheck run --level paper');
    expect(readFileSync(join(root, PUBLISHED, name, 'index.html'), 'utf8')).toContain(report.id);
  });

  test.each([
    ['in a sample', ['--sample', String(SAMPLE)]],
    ['in two claims, every number of them', WHOLE],
  ])(
    'is the same, %s',
    async (_, args) => {
      const { code, stdout, stderr } = await claimcheck(['verify', path, ...args]);
      expect([0, 3], stdout + stderr).toContain(code);
      expect(stdout).not.toMatch(/could not be evaluated(?!: there is no such claim any more)/);
      const edited = [...stdout.matchAll(/^(\S+) was edited since/gm)].map(([, id]) => id);
      expect(edited.length, `publish anew: ${edited.join(', ')} were edited`).toBeLessThan(content.claims.length / 2);
      if (edited.length > 0) console.warn(`${name}: to be published anew: ${edited.join(', ')}`);
    },
    300_000,
  );
});

describe('a report is published', () => {
  const home = scratch();
  const run = (...args: string[]) =>
    claimcheck(['run', ...args, '--claims', fixtures, '--level', 'quick', '--format', 'json'], { cwd: home });
  const publish = () =>
    claimcheck(
      ['report', 'reports/latest/report.json', '--format', 'json,html', '--out', 'reports/published', '--named'],
      { cwd: home },
    );

  test('in a folder of its name, and its page names the commands that verify it there', async () => {
    expect((await run('holding')).code).toBe(0);
    expect((await publish()).code).toBe(0);
    const [name, ...more] = readdirSync(join(home, PUBLISHED));
    expect(more).toEqual([]);
    const folder = join(home, PUBLISHED, name!);
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'report.json']);
    expect(readReport(join(folder, 'report.json')).id!.slice(0, 12)).toBe(name);
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).toContain(`npx claimcheck verify reports/published/${name}/report.json holding`);
    const { code, stdout } = await claimcheck(
      ['verify', `reports/published/${name}/report.json`, '--claims', fixtures],
      { cwd: home },
    );
    expect([code, stdout]).toEqual([0, expect.not.stringContaining('index.html')]);
  }, 120_000);

  test('and not where it has no id', async () => {
    expect((await run('throwing')).code).toBe(3);
    const { code, stderr } = await publish();
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/a folder cannot be named by this report\. No report id/),
    ]);
  }, 60_000);
});
