import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { always } from '../../../src/criteria.js';
import { expression } from '../../../src/numerics/expression.js';
import { render } from '../../../src/reporting/format.js';
import { INK } from '../../../src/reporting/figure/ink.js';
import { html } from '../../../src/reporting/formats/html.js';
import { prose } from '../../../src/reporting/prose.js';
import { page } from '../../../src/reporting/report/page.js';
import { DOCUMENTS, formatLaws } from '../laws.js';
import { claimReport, sample } from '../sample.js';

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const VOID = new Set(['meta', 'br', 'line', 'rect', 'polyline', 'circle', 'path']);

function nesting(text: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const elements = text.replace(/<!doctype html>|<(style|script)>[\s\S]*?<\/\1>/g, '');
  for (const [all, closing, name, rest] of elements.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>/g)) {
    if (rest!.endsWith('/') || VOID.has(name!)) continue;
    if (!closing) open.push(name!);
    else if (open.pop() !== name) wrong.push(all);
  }
  return [...wrong, ...open];
}

formatLaws('html', html, {
  read: (text) =>
    text
      .replace(/<head>[\s\S]*?<\/head>|<svg[\s\S]*?<\/svg>|<script>[\s\S]*?<\/script>/g, '')
      .replace(/<\/?[a-z!](?:[^>"]|"[^"]*")*>/gi, '')
      .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]!),
  nesting,
  said: (sentence) =>
    prose(sentence)
      .map(({ text }) => text)
      .join(''),
  draws: true,
});

describe('the page', () => {
  const shown = render(html, DOCUMENTS['a report']!);

  test('runs its one script and loads nothing', () => {
    expect(shown).toContain("default-src 'none'");
    expect(shown.split('<script>').length).toBe(2);
    expect(shown.replace('<script>', '')).not.toMatch(
      /<script|<img|<link|<iframe|javascript:|@import|url\(|\sstyle="|\son\w+=/i,
    );
    const named = [...shown.matchAll(/ id="([^"]*)"/g)].map(([, id]) => `#${id}`);
    const ids = new Set(named);
    expect(ids.size).toBe(named.length);
    const addresses = [...shown.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to!);
    expect(addresses.length).toBeGreaterThan(0);
    for (const to of addresses) if (!/^data:text\/csv[;,]/.test(to)) expect(ids).toContain(to);
  });

  test.each(['style', 'script'])('allows its own %s by its digest', (name) => {
    const text = new RegExp(`<${name}>([^]*?)</${name}>`).exec(shown)![1]!;
    expect(shown).toContain(`${name}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'; `);
  });

  test('what scrolls is reached by the keyboard, and has a name', () => {
    const scrolls = [...shown.matchAll(/<(?:div|pre)[^>]*class="wide"[^>]*>/g)].map(([all]) => all);
    expect(scrolls.length).toBeGreaterThan(5);
    for (const each of scrolls) expect(each).toMatch(/ role="group" tabindex="0" aria-label="[^"]+"/);
  });

  test('has its landmarks once, a way past them, and headings that skip no level', () => {
    for (const name of ['header', 'nav', 'main', 'footer']) expect(shown.split(`<${name}`).length).toBe(2);
    expect(shown.indexOf('<a class="skip" href="#main">')).toBeLessThan(shown.indexOf('<header'));
    const depths = [...shown.matchAll(/<h([1-6])/g)].map(([, depth]) => Number(depth));
    expect(depths[0]).toBe(1);
    depths.forEach((depth, k) => expect(depth - (depths[k - 1] ?? 0)).toBeLessThanOrEqual(1));
    expect(depths.filter((depth) => depth === 1).length).toBe(1);
  });

  test('has every class that its style sheet speaks of, and no other', () => {
    const used = new Set([...shown.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names!.split(' ')));
    const style = /<style>([\s\S]*?)<\/style>/.exec(shown)![1]!.replace(/\{[^{}]*\}/g, ' ');
    const styled = new Set([...style.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!));
    const unstyled = new Set(['name', 'katex']);
    // The inks of a curve and of a judgement that no figure here has, and a reach, which claims of others have not.
    const inks = new Set([...Object.keys(INK), 'reach']);
    expect([...styled].filter((name) => !used.has(name) && !inks.has(name))).toEqual([]);
    expect([...used].filter((name) => !styled.has(name) && !unstyled.has(name))).toEqual([]);
  });

  test('typesets the formula that is checked: another source gives another page', () => {
    const of = (source: string) => {
      const claim = claimReport('x', 'holds', always(), () => 1);
      const parts = { 'the part': { ...claim.parts['the part']!, tex: expression(source).tex() } };
      return render(html, page(sample([{ ...claim, parts }]), new Map()));
    };
    expect(of('a / b <= 0.07')).toContain('<math');
    expect(of('a / b <= 0.07')).not.toBe(of('a / b <= 0.08'));
  });

  test('draws the dial and the table', () => {
    expect(shown.match(/<svg/g)!.length).toBe(5);
    expect(shown.match(/<figure class="sketch"><a href="#dial-[a-z]+"><svg/g)!.length).toBe(2);
    expect(shown).toContain('>prediction</text>');
  });
});
