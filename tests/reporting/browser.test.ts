/** What the page promises, held in Chromium: read from a file, without network, on a phone, on paper, by keyboard, in the dark. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { render } from '../../src/reporting/format.js';
import { html } from '../../src/reporting/formats/html.js';
import { chronicle, history } from '../../src/reporting/history.js';
import { browse, open, written, type Opened } from './chromium.js';
import { ended, HOSTILE, TAME } from './ended.js';
import { DOCUMENTS } from './laws.js';
import { holding, sample } from './sample.js';
import { asHtml } from './shown.js';
import * as within from './within.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
beforeAll(async () => {
  browser = await browse();
});
afterAll(() => browser?.close());

const REPORT = written(asHtml(sample()));
const placed = [holding(), sample()].map((report, k) => ({ path: `${k}.json`, report }));
const PAGES = [
  ['a report', REPORT],
  ['a comparison', written(render(html, DOCUMENTS['a comparison']!))],
  ['a history', written(render(html, chronicle(history(placed))))],
] as const;

describe.each(PAGES)('%s', (_, path) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(browser, path);
  });
  afterAll(() => opened.page.close());

  test('asks for nothing, says nothing, and every link into it has its place', async () => {
    const { page, requests, messages } = opened;
    expect(await page.title()).toContain('claimcheck');
    expect([...requests, ...messages]).toEqual([]);
    const { count, ...wrong } = await page.evaluate(within.links);
    expect(count).toBeGreaterThan(0);
    expect(wrong).toEqual({ twice: [], lost: [], odd: [] });
  });

  test('is led through by the keyboard, in its order', async () => {
    const { page } = opened;
    const seen: NonNullable<ReturnType<typeof within.focused>>[] = [];
    for (let k = 0; k < 30; k++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(within.focused);
      if (at === null) break;
      seen.push(at);
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.filter(({ marked, inside, next }) => !(marked && inside && next))).toEqual([]);
  });

  test('prints without a cut figure, and with what is folded', async () => {
    const { page } = opened;
    const { figures, folded } = await page.evaluate(within.marks);
    const pdf = await page.pdf({ format: 'A4' });
    await page.reload();
    const { stdout, error } = spawnSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 1e8 });
    if (error) throw new Error('no pdftotext to read what is printed; install it (apt-get install poppler-utils)');
    const sheets = stdout.split('\f');
    const on = (mark: string) => sheets.findIndex((sheet) => sheet.includes(mark));
    const numbered = (count: number) => Array.from({ length: count }, (__, k) => k);
    const cut = numbered(figures).filter((k) => on(`qa${k}z`) < 0 || on(`qa${k}z`) !== on(`qe${k}z`));
    const lost = numbered(folded).filter((k) => on(`qd${k}z`) < 0);
    expect({ cut, lost }).toEqual({ cut: [], lost: [] });
    expect(figures + folded).toBeGreaterThan(0);
  });

  test('has nothing serious or moderate against it by axe, in light, in the dark and on a phone; none scrolls sideways', async () => {
    const { page } = opened;
    await page.evaluate(within.unfold);
    await page.evaluate(AXE);
    expect(await page.evaluate(within.against)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate(within.against, ['color-contrast', 'link-in-text-block'])).toEqual([]);
    for (const width of [375, 320]) {
      await page.setViewportSize({ width, height: 700 });
      expect(await page.evaluate(within.sideways), `${width}`).toEqual({ over: 0, wide: [] });
    }
    expect(await page.evaluate(within.against)).toEqual([]);
    expect([...opened.requests, ...opened.messages]).toEqual([]);
  });

  test('is read without script', async () => {
    const { page, messages } = await open(browser, path, { javaScriptEnabled: false });
    await page.evaluate(within.unfold);
    const bare = await page.evaluate(within.text);
    expect(messages).toEqual([]);
    expect(bare.length).toBeGreaterThan(400);
    // The script adds what chooses, and nothing else.
    const { page: scripted } = await open(browser, path);
    await scripted.evaluate(within.unfold);
    const full = (await scripted.evaluate(within.text)).split('\n');
    expect(bare.split('\n').filter((line) => !full.includes(line))).toEqual([]);
  });
});

describe('a reader of the report', () => {
  test('skips to the claims with the first key', async () => {
    const { page } = await open(browser, REPORT);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('href')).toBe('#main');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(within.arrived)).toBe(true);
  });

  test('chooses claims by their text and their verdict, and sees all again', async () => {
    const { page } = await open(browser, REPORT);
    const { all, rows } = await page.evaluate(within.claims);
    expect([all, rows]).toEqual([7, 7]);
    await page.getByRole('searchbox').fill('because VACUOUS');
    expect(await page.evaluate(within.claims)).toEqual({ all, shown: ['vacuous'], rows: 1 });
    expect(await page.getByRole('status').textContent()).toBe('1 of 7 claims');
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('Verdict').selectOption('holds');
    expect(await page.evaluate(within.claims)).toEqual({ all, shown: ['holding', 'finding'], rows: 2 });
    await page.getByRole('button', { name: 'All' }).click();
    await expect.poll(async () => (await page.evaluate(within.claims)).shown.length).toBe(all);
  });

  test('is led to a claim that is not shown, and to what is folded', async () => {
    const { page } = await open(browser, REPORT);
    await page.getByRole('searchbox').fill('nobody says this');
    expect((await page.evaluate(within.claims)).shown).toEqual([]);
    await page.evaluate(within.lead, '#failing');
    await expect.poll(async () => (await page.evaluate(within.claims)).shown.length).toBe(7);
    await expect.poll(() => page.evaluate(within.above, 'failing'), { timeout: 10_000 }).toBeLessThan(100);
  });
});

test('hostile text of a user is text, wherever it stands', async () => {
  const [wild, tame] = await Promise.all(
    [HOSTILE, TAME].map((endings) => open(browser, written(asHtml(ended(sample(), endings))))),
  );
  expect([...wild!.requests, ...wild!.messages]).toEqual([]);
  expect(await wild!.page.evaluate(within.skeleton)).toBe(await tame!.page.evaluate(within.skeleton));
  const { text, ...found } = await wild!.page.evaluate(within.foreign);
  expect(found).toEqual({ marked: undefined, elements: 0 });
  for (const each of HOSTILE.slice(0, 6)) expect(text).toContain(each);
});
