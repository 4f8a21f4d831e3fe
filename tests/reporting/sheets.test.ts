/** The tables as CSV, read by a reader that knows RFC 4180 and nothing of what wrote it. */
import { describe, expect, test } from 'vitest';
import { FILES, sheets } from '../../src/reporting/sheets.js';
import { hostileReport, HOSTILE_ID } from './paper/hostile.js';
import { everyVerdict, sample } from './sample.js';

/** @returns records of fields, by the grammar of RFC 4180 */
function records(text: string): string[][] {
  const all: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    for (;;) {
      const [field, quoted, bare] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(text.slice(at))!;
      record.push(quoted?.replace(/""/g, '"') ?? bare!);
      at += field.length;
      if (text[at] !== ',') break;
      at++;
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no end of a record at ${at}: ${text.slice(at, at + 20)}`);
    at += 2;
    all.push(record);
  }
  return all;
}

/** Rows by the names of their columns. */
function rows(text: string): Record<string, string>[] {
  const [head, ...body] = records(text) as [string[], ...string[][]];
  return body.map((record) => Object.fromEntries(head.map((name, k) => [name, record[k] ?? ''])));
}

describe.each([
  ['of every verdict', sample()],
  ['with a claim full of marks', hostileReport()],
  ['of nothing', sample([])],
])('the tables of a report %s', (_, report) => {
  const written = sheets(report);
  test('are the files that are promised, each with a head and rows of its width', () => {
    expect(Object.keys(written)).toEqual(FILES);
    for (const [file, text] of Object.entries(written)) {
      const [head, ...body] = records(text) as [string[], ...string[][]];
      expect(new Set(head).size, file).toBe(head.length);
      for (const record of body) expect(record.length === head.length, file).toBe(true);
      expect(text).not.toMatch(/undefined|\[object|null/);
    }
  });
});

describe('what stands in them', () => {
  const report = hostileReport();
  const written = sheets(report);
  const claims = rows(written['tables/claims.csv']!);

  test('is every claim, its texts as they were', () => {
    expect(claims.map(({ claim, verdict }) => [claim, verdict])).toEqual(
      report.content.claims.map(({ id, verdict }) => [id, verdict]),
    );
    const theirs = report.content.claims.find(({ id }) => id === HOSTILE_ID)!;
    expect(claims[1]).toMatchObject({ title: theirs.title, statement: theirs.statement, scope: theirs.scope });
  });

  test('is every number to the last bit', () => {
    const odd = [1 / 3, -0, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, NaN, Infinity, -Infinity];
    const [claim, ...rest] = everyVerdict();
    const points = claim!.dial!.points;
    const dial = {
      ...claim!.dial!,
      points: odd.map((mean) => ({ ...points[0]!, measured: { mean, low: mean, high: mean } })),
    };
    const shown = rows(sheets(sample([{ ...claim!, dial }, ...rest]))['tables/dials.csv']!).filter(
      (row) => row['claim'] === claim!.id,
    );
    for (const name of ['measured', 'low', 'high']) expect(shown.map((row) => Number(row[name]))).toEqual(odd);
    expect(shown[1]!['measured']).toBe('-0');
  });

  test('is each part, control, point of a dial and cell of a table', () => {
    const parts = rows(written['tables/parts.csv']!);
    expect(parts.find(({ claim }) => claim === 'holding')).toMatchObject({
      part: 'the part',
      decision: 'holds',
      quantity: 'share of tasks',
      estimate: '1',
      tasks: '105',
      violations: '0',
      alpha: '0.01',
    });
    expect(rows(written['tables/controls.csv']!)[0]).toMatchObject({
      control: 'large',
      must: 'fail',
      breaks: 'the part',
      outcome: 'refuted',
    });
    expect(rows(written['tables/dials.csv']!)[0]).toMatchObject({
      claim: 'holding',
      at: '0.000001',
      measured: '1',
      low: '0.5',
      high: '1.5',
    });
    expect(rows(written['tables/tables.csv']!)[0]).toMatchObject({
      row: 'plus of holding',
      column: 'across',
      mean: '0.25',
    });
  });
});
