import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { beside } from '../../src/commands/beside.js';
import { FORMATS } from '../../src/commands/output.js';
import { render } from '../../src/commands/render.js';
import { sample } from '../reporting/sample.js';

const report = sample();
const home = mkdtempSync(join(tmpdir(), 'claimcheck-beside-'));

/** All that a report is written as, in a folder, made for a place that need not be it. */
async function written(name: string, place: string): Promise<string> {
  const folder = join(home, name);
  for (const [file, content] of Object.entries(await render(report, FORMATS, place))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}
const unlike = async (folder: string): Promise<string[]> =>
  (await beside(report, join(folder, 'report.json'))).filter(({ same }) => !same).map(({ file }) => file);

test.each(['reports/latest/report.json', "/tmp/of my own's/a_b~c & d/report.json", join(home, 'moved', 'report.json')])(
  'what was rendered at %s and lies elsewhere is the same in every format',
  async (place) => {
    const folder = await written(`moved-${Math.random()}`, place);
    expect((await beside(report, join(folder, 'report.json'))).length).toBeGreaterThan(10);
    expect(await unlike(folder)).toEqual([]);
  },
);

test('a digit that was changed in any file beside the report is seen, in its figures, too', async () => {
  const folder = await written('whole', 'report.json');
  for (const { file } of await beside(report, join(folder, 'report.json'))) {
    const bytes = readFileSync(file);
    const digit = bytes.findLastIndex((byte) => byte > 0x30 && byte <= 0x39);
    writeFileSync(file, bytes.with(digit, 0x30));
    expect(await unlike(folder)).toEqual([file]);
    writeFileSync(file, bytes);
  }
});

test('a folder of that name, and what marks a file as UTF-8, are no change', async () => {
  const folder = await written('plain', 'report.json');
  const page = join(folder, 'report.md');
  writeFileSync(page, `\ufeff${readFileSync(page, 'utf8').replace(/\n/g, '\r\n')}`);
  const other = join(home, 'other');
  mkdirSync(join(other, 'index.html'), { recursive: true });
  cpSync(page, join(other, 'report.md'));
  expect([await unlike(folder), await unlike(other)]).toEqual([[], []]);
});
