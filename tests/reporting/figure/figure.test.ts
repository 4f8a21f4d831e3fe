/** Figures: golden drawings, and what holds of every one: marks inside the frame, ticks inside the axis, the same bytes. */
import fc from 'fast-check';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { ClaimReport, DialReport } from '../../../src/engine/report.js';
import { dataOf } from '../../../src/reporting/figure/data.js';
import { dialDrawing, smallDial } from '../../../src/reporting/figure/dial.js';
import { drawingOf, drawn, figuresOf, small } from '../../../src/reporting/figure/figure.js';
import { filesOf } from '../../../src/reporting/figure/files.js';
import { onLine } from '../../../src/reporting/figure/formula.js';
import { fitted, INK, widthOf, type Drawing, type Place, type Shape } from '../../../src/reporting/figure/ink.js';
import { pdf } from '../../../src/reporting/figure/pdf.js';
import { scale } from '../../../src/reporting/figure/scale.js';
import { alone } from '../../../src/reporting/figure/svg.js';
import { written } from '../../../src/reporting/markup.js';
import { hostile } from '../hostile.js';
import { everyVerdict, sample } from '../sample.js';

const claims = everyVerdict();
const figures = figuresOf(claims);
const dial = claims[0]!.dial!;

describe('the figures of a report', () => {
  test('are numbered from 1, each with an id of its own that can name a file', () => {
    expect(figures.length).toBeGreaterThan(1);
    expect(figures.map(({ number }) => number)).toEqual(figures.map((_, k) => k + 1));
    expect(new Set(figures.map(({ id }) => id)).size).toBe(figures.length);
    for (const { id } of figures) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  test('a claim of any name gives an id of its own', () => {
    const names = ['../../etc', '"><script>', '猫', '-', 'a b', 'A_B'];
    const ids = figuresOf(names.map((id): ClaimReport => ({ ...claims[0]!, id }))).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]+$/);
  });

  test.each(figures.map((figure) => [figure.id, figure.of] as const))('%s is drawn, and small', async (id, of) => {
    expect(written(drawn(of, id))).toContain(`<title id="${id}-title">`);
    expect(written(small(of, 'x'))).toContain('viewBox="0 0 220 120"');
    await expect(alone(drawingOf(of)!)).toMatchFileSnapshot(`golden/${id}.svg`);
    await expect(dataOf(of)).toMatchFileSnapshot(`golden/${id}.csv`);
  });

  test('are files by their ids, three of each', async () => {
    const files = await filesOf(sample());
    expect(Object.keys(files)).toEqual(
      figures.flatMap(({ id }) => ['svg', 'pdf', 'csv'].map((end) => `figures/${id}.${end}`)),
    );
  });
});

/** Every place that is drawn, and every text. */
const places = (shapes: readonly Shape[]): Place[] =>
  shapes.flatMap((it): readonly Place[] => {
    if (it.is === 'group') return places(it.shapes);
    if (it.is === 'path') return it.lines.flat();
    return it.is === 'band' ? [it.from, it.to] : [it.at];
  });
const texts = (shapes: readonly Shape[]): (Shape & { is: 'text' })[] =>
  shapes.flatMap((it) => (it.is === 'group' ? texts(it.shapes) : it.is === 'text' ? [it] : []));

function outside({ width, height, size, shapes }: Drawing): string[] {
  const off = places(shapes).filter(([x, y]) => !(x >= 0 && x <= width && y >= 0 && y <= height));
  const cut = texts(shapes).filter(({ at: [x], anchor, runs }) => {
    const wide = widthOf(runs, size);
    const left = x - (anchor === 'start' ? 0 : anchor === 'end' ? wide : wide / 2);
    return left < -1 || left + wide > width + 1;
  });
  return [...off.map(String), ...cut.map(({ runs }) => runs.map(({ text }) => text).join(''))];
}

const number = fc.oneof(
  fc.double(),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(0, 1, 1e-300, -1e300),
);
const point = fc.record({
  at: number,
  trials: fc.nat(50),
  unfinished: fc.constant(0),
  missed: fc.constant(0),
  judged: fc.constantFrom('holds' as const, 'fails' as const, 'open' as const),
  measured: fc.record({ mean: number, low: number, high: number }),
  curve: number,
  margin: fc.constant({ mean: 0, low: 0, high: 0 }),
  holding: fc.nat(50),
  failing: fc.nat(50),
});
const dials: fc.Arbitrary<DialReport> = fc
  .record({
    axis: fc.constantFrom('linear' as const, 'log' as const),
    of: hostile,
    points: fc.uniqueArray(point, { minLength: 1, maxLength: 8, selector: ({ at }) => at }),
    kind: fc.constantFrom('prediction' as const, 'bound' as const, 'rival' as const),
  })
  .map(({ kind, of, points, axis }) => ({
    ...{ of, axis, points, across: { name: of }, part: 'p', measured: { source: of }, curve: { kind, source: 'c' } },
    ...(points.length > 1 && { boundary: { holdsAt: points[0]!.at, failsAt: points[1]!.at } }),
  }));

const seen = (node: DefaultTreeAdapterTypes.Node): string[] =>
  'childNodes' in node ? [node.nodeName, ...node.childNodes.flatMap(seen)] : [];

describe('of every dial', () => {
  test('each mark and each word lies inside the drawing', () => {
    fc.assert(
      fc.property(dials, (each) => {
        for (const drawing of [dialDrawing(each), smallDial(each)]) if (drawing) expect(outside(drawing)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('a mark stands where its value does: further along, further right; greater, higher', () => {
    const discs = (shapes: readonly Shape[]): Place[] =>
      shapes.flatMap((it) => (it.is === 'group' ? discs(it.shapes).slice(0, 1) : it.is === 'disc' ? [it.at] : []));
    const at = discs(dialDrawing(dial)!.shapes);
    expect(at.length).toBe(dial.points.length);
    for (let k = 1; k < at.length; k++) {
      expect(at[k]![0]).toBeGreaterThan(at[k - 1]![0]);
      expect(at[k]![1]).toBeLessThan(at[k - 1]![1]);
    }
  });

  test('no name is read as a mark, and the same dial gives the same bytes', () => {
    fc.assert(
      fc.property(dials, (each) => {
        const drawing = dialDrawing(each);
        if (!drawing) return;
        const text = alone(drawing);
        expect(alone(dialDrawing(structuredClone(each))!)).toBe(text);
        expect(text).not.toMatch(/="[^"]*(NaN|Infinity|undefined)|\p{Cs}|[\0-\x08]/u);
        const names = new Set(seen(parseFragment(text)));
        expect(
          [...names].filter(
            (name) => !/^(#document-fragment|svg|title|desc|rect|path|circle|text|tspan|g)$/.test(name),
          ),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('a judgement has a mark of its own, without colour', () => {
    const of = (judged: 'holds' | 'fails' | 'open') =>
      alone(dialDrawing({ ...dial, points: [{ ...dial.points[0]!, judged }] })!).match(/<circle[^>]*>/g)!;
    expect(of('holds')[0]).toContain(`fill="${INK.holds.fill}"`);
    expect(of('fails')[0]).toContain(`fill="${INK.fails.fill}"`);
    expect(of('open').length).toBe(2);
    expect(INK.holds.fill).not.toBe(INK.fails.fill);
  });

  test('a curve says what it is, in words and in its dashes', () => {
    const of = (kind: 'prediction' | 'bound' | 'rival') =>
      alone(dialDrawing({ ...dial, curve: { kind, source: 'c' } })!);
    for (const kind of ['prediction', 'bound', 'rival'] as const) expect(of(kind)).toContain(`>${kind}</text>`);
    const dash = (kind: 'prediction' | 'bound' | 'rival') => /stroke-dasharray="([^"]*)"/.exec(of(kind))?.[1];
    expect(new Set([dash('prediction'), dash('bound'), dash('rival')]).size).toBe(3);
  });
});

test('ticks are in order, each inside its axis', () => {
  const value = fc.double({ min: -1e299, max: 1e299, noNaN: true });
  fc.assert(
    fc.property(fc.boolean(), fc.array(value, { minLength: 1, maxLength: 6 }), (log, given) => {
      const values = log ? given.map((each) => Math.max(Math.abs(each), 1e-300)) : given;
      const { at, ticks } = scale(log ? 'log' : 'linear', values, 10, 110);
      for (const each of values) expect(at(each)).toSatisfy((place: number) => place >= 10 && place <= 110);
      const there = ticks.map(at);
      // On an axis of its own, since what lies outside is put on the edge.
      for (const [k, place] of there.entries()) if (k > 0) expect(place).toBeGreaterThan(there[k - 1]!);
      expect(ticks.length).toBeLessThan(15);
    }),
  );
});

test('a formula stands on one line, or not at all', () => {
  const line = (tex: string) => onLine(tex)?.map(({ text, at, accent = '' }) => (at === 'up' ? '^' : at === 'down' ? '_' : '') + text + accent).join(''); // prettier-ignore
  expect(line('\\frac{\\lVert\\hat\\beta_\\alpha\\rVert_1}{\\min_{X\\beta=y}\\lVert\\beta\\rVert_1}-1')).toBe(
    '‖β\u0302_α‖_1 / min_Xβ_=_y ‖β‖_1 − 1',
  );
  expect(line('\\frac{a-b}{cd}')).toBe('(a − b) / (cd)');
  expect(line('-x')).toBe('−x');
  expect(line('\\begin{matrix}a\\\\b\\end{matrix}')).toBeUndefined();
  expect(line('\\frac{')).toBeUndefined();
});

test('what has no room is cut', () => {
  const cut = fitted([{ text: 'a long name of an axis' }], 13, 60);
  expect(widthOf(cut, 13)).toBeLessThanOrEqual(60);
  expect(cut.at(-1)!.text).toBe('…');
});

describe('as PDF', () => {
  const drawing = dialDrawing(dial)!;

  test('twice the same bytes, without a date, its letters embedded', async () => {
    const [a, b] = [await pdf(drawing), await pdf(structuredClone(drawing) as Drawing)];
    expect(a.equals(b)).toBe(true);
    const text = a.toString('latin1');
    expect(text).toMatch(/^%PDF-1\.3/);
    expect(text).not.toMatch(/CreationDate|ModDate|Metadata/);
    expect(text).toContain('/MediaBox [0 0 300 195]');
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+KaTeX_Main-Regular/);
    expect(text).toContain('/FontFile2');
    expect(a.length).toBeLessThan(40_000);
  });

  test('a letter that no font has, and any name, leaves a file', async () => {
    for (const of of ['猫 <b>(\\)', '\ud800', ''])
      expect((await pdf(dialDrawing({ ...dial, of, across: { name: of } })!)).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
