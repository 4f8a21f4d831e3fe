/**
 * Numbers of papers beside those of a report. printed.json is what they need of the suite's own report at level standard;
 * PRINTED=report.json npx vitest run tests/reporting/printed.test.ts   writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../src/claim.js';
import { always } from '../../src/criteria.js';
import type { ClaimReport, Report } from '../../src/engine/report.js';
import { at, beside, PRINTED, UNMEASURED } from '../../src/reporting/printed.js';
import { printed } from '../../src/reporting/report/printed.js';
import { leaves } from './laws.js';
import { claimReport, sample } from './sample.js';
import { asHtml, asLatex, asMarkdown, works } from './shown.js';

const file = new URL('printed.json', import.meta.url);
const places = PRINTED.flatMap(({ claim, here, value }) =>
  [here, ...(typeof value === 'object' ? [value] : [])].map((place) => ({ claim, place })),
);

/** What the rows need of a claim. */
function needed({ id, verdict, parts, arms, dial }: ClaimReport) {
  const own = places.filter(({ claim }) => claim === id).map(({ place }) => place);
  const asked = new Set(own.flatMap((place) => ('part' in place ? [place.part] : [])));
  const only = <V>(of: Readonly<Record<string, V>>, keep: (value: V) => unknown) =>
    Object.fromEntries(Object.entries(of).flatMap(([name, value]) => (asked.has(name) ? [[name, keep(value)]] : [])));
  const points = dial?.points.filter((point) => own.some((place) => 'dial' in place && place.dial === point.at));
  return {
    id,
    verdict,
    parts: only(parts, ({ sides }) => ({ ...(sides && { sides }) })),
    arms: arms
      .filter(({ role }) => role === 'claim')
      .map(({ role, parts }) => ({
        role,
        parts: only(parts, ({ evidence: { quantities } }) => ({ evidence: { quantities } })),
      })),
    ...(points && points.length > 0 && { dial: { points } }),
  };
}

if (process.env['PRINTED'] !== undefined) {
  const { content }: Report = JSON.parse(readFileSync(process.env['PRINTED'], 'utf8'));
  const claims = content.claims.filter(({ id }) => places.some(({ claim }) => claim === id)).map(needed);
  writeFileSync(file, `${JSON.stringify(claims, null, 2)}\n`);
}
const claims: readonly ClaimReport[] = JSON.parse(readFileSync(file, 'utf8'));

/** The section as plain text, a cell a line. */
const said = (of: readonly ClaimReport[]) =>
  leaves(printed(of, works), { read: String, nesting: () => [], draws: true });

/** As sources have them: a second copy, which a slip of the pen does not change with the first. */
const SOURCES: readonly (readonly [printed: string, says: number | undefined])[] = [
  ['\\tfrac1\\eta-\\tfrac12', 3.51905],
  ['L+\\lambda\\operatorname{tr}\\nabla^2L', 1],
  ['-\\tfrac1{2\\eta}\\operatorname{tr}\\log\\bigl(1-\\tfrac\\eta2\\nabla^2L\\bigr)', 1],
  ['(\\eta\\sigma)^2/4', 1],
  ['d = 100, 40 examples, 5 ones, alpha = 1, step 0.01, noise 1, 300 000 steps', undefined],
  ['q(z)=2-\\sqrt{4+z^2}+z\\,\\mathrm{asinh}(z/2)', 2.31569],
  ['\\alpha\\le\\bigl(2(1+\\varepsilon)\\lVert\\beta\\rVert_1\\bigr)^{-(2+\\varepsilon)/(2\\varepsilon)}', undefined],
  ['linear in alpha^D for D >= 3; here D = 3', 3],
  ['linear in alpha^D for D >= 3; here D = 4', 4],
  ['\\lambda_{\\mathrm{opt}}=d\\sigma^2/\\lVert\\beta\\rVert^2', 1],
  ['d = 500, sigma = 0.5, length 1: 0.751 at n = 250', 0.751],
  ['d = 500, sigma = 0.5, length 1: 0.2505 at n = 1000', 0.2505],
  ['\\lVert u\\rVert=1/\\sqrt m,\\ 2yu,\\ \\mathcal N(0,32/D)', 1],
  ['radii 1 and 1.1', undefined],
  ['1.6862', 1.6862],
  ['1.69', 1.69],
  ['O(d)', undefined],
  ['\\Omega(d^2)', undefined],
  ['\\Omega(d^2)', undefined],
  ['n_j^{-1/4}', 1.68179],
  ['long tail 100: accuracy 71.94 to 77.03, errors x .819', 0.819],
  ['step 100: accuracy 62.69 to 76.92, errors x .619', 0.619],
];

const rows = beside(claims);

describe('numbers that papers print', () => {
  test('stand in the table as the sources have them, each with its number here', () => {
    expect(
      rows.map(({ printed, stated }) => [
        typeof printed === 'string' ? printed : printed.tex,
        stated === undefined ? stated : Number(stated.toPrecision(6)),
      ]),
    ).toEqual(SOURCES);
    const text = said(claims);
    for (const [each] of SOURCES) expect(text).toContain(each);
    for (const each of UNMEASURED) expect(text.join(' ')).toContain(each);
  });
  test('are what they say: errors by accuracies, risks by closed forms', () => {
    expect((100 - 77.03) / (100 - 71.94)).toBeCloseTo(0.819, 3);
    expect((100 - 76.92) / (100 - 62.69)).toBeCloseTo(0.619, 3);
    // r^2 (1 - n/d) + sigma^2 n / (d - n - 1), and sigma^2 d / (n - d - 1).
    expect(0.5 + (0.25 * 250) / 249).toBeCloseTo(0.751, 4);
    expect((0.25 * 500) / 499).toBeCloseTo(0.2505, 4);
    expect((2 * 1.03 * 2.3) ** (-2.03 / 0.06)).toBeLessThan(1e-22);
  });
  test.each(PRINTED.map((row) => [row.claim, row] as const))(
    'of %s have their place in the claim as it is',
    async (id, row) => {
      const { default: claim }: { default: Claim } = await import(`../../claims/${id}.ts`);
      for (const { place } of places.filter(({ claim }) => claim === id)) {
        if ('part' in place) expect(Object.keys(claim.parts)).toContain(place.part);
        else expect(claim.dial!.grid).toContain(place.dial);
      }
      expect(works.has(row.source)).toBe(true);
    },
  );
  test('are near what is found here, or the row says what differs', () => {
    for (const { ratio, differs, printed } of rows)
      if (ratio && differs === undefined)
        expect({ printed, ratio: Math.abs(ratio.mean - 1) < 0.03 }).toEqual({ printed, ratio: true });
  });
});

describe('the table', () => {
  test('has the number with its interval, and their ratio, to the digits that the interval leaves', () => {
    const text = said(claims).join(' ').replace(/\s+/g, ' ');
    expect(text).toMatch(
      /1\.6862 : Ali et al\. \(2019\), Theorem 1; from memory 1\.6862 1\.68591 0\.9998 .*? \( early-stopping-is-ridge \)/,
    );
    expect(text).toMatch(/at n = 250 : Nakkiran .* seen 0\.751 0\.7617 \[0\.7559, 0\.7674\] 1\.014 excess/);
    expect(text).toMatch(/radii 1 and 1\.1 : .* from memory – 0\.8 \[0\.774, 0\.826\] – error on the mirrored sample/);
    expect(text).toMatch(/\. Its setting:\s+d = 48, n = 24: the same ratio; the rest is the size/);
  });
  test('is made of the report alone: another number there is another one here', () => {
    const other = structuredClone(claims) as unknown as {
      id: string;
      dial: { points: { at: number; measured: { mean: number } }[] };
    }[];
    const points = other.find(({ id }) => id === 'interpolation-risk-law')!.dial.points;
    points.find((point) => point.at === 2)!.measured.mean = 0.7571;
    expect(said(other as unknown as ClaimReport[]).join(' ')).toContain('0.7571 [0.7559, 0.7674]');
  });
  test('leaves out what the report has no number for: another claim, a part without sides, what is not a number', () => {
    expect(beside([])).toEqual([]);
    expect(printed([], works)).toEqual([]);
    const [first, ...others] = claims.filter(({ id }) => id === 'stable-minima-are-smooth' || id === 'ldam-margins');
    expect(beside([first!, ...others])).toHaveLength(2);
    for (const parts of [{}, { 'the function is smooth': {} }]) {
      const bare = claims.map((claim) =>
        claim.id === 'stable-minima-are-smooth' ? { ...claim, parts } : claim,
      ) as ClaimReport[];
      expect(beside(bare)).toHaveLength(rows.length - 1);
    }
    const nan = { points: [{ at: 8, measured: { mean: NaN, low: NaN, high: NaN } }] };
    const ldam = claims.find(({ id }) => id === 'ldam-margins')!;
    expect(at({ dial: 8 }, { ...ldam, dial: nan } as unknown as ClaimReport)).toBeUndefined();
    // What a claim could be called is no part of it.
    expect(at({ part: 'constructor', side: 'left' }, ldam)).toBeUndefined();
  });
  test('stands in every format of the page, with the verdict where it is another than holds', () => {
    const [ridge, ...rest] = ['early-stopping-is-ridge', 'ldam-margins'].map((id): ClaimReport => {
      const { parts, dial } = claims.find((each) => each.id === id)!;
      const whole = claimReport(id, 'holds', always(), () => 1);
      return {
        ...whole,
        parts: {
          ...whole.parts,
          ...Object.fromEntries(
            Object.entries(parts).map(([name, { sides }]) => [
              name,
              { accept: always(), source: 'a <= b', ...(sides && { sides }) },
            ]),
          ),
        },
        ...(dial && { dial: { ...whole.dial!, points: dial.points } }),
      };
    });
    const report = sample([{ ...ridge!, verdict: 'undecided', because: ['why'] }, ...rest]);
    for (const show of [asHtml, asMarkdown, asLatex]) {
      const text = show(report).replace(/\s+/g, ' ');
      for (const each of ['Printed beside here', '1.6862', '1.68591', ', undecided']) expect(text).toContain(each);
    }
    expect(asMarkdown(sample())).not.toContain('Printed beside here');
  });
});
