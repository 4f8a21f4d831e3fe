/** What the documentation shows is run: commands are executed, TypeScript is type-checked, links lead somewhere. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { TRAININGS } from '../src/engine/climb.js';
import { ALPHA, budgetOf, CLIMBS, LEVELS } from '../src/statistics/levels.js';
import { always, forMost } from '../src/criteria.js';
import { blocksOf, PAGES, text } from './blocks.js';
import { claimcheck, root, scratch } from './commands/shell.js';
import { SOURCES } from './entries.js';

/** Told by tests of their own, in order and in a directory of their own: tests/promises/{tutorial,regression,python,cluster}.test.ts. */
const TOLD = ['docs/tutorial.md', 'docs/regression.md', 'docs/guides/python.md', 'docs/cluster.md'];
const BLOCKS = PAGES.filter((page) => !TOLD.includes(page)).flatMap(blocksOf);
const scripts = (JSON.parse(text('package.json')) as { scripts: Record<string, string> }).scripts;

describe('fenced blocks', () => {
  const home = scratch();
  beforeAll(() => {
    writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
    for (const { language, file, code } of BLOCKS)
      if (file && language === 'ts') {
        mkdirSync(join(home, dirname(file)), { recursive: true });
        writeFileSync(join(home, file), code);
      }
  });

  // tests/promises/paper.test.ts makes the paper, tests/program/protocol.test.ts reads the messages.
  test('are bash, TypeScript, a paper or messages', () => {
    expect(BLOCKS.length).toBeGreaterThan(5);
    for (const { page, language } of BLOCKS)
      expect(['bash', 'ts', 'tex', 'json'], `${page}: a block in "${language}"`).toContain(language);
  });

  const commands = BLOCKS.filter(({ language }) => language === 'bash').flatMap(({ page, code }) =>
    code
      .trim()
      .split(/\n|&&/)
      .map((line) => [page, line.trim()] as const),
  );
  test.each(commands)('%s: %s', async (page, line) => {
    const [program, ...args] = line.split(' ');
    if (line === 'npm ci') return expect(existsSync(join(root, 'package-lock.json'))).toBe(true);
    if (program === 'npm') {
      // What these do is the rest of this suite, and of continuous integration.
      const name = args[0] === 'run' ? args[1]! : args[0]!;
      return expect(Object.keys(scripts)).toContain(name);
    }
    expect(line).toMatch(/^npx claimcheck /);
    const { code, stdout, stderr } = await claimcheck(args.slice(1), { cwd: home });
    expect(code, stderr).toBe(0);
    // A page may show what the command says of the claim that it names.
    const [shown] = /^ {4}The claim came out .*$/m.exec(text(page)) ?? [];
    if (shown !== undefined && args[1] === 'verify' && args.length === 4) expect(stdout).toContain(shown.trim());
  });

  test('TypeScript has no type errors', () => {
    // AssemblyScript has types of its own; tests/numerics/guide.test.ts compiles it.
    const checked = [...BLOCKS, ...blocksOf('docs/regression.md')].filter(
      ({ language, file }) => language === 'ts' && !file?.includes('/assembly/'),
    );
    const files = checked.map(({ page, file, code }, k) => {
      const path = join(home, file ?? `${page.replace(/\W/g, '-')}-${k}.ts`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
      return path;
    });
    expect(files.length).toBeGreaterThan(0);
    const config = join(root, 'tsconfig.json');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(config, ts.sys.readFile).config,
      ts.sys,
      root,
      {},
      config,
    );
    // What a project that uses claimcheck finds beside it.
    const paths = {
      ...Object.fromEntries([...SOURCES].map(([name, source]) => [name, [`./${source}`]])),
      'fast-check': ['./node_modules/fast-check/lib/fast-check.d.ts'],
      vitest: ['./node_modules/vitest/dist/index.d.ts'],
    };
    const program = ts.createProgram(files, { ...options, paths, noEmit: true, rootDir: '/' });
    const errors = files.flatMap((file) => {
      const source = program.getSourceFile(file)!;
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${relative(home, file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
    });
    expect(errors).toEqual([]);
  });
});

describe('links', () => {
  const links = PAGES.flatMap((page) =>
    [
      ...text(page)
        .replace(/^```[\s\S]*?^```$/gm, '')
        .matchAll(/\]\(([^)\s]+)\)/g),
    ].map(([, to]) => [page, to!] as const),
  );
  test.each(links)('%s -> %s', (page, to) => {
    if (/^https:/.test(to)) return;
    const [file] = to.split('#');
    expect(existsSync(join(root, dirname(page), file!)), `${page} links to ${to}`).toBe(true);
  });
});

describe('what the pages say of words', () => {
  test('the guide to claims has every field that a claim may have', () => {
    const [, fields] = text('src/text.ts').split('parts and controls');
    const names = [...fields!.matchAll(/^ +readonly (\w+)\??:/gm)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(30);
    const guide = text('docs/guides/claim.md');
    expect([...new Set(names)].filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  });
});

describe('what the pages say of numbers', () => {
  test('levels, risks and budgets', () => {
    const rows = LEVELS.map((level) => [
      level,
      String(ALPHA[level]).replace(/^0/, ''),
      String(budgetOf(always())[level]),
      String(budgetOf(forMost({ allBut: 0.1 }))[level]),
    ]);
    const shown = [...text('docs/statistics.md').matchAll(/^\| (quick|standard|paper) .*$/gm)].map(([row]) =>
      row!
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const climbs = LEVELS.map((level) => [level, String(CLIMBS[level]), String(CLIMBS[level] * TRAININGS)]);
    // What the adversary's table measured besides is no constant of the code.
    expect(shown.map((row, k) => (k < LEVELS.length ? row.slice(0, 3) : row))).toEqual([...climbs, ...rows]);
    expect(text('README.md')).toContain('.01 (`quick`: .05, `paper`: .001)');
  });
});
