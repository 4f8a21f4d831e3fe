/** Own claims with own references, from a run to what is cited. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { sample } from '../reporting/sample.js';
import { json } from '../../src/reporting/json.js';
import { claimcheck, root, scratch, type Ran } from './shell.js';

const claims = join(root, 'tests', 'fixtures', 'paper');
const out = join(scratch(), 'out');
const report = join(out, 'report.json');
let ran: Ran;

beforeAll(async () => {
  const author = ['--author', 'Özgür Çelik', '--author', '{Lab & Sons}'];
  const format = ['--format', 'json,md,bib', '--out', out];
  ran = await claimcheck(['run', 'far-at-1e-1_b', '--claims', claims, '--level', 'quick', ...format, ...author]);
  expect(ran.code, ran.stderr).toBe(0);
}, 120_000);

describe('a run of own claims', () => {
  test('keeps who ran it and the works that they name, outside of the id', () => {
    const { envelope, content } = readReport(report);
    expect(envelope.authors).toEqual(['Özgür Çelik', '{Lab & Sons}']);
    expect(envelope.references).toContain('G{\\"o}del, K.');
    expect(envelope.references).not.toContain('left1999');
    expect(JSON.stringify(content)).not.toMatch(/Gödel|Çelik|del, K/);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('Gödel et al. (2026), Theorem 1');
  });

  test('says which key is nowhere, at once and in the report', () => {
    const note =
      /far-at-1e-1_b\.ts names the source "nobody1900", which is neither in .*references\.bib nor among claimcheck's own works; put its BibTeX entry there/;
    expect(ran.stdout + ran.stderr).toMatch(note);
    expect(readReport(report).envelope.notes).toEqual([expect.stringMatching(note)]);
  });
});

describe('cite', () => {
  test('gives the report, the suite and the works, from the report alone', async () => {
    const { code, stdout } = await claimcheck(['cite', report]);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(join(out, 'report.bib'), 'utf8'));
    expect(stdout.match(/^@\w+\{[^,\n]+/gm)).toEqual([
      `@misc{claimcheck-${readReport(report).id!.slice(0, 12)}`,
      '@misc{claimcheck-suite',
      '@string{JTT = {Journal of {Tiny} Things}}',
      '@article{mine2026',
      '@inproceedings{woodworth2020kernel',
    ]);
  });

  test('gives CSL-JSON and lines of text', async () => {
    const { stdout } = await claimcheck(['cite', report, '--format', 'csl']);
    const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    expect(ids.slice(1)).toEqual(['claimcheck-suite', 'mine2026', 'woodworth2020kernel']);
    const text = await claimcheck(['cite', report, '--format', 'text']);
    expect(text.stdout.split('\n')).toHaveLength(5);
    expect(text.stdout).toMatch(/^Özgür Çelik and Lab & Sons \(2026\)\. The claim holds: level quick, risk 0\.05\./);
  });

  test('refuses in a sentence what cannot be cited, and a form that there is not', async () => {
    const path = join(scratch(), 'report.json');
    writeFileSync(path, json(sample()));
    const nameless = await claimcheck(['cite', path]);
    expect(nameless.code).toBe(2);
    expect(nameless.stderr).toBe(
      `claimcheck: ${path} cannot be cited: No report id: a claim could not be evaluated. Expected a report that has an id\n`,
    );
    const form = await claimcheck(['cite', report, '--format', 'endnote']);
    expect(form.stderr).toMatch(/invalid --format "endnote"; expected one of bibtex, csl, text/);
    expect(form.code).toBe(2);
  });
});
