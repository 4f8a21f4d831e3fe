/**
 * A page in a real browser, opened from a file as a reader opens it: what it asks for and complains of is written down. Its
 * content security policy stays in force; what a test evaluates in the page is not bound by it.
 */
import { accessSync, constants, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of this machine. */
function executable(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  const places = CHROMIUM ? [CHROMIUM] : PATH.split(delimiter).flatMap((at) => NAMES.map((name) => join(at, name)));
  const found = places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined)
    throw new Error('no Chromium to hold the page in; install it (apt-get install chromium), or name it in CHROMIUM');
  return found;
}

export const browse = (): Promise<Browser> => chromium.launch({ executablePath: executable() });

export interface Opened {
  readonly page: Page;
  /** What it asked for besides itself. */
  readonly requests: string[];
  /** What it said on the console, and what went wrong in it. */
  readonly messages: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-page-'));
let pages = 0;

export function written(html: string): string {
  const path = join(folder, `${pages++}.html`);
  writeFileSync(path, html);
  return path;
}

export async function open(browser: Browser, path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  const { href } = pathToFileURL(path);
  context.on('request', (request) => {
    if (request.url() !== href) requests.push(request.url());
  });
  context.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', (error) => messages.push(error.error().message));
  context.on('dialog', (dialog) => {
    messages.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(href, { waitUntil: 'load' });
  return { page, requests, messages };
}
