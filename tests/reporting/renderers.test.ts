import { readFileSync } from 'node:fs';
import picocolors from 'picocolors';
import { describe, expect, test } from 'vitest';
import { bibliography, cite } from '../../src/reporting/bibliography.js';
import { bibtex, references } from '../../src/reporting/citation.js';
import { html } from '../../src/reporting/html.js';
import { json } from '../../src/reporting/json.js';
import { markdown } from '../../src/reporting/markdown.js';
import { advice, caught, headline, joint, searched } from '../../src/reporting/sentences.js';
import { percent, typeset } from '../../src/reporting/number.js';
import { prose } from '../../src/reporting/prose.js';
import { inOrder } from '../../src/reporting/order.js';
import { schema } from '../../src/engine/report.js';
import { scatter } from '../../src/reporting/scatter.js';
import { tablesOf } from '../../src/reporting/tables.js';
import { terminal } from '../../src/reporting/terminal.js';
import type { ClaimReport, Draw, Report } from '../../src/engine/report.js';
import { expression } from '../../src/numerics/expression.js';
import { claimReport, everyVerdict, holding, sample } from './sample.js';
import { always } from '../../src/criteria.js';

const works = bibliography(readFileSync(new URL('../../docs/references.bib', import.meta.url), 'utf8'));
const colors = picocolors.createColors(false);
const onTerminal = (report = sample(), width = 120) =>
  terminal(report, { width, colors, path: 'reports/latest/report.json' });

describe('the page', () => {
  const page = html(sample(), works);

  test('runs nothing and loads nothing', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|@import|url\(|\sstyle="|\son\w+=/i);
    const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to!);
    expect(addresses.length).toBeGreaterThan(0);
    for (const to of addresses) expect(to.startsWith('#')).toBe(true);
  });

  test('allows its own style sheet by its digest', async () => {
    const { createHash } = await import('node:crypto');
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(page).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  test('escapes what claims say', () => {
    expect(page).toContain('&lt;b&gt;X &amp; y&lt;/b&gt;');
    expect(page).not.toContain('<b>X');
  });

  test('has every part of a claim: formula, controls, premises, dial, counterexample, seed and digests', () => {
    for (const piece of [
      '<math',
      'control:large',
      'refuted',
      'alpha is small'.replace('alpha', 'α'),
      '<svg',
      'Woodworth et al. (2020)',
      '12345',
      'b'.repeat(64),
      'the theory&#39;s curve'.replace('&#39;', "'"),
      'The task, by value',
    ])
      expect(page).toContain(piece);
  });

  test('is well formed: every element that is opened is closed', () => {
    const voids = new Set(['meta', 'br', 'line', 'rect', 'polyline', 'circle', 'path']);
    const open: string[] = [];
    for (const [, closing, name, rest] of page
      .replace(/<!doctype html>|<style>[\s\S]*?<\/style>/g, '')
      .matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (rest!.endsWith('/') || voids.has(name!)) continue;
      if (closing) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
  });

  test('typesets the formula that is checked: another source gives another page', () => {
    const tex = (source: string) => expression(source).tex();
    const shown = (source: string) => {
      const claim = claimReport('x', 'holds', always(), () => 1);
      return html(
        sample([{ ...claim, parts: { 'the part': { ...claim.parts['the part']!, tex: tex(source) } } }]),
        works,
      );
    };
    expect(shown('a / b <= 0.07')).not.toBe(shown('a / b <= 0.08'));
  });
});

describe('every renderer', () => {
  test.each([
    ['html', (report = sample()) => html(report, works)],
    ['markdown', (report = sample()) => markdown(report, works)],
    ['terminal', onTerminal],
  ])('%s says each verdict, the joint sentence and the reasons', (_, render) => {
    const text = render();
    for (const { id, verdict, because } of everyVerdict())
      for (const said of [id, verdict, ...because]) expect(text).toContain(said);
    expect(text).toContain('2 of 6 claims hold');
    expect(render(holding())).toContain('All 2 claims hold');
  });

  test('an incomplete run never says that all claims hold', () => {
    const cut = sample(everyVerdict().slice(0, 2), { incomplete: 'interrupted' });
    for (const text of [html(cut, works), markdown(cut, works), onTerminal(cut)]) {
      expect(text).not.toContain('All 2 claims hold');
      expect(text).toMatch(/incomplete/i);
    }
  });

  test('a claim file that could not be loaded is an error in the table and in the sentence', () => {
    const report = {
      ...sample(everyVerdict().slice(0, 2), { errors: { mine: ['mine.ts has no default export'] } }),
      id: null,
    };
    for (const text of [html(report, works), markdown(report, works), onTerminal(report)]) {
      expect(text).toContain('mine');
      expect(text).toContain('has no default export');
      expect(text).not.toContain('All 2 claims hold');
    }
    const alone = { ...sample([], { errors: { mine: ['mine.ts has no default export'] } }), id: null };
    for (const text of [html(alone, works), markdown(alone, works), onTerminal(alone)]) {
      expect(text).toContain('One file could not be evaluated.');
      expect(text).not.toContain('0 of 0');
      expect(text).not.toContain('of 1 claim hold');
    }
  });
});

describe('what is known of the check itself', () => {
  test('a page says from which share on it certifies and refutes', () => {
    const text = html(sample(), works);
    const powers = everyVerdict().flatMap(({ arms }) =>
      Object.values(arms.find(({ role }) => role === 'claim')?.parts ?? {}).flatMap(
        ({ evidence }) => evidence.power ?? [],
      ),
    );
    expect(powers.length).toBeGreaterThan(2);
    for (const { holds90, fails90 } of powers) {
      expect(text).toContain(`with probability 90% where the`);
      expect(text).toContain(`is at least ${percent(holds90!)}, and refutes`);
      expect(text).toContain(`where it is at most ${percent(fails90!)}.`);
    }
  });

  test('the list with its joint error stands beside the raw verdicts', () => {
    const report = sample();
    const { holm } = report.content;
    const [, list] = html(report, works).split('The list, with its joint error');
    for (const [id, { p, adjusted }] of Object.entries(holm)) {
      const row = list!.split('<tr>').find((each) => each.includes(`>${id}<`));
      for (const figure of [p, adjusted]) expect(row).toContain(typeset(figure));
    }
    expect(Object.values(holm).some(({ p, adjusted }) => adjusted > p)).toBe(true);
    const listed = Object.values(holm).filter(({ holds }) => holds).length;
    for (const text of [onTerminal(report), markdown(report, works)])
      expect(text.replace(/\s+/g, ' ')).toContain(
        `(Holm over 6), ${listed === 0 ? 'none' : listed} of them would stand`,
      );
  });
});

describe('tables', () => {
  const joined = tablesOf(holding().content.claims);

  test('of one title are one, with the claim behind each row', () => {
    expect(joined.length).toBe(1);
    expect(joined[0]!.rows.map(({ claim, name }) => [claim.id, name])).toEqual([
      ['holding', 'plus of holding'],
      ['holding', 'minus of holding'],
      ['finding', 'plus of finding'],
      ['finding', 'minus of finding'],
    ]);
  });

  test('of other columns are not joined', () => {
    const [a, b] = holding().content.claims as [ClaimReport, ClaimReport];
    const other = { ...b, table: { ...b.table!, columns: b.table!.columns.slice(1) } };
    expect(tablesOf([a, other]).length).toBe(2);
    expect(tablesOf([a, { ...b, table: { ...b.table!, trials: 0 } }])[0]!.rows.length).toBe(2);
  });

  test.each([
    ['html', html(holding(), works)],
    ['markdown', markdown(holding(), works)],
  ])('%s: means with intervals, shares as counts', (_, text) => {
    for (const said of ['Which sign wins', '0.25 [0.2, 0.3]', '20 of 20', '7 of 20', 'minus of finding'])
      expect(text).toContain(said);
  });

  test('the figure has a point for each row, where the row is, and one for rows that coincide', () => {
    const svg = scatter(joined[0]!, 't');
    const at = [...svg.matchAll(/<circle cx="([\d.-]+)" cy="([\d.-]+)"[^>]*fill="(#[0-9a-f]+)"/g)];
    expect(at.length).toBe(3);
    const [plus, minus, finding] = at.map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(plus![0]).toBeLessThan(minus![0]);
    expect(plus![1]).toBeLessThan(minus![1]); // up is smaller
    expect(finding![0]).toBe(minus![0]);
    expect(finding![1]).toBeGreaterThan(minus![1]);
    expect(at.map(([, , , fill]) => fill)).toEqual(['#1d4ed8', '#fff', '#fff']);
    expect(svg).toContain('>1, 3<');
    const { drawn: _, ...bare } = joined[0]!;
    expect(scatter(bare, 't')).toBe('');
  });
});

describe('the order of claims', () => {
  test('is that of the talk, findings beside what they limit, whatever the order in the report', () => {
    const claim = (id: string, talk: ClaimReport['talk']) => ({ ...claimReport(id, 'holds', always(), () => 1), talk });
    const claims = [claim('finding', ['T13']), claim('later', ['T14']), claim('none', []), claim('main', ['T13'])];
    const order = ['main', 'finding', 'later', 'none'];
    expect(inOrder(claims).map(({ id }) => id)).toEqual(order);
    const titles = order.map((id) => `The claim ${id}`);
    for (const text of [html(sample(claims), works), markdown(sample(claims), works)]) {
      const places = titles.map((title) => text.indexOf(title));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThan(0);
    }
  });
});

describe('the terminal', () => {
  test.each([40, 60, 80, 100, 120, 200])('fits %d columns', (width) => {
    const longest = Math.max(
      ...onTerminal(holding(), width)
        .split('\n')
        .filter((line) => !/[0-9a-f]{64}/.test(line))
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(Math.max(width, 50));
  });

  test('suggests what to do for what does not hold', () => {
    const text = onTerminal();
    expect(text).toContain('npx claimcheck replay reports/latest/report.json failing');
    expect(text).toMatch(/about \d+ more tasks would decide/);
  });

  test('has no colors unless they are given', () => {
    expect(onTerminal()).not.toContain('\u001b[');
    expect(terminal(sample(), { width: 100, colors: picocolors.createColors(true), path: '' })).toContain('\u001b[');
  });
});

describe('registered draws', () => {
  const draw = (seed: string, verdict: 'holds' | 'fails', changed: readonly string[] = []): Draw => ({
    seed,
    changed,
    gave: [{ level: 'standard', verdict, date: '2026-11-20T09:00:00.000Z', digest: 'a'.repeat(64) }],
  });
  const [first] = holding().content.claims;
  const drawn = (list: readonly Draw[]) => sample([first!], { draws: { [first!.id]: list } });
  const pages = (report: Report) => [html(report, works), markdown(report, works), onTerminal(report)];

  test('more than one stand in every rendering with what changed, and the risk is said to be that of one', () => {
    const report = drawn([draw('1', 'fails'), draw('2', 'holds', ['./a.ts', 'the beacon'])]);
    for (const page of pages(report)) {
      const text = page.replace(/\s+/g, ' ');
      expect(text).toContain(
        '2 registered draws: fails at standard on 2026-11-20; after a change of ./a.ts, the beacon: holds',
      );
      expect(text).toContain('(up to 2 times): the risk is that of one draw, and is not spent over them.');
    }
    expect(schema.safeParse(JSON.parse(json(report))).success).toBe(true);
  });

  test('one is not worth a word', () => {
    for (const list of [[], [draw('1', 'holds')]])
      for (const page of pages(drawn(list))) expect(page).not.toMatch(/registered draw/);
  });
});

describe('words', () => {
  test('the adversary: the smallest slack that it found, on which climb, in how many trainings, and that it is no evidence', () => {
    const told =
      'Adversary: smallest slack found 3.14e-4 (its climb 2), in 400 trainings, 3 of them without a margin. ' +
      'That it found no counterexample is no evidence.';
    const [claim] = everyVerdict();
    expect(searched(claim!)).toBe(told);
    expect(searched(everyVerdict()[1]!)).toBe('');
    expect(html(sample(), works)).toContain(told);
    expect(markdown(sample(), works)).toContain(told);
    expect(onTerminal().replace(/\s+/g, ' ')).toContain(told);
    const nothing = { ...claim!, adversary: { ...claim!.adversary!, counted: 0, smallest: {} } };
    expect(searched(nothing)).toContain('no slack found, in 400 trainings, 400 of them without a margin');
  });

  test('what the adversary refutes is said to be its own, with the command that shows it', () => {
    const [claim] = everyVerdict();
    const refuted = { part: 'the part', climb: 3 };
    const failing: ClaimReport = {
      ...claim!,
      verdict: 'fails',
      adversary: { ...claim!.adversary!, refuted },
      counterexample: { ...everyVerdict()[2]!.counterexample!, foundBy: 'adversary', trial: 3 },
    };
    expect(searched(failing)).toMatch(
      /^Adversary: its climb 3 ended on a certified counterexample of “the part” \(400/,
    );
    expect(advice(failing, sample(), 'r.json')).toEqual({
      say: 'see the counterexample',
      command: 'npx claimcheck replay r.json holding',
    });
    const { counterexample: _, ...bare } = failing;
    expect(advice(bare, sample(), 'r.json').command).toBe('npx claimcheck replay r.json holding 3 --arm adversary');
    const report = sample([failing, claimReport('finding', 'holds', always(), () => 1)]);
    expect(html(report, works)).toContain('Climb 3 of the adversary, shrunk');
    expect(markdown(report, works)).toContain('Climb 3 of the adversary, shrunk');
    const two = sample([claim!, { ...failing, id: 'other' }]);
    expect(onTerminal(two).replace(/\s+/g, ' ')).toContain(
      'it searched 2 claims of all tasks with 800 trainings and refuted 1. That it finds no counterexample is no evidence.',
    );
  });

  test('seeded faults: those that touch the claim are counted, those that it misses are named with the reason', () => {
    const [claim] = everyVerdict();
    const figures = {
      faults: 3,
      killed: 1,
      harmless: 1,
      held: 1,
      untouched: 4,
      minimumDetectable: { coin: 0.1 },
      surviving: [
        { of: 'coin', fault: 'a', what: 'it is bent' },
        { of: 'coin', fault: 'b', what: 'it is blue', because: 'nobody looks' },
      ],
    };
    expect(caught(claim!, sample([claim!], { mutation: { [claim!.id]: figures } }))).toBe(
      'Seeded faults: 1 of the 3 that touch it are caught; the smallest wrong constant that it sees is off by 10% in ' +
        'coin; 1 of 1 harmless variants are held; 4 more change nothing in it. Not caught: coin: it is bent; coin: it ' +
        'is blue (nobody looks).',
    );
    expect(caught(claim!, sample([claim!]))).toBe('Seeded faults: not measured for this version.');
  });

  test('prose typesets mathematics and leaves names alone', () => {
    expect(prose('alpha_i^2 = |u_i v_i|')).toBe('α<sub>i</sub><sup>2</sup> = |u<sub>i</sub> v<sub>i</sub>|');
    expect(prose('at 1e-6, not 2.5e3')).toBe('at 10<sup>−6</sup>, not 2.5 × 10<sup>3</sup>');
    expect(prose('initialization-selects-q-alpha')).toBe('initialization-selects-q-alpha');
    expect(prose('alphabet')).toBe('alphabet');
  });

  test('citations', () => {
    expect(cite('woodworth2020kernel', works)).toBe('Woodworth et al. (2020)');
    expect(cite('nagarajan2019uniform', works)).toBe('Nagarajan and Kolter (2019)');
    expect(cite('unknown', works)).toBe('unknown');
    expect(works.get('chizat2019lazy')!.fields['author']).toContain('Lénaïc');
  });
});

describe('citing', () => {
  test('a report with an id has an entry, on both pages; one without has none', () => {
    const report = sample();
    const named = { ...report, id: 'a'.repeat(64), envelope: { ...report.envelope, command: 'npx claimcheck run' } };
    const entry = bibtex(named)!;
    expect(entry).toContain(`@misc{claimcheck-${'a'.repeat(12)},`);
    expect(entry).toContain(`Report ${'a'.repeat(64)}; recomputed by \\verb|npx claimcheck run|`);
    expect(bibliography(`${entry}\n`).get(`claimcheck-${'a'.repeat(12)}`)!.kind).toBe('misc');
    const unnamed = { ...report, id: null };
    expect(bibtex(unnamed)).toBeNull();
    for (const render of [html, markdown]) {
      expect(render(named, works)).toContain('@misc{claimcheck-');
      expect(render(unnamed, works)).not.toContain('@misc');
    }
  });

  test('every work that a claim cites is listed in full, once', () => {
    const claim = {
      ...claimReport('a', 'holds', always(), () => 1),
      sources: [{ key: 'woodworth2020kernel', where: 'Theorem 1' }],
    };
    const listed = references([claim, claim], works);
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatch(
      /^Blake Woodworth, .* and Nathan Srebro \(2020\)\. Kernel and rich regimes .*\. Conference/,
    );
  });
});

describe('a model in the place of ours', () => {
  const ours = claimReport('ours', 'holds', always(), () => 1);
  const models = ours.models.map((model) => ({ ...model, instead: true }));
  const other = sample([{ ...ours, models }]);

  test('is named in the first line of every format, so that nobody reads the verdict as one on ours', () => {
    expect(headline(sample([ours]))).toBe('The claim holds');
    expect(headline(other)).toBe('The claim holds of another diagonal-network');
    const said = 'In the place of the shipped "diagonal-network" stood another: this says nothing of ours.';
    expect(joint(sample([ours]))).not.toContain('another');
    expect(joint(other)).toContain(said);
    expect(html(other, works)).toContain('<h1>The claim holds of another diagonal-network</h1>');
    expect(html(other, works)).toContain(said.replace(/"/g, '&quot;'));
    expect(markdown(other, works)).toContain('# The claim holds of another diagonal-network');
    expect(onTerminal(other).replace(/\s+/g, ' ')).toContain(said);
  });
});
