import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/reporting/json.js';
import { schema } from '../../src/engine/report.js';
import { jsonSchema, readReport } from '../../src/reporting/schema.js';
import { holding, sample } from './sample.js';
import { everywhere } from './shown.js';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-schema-'));
/** A claim of a report, to be damaged. */
interface Loose {
  arms: { parts: Record<string, { evidence: { quantities: unknown[] } }> }[];
  dial?: { part: string };
}
const only = <V>(record: Record<string, V>): V => Object.values(record)[0]!;

const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('the schema of a report', () => {
  test('is the published one (npm run schema writes it)', async () => {
    const published = new URL('../../reports/report.schema.json', import.meta.url).pathname;
    await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot(published);
  });

  test('accepts every verdict, and reads back what was written', () => {
    const report = sample();
    const read = readReport(write('all.json', json(report)));
    const plain = (value: unknown) => JSON.parse(json(value as typeof report)) as unknown;
    expect(plain(read)).toEqual(plain(report));
    expect(read.content.claims.map(({ verdict }) => verdict)).toEqual(report.content.claims.map((c) => c.verdict));
  });

  test('keeps the order of parts and premises, so that a report renders the same again', () => {
    const report = holding();
    const again = readReport(write('order.json', json(report)));
    expect(everywhere(again)).toEqual(everywhere(report));
    const [claim] = (JSON.parse(json(report)) as typeof report).content.claims;
    expect(Object.keys(claim!.premises)).toEqual(['alpha is small', 'X has full rank']);
  });

  test('decodes numbers that JSON lacks', () => {
    const report = sample();
    const [claim] = report.content.claims;
    const point = { ...claim!.dial!.points[0]!, measured: { mean: NaN, low: -Infinity, high: -0 } };
    const odd = { ...claim!, dial: { ...claim!.dial!, points: [point, ...claim!.dial!.points.slice(1)] } };
    const text = json(sample([odd]));
    expect(text).toContain('"NaN"');
    expect(text).toContain('"-0"');
    const { measured } = readReport(write('odd.json', text)).content.claims[0]!.dial!.points[0]!;
    expect([measured.mean, measured.low, measured.high]).toEqual([NaN, -Infinity, -0]);
  });

  test('names the place of what is wrong', () => {
    const broken = JSON.parse(json(holding())) as { content: { claims: { verdict: string }[] } };
    broken.content.claims[1]!.verdict = 'proved';
    const path = write('broken.json', JSON.stringify(broken));
    expect(() => readReport(path)).toThrow(/is not a claimcheck report: content\.claims\[1\]\.verdict: .*holds/);
    expect(schema.safeParse({ ...JSON.parse(json(holding())), more: 1 }).success).toBe(false);
  });

  test.each<[string, (report: Loose) => void, RegExp]>([
    ['the share of an arm is not there', ({ arms }) => (only(arms[0]!.parts).evidence.quantities = []), /quantities: /],
    [
      'an endless name is spoken of',
      ({ dial }) => (dial!.part = 'x'.repeat(5000)),
      /the dial of holding speaks of the part "x{499}\.\.\., which/,
    ],
  ])('in one short sentence says that %s', (_, change, said) => {
    const broken = JSON.parse(json(holding())) as { id: null; content: { claims: Loose[] } };
    change(broken.content.claims[0]!);
    const path = write('odd.json', JSON.stringify({ ...broken, id: null }));
    expect(() => readReport(path)).toThrow(said);
  });

  test('refuses a report whose content was changed after it got its id', () => {
    const path = write('changed.json', json(holding()).replace('"trials": 105', '"trials": 106'));
    expect(readFileSync(path, 'utf8')).toContain('"trials": 106');
    expect(() => readReport(path)).toThrow(/was changed after it was made/);
  });

  test('says when there is no such file, or it is not JSON', () => {
    expect(() => readReport(join(folder, 'absent.json'))).toThrow(/absent\.json: there is no such file/);
    expect(() => readReport(write('text.json', 'hello'))).toThrow(/cannot read the report/);
  });
});
