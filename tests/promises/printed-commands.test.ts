/** A command that is printed as a next step works as it is printed, in the directory in which it was printed. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fixtures, root } from '../commands/shell.js';

interface Made {
  readonly content: { readonly claims: readonly { readonly dial: { readonly points: readonly unknown[] } }[] };
}

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** In a shell, as a reader pastes it; `npx claimcheck` is the one of this checkout. */
const shell = (command: string, cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const here = command.replace(/^npx claimcheck /, `'${process.execPath}' '${join(root, 'src', 'main.mjs')}' `);
    execFile('/bin/sh', ['-c', here], { cwd, env: { ...process.env, FORCE_COLOR: '0' } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });

const OWN = `mine & Ann's claims`;
const MODEL = `my "own" model.ts`;
const OUT = `re ports/it's $HOME`;
const word = (text: string) => `'${text.replace(/'/g, `'\\''`)}'`;

const desks: string[] = [];
afterAll(() => desks.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Below the checkout, so that what a model imports is found. */
function desk(): string {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist', 'desk '));
  desks.push(folder);
  mkdirSync(join(folder, OWN));
  cpSync(join(fixtures, 'failing.ts'), join(folder, OWN, `ann's.ts`));
  cpSync(join(fixtures, 'slow.ts'), join(folder, OWN, 'slow.ts'));
  writeFileSync(
    join(folder, MODEL),
    `import network from 'claimcheck/models/diagonal-network';\nexport default { ...network, faults: {} };\n`,
  );
  return folder;
}

const options = `--claims ${word(OWN)} --model ${word(`diagonal-network=${MODEL}`)} --level quick --out ${word(OUT)}`;
const text = (html: string) =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

describe.skipIf(process.platform === 'win32')('with spaces, quotes and dollars in every name', () => {
  test('the counterexample of the terminal, the page and the markdown, and the report by its command', async () => {
    const cwd = desk();
    const { code, out } = await shell(`npx claimcheck run ${word(`ann's`)} ${options}`, cwd);
    expect(code, out).toBe(1);
    const page = readFileSync(join(cwd, OUT, 'index.html'), 'utf8');
    const markdown = readFileSync(join(cwd, OUT, 'report.md'), 'utf8');
    const commands = [
      /^ +(npx claimcheck replay .*)$/m.exec(out)?.[1],
      text(/<pre[^>]*>(npx claimcheck replay [^<]*)<\/pre>/.exec(page)?.[1] ?? ''),
      /^[> ]*(npx claimcheck replay .*)$/m.exec(markdown)?.[1],
    ];
    for (const command of commands) {
      expect(command).toMatch(/^npx claimcheck replay .* --claims .* --model /);
      expect(command).toBe(commands[0]);
    }
    const replayed = await shell(commands[0]!, cwd);
    expect(replayed.code, replayed.out).toBe(0);
    expect(replayed.out).toMatch(/The margin is the stored one, bit for bit|The journal has the same digest/);
    const made = JSON.parse(readFileSync(join(cwd, OUT, 'report.json'), 'utf8')) as {
      id: string;
      envelope: { command: string };
    };
    expect((await shell(made.envelope.command, cwd)).code).toBe(1);
    const again = JSON.parse(readFileSync(join(cwd, 'reports', 'latest', 'report.json'), 'utf8')) as { id: string };
    expect(again.id).toBe(made.id);
    // What the page and the markdown print for every claim, and for the whole report.
    const verifies = [...markdown.matchAll(/^(npx claimcheck verify .*)$/gm)].map(([, line]) => line!);
    expect(verifies.length).toBeGreaterThan(2);
    expect(
      [...page.matchAll(/<pre[^>]*>(npx claimcheck verify [^<]*)<\/pre>/g)].map(([, line]) => text(line!)),
    ).toEqual(verifies);
    for (const line of verifies) {
      const verified = await shell(line, cwd);
      expect(verified.code, verified.out).toBe(0);
      expect(verified.out).toMatch(/The claim came out as the report says|trials of the claims themselves/);
    }
    // A trial that is named where there is no counterexample.
    const none = await shell(`npx claimcheck replay ${word(join(OUT, 'report.json'))} ann 0`, cwd);
    expect(none.out).toMatch(/has no claim "ann"; did you mean ann's\?/);
  });

  test('what a figure draws, by the command below it, beside the report that it is read in', async () => {
    const cwd = desk();
    const made = await shell(`npx claimcheck run rivals-disagree --no-ledger`, cwd);
    expect(made.code, made.out).toBe(0);
    const markdown = readFileSync(join(cwd, 'reports', 'latest', 'report.md'), 'utf8');
    const command = /^(npx claimcheck run rivals-disagree .*)$/m.exec(markdown)![1]!;
    expect((await shell(command, cwd)).code).toBe(0);
    const dial = (folder: string) =>
      (JSON.parse(readFileSync(join(cwd, 'reports', folder, 'report.json'), 'utf8')) as Made).content.claims[0]!.dial;
    expect(dial('again')).toEqual(dial('latest'));
    expect(dial('again').points.length).toBeGreaterThan(2);
  }, 120_000);

  test('the command that continues an interrupted run', async () => {
    const cwd = desk();
    const cut = await shell(
      `npx claimcheck run slow ${options} --workers 1 --watchdog 200 --format json --budget 0.5`,
      cwd,
    );
    expect(cut.code, cut.out).toBe(4);
    const command = /^To continue: (.*)$/m.exec(cut.out)![1]!;
    expect(command).toMatch(/--workers 1 --watchdog 200/);
    const done = await shell(command, cwd);
    expect([0, 1, 4], done.out).toContain(done.code);
    expect(done.out).not.toMatch(/incomplete|invalid|unknown/i);
  });
});
