/** Who may import whom: a folder imports folders to its left. Imports of types count too. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a claim is made of, from left to right; the vocabulary is one word. */
const CONTENT = ['plain', 'numerics', 'vocabulary', 'tasks', 'oracles', 'models', 'claims'];
/** What judges it, from left to right. A claim says by which law a part is accepted, so the laws come before its words. */
const MACHINERY = [
  ...['plain', 'numerics', 'statistics', 'vocabulary', 'program'],
  ...['engine', 'execution', 'queue', 'reporting', 'commands', 'faces'],
];

/** What numbers, laws and words have in common: what is measured, what draws, and the form of what is written. */
const PLAIN = new Set(
  [
    'limits',
    'margin',
    'root',
    'stream',
    ...['field', 'nearest', 'own', 'same', 'shown'].map((word) => `form/${word}`),
  ].map((word) => `src/${word}.ts`),
);
const VOCABULARY = new Set(
  ['claim', 'define', 'criteria', 'rule', 'faults', 'ask', 'once', 'run', 'text', 'fast-check'].map(
    (word) => `src/${word}.ts`,
  ),
);
const FACES = new Set(['src/cli.ts', 'src/vitest.ts']);
/** The package's own name: the words that a claim file imports. */
const PACKAGE = 'src/index.ts';

/** Neighbours that are peers: neither may know the other. */
const PEERS = new Set(['execution reporting', 'reporting execution', 'queue reporting', 'reporting queue']);

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('src/numerics/kernels/assembly/'))
    .sort();

/** The file that a specifier means, or the specifier of another package. */
function target(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(from), specifier)).replace(/\.js$/, '.ts');
  if (specifier === 'claimcheck') return PACKAGE;
  const [, path] = /^claimcheck\/(.+)$/.exec(specifier) ?? [];
  if (path === undefined) return specifier;
  const at = path.replace(/^properties\//, 'oracles/measures/');
  return `${/^(tasks|models|oracles)\//.test(at) ? at : `src/${at}`}.ts`;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, to]) => ({
      from: file,
      to: target(file, to!),
      typeOnly: type !== undefined,
      lazy: false,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, to]) => ({
      from: file,
      to: target(file, to!),
      typeOnly: false,
      lazy: true,
    })),
  ];
}

const FILES = ['src', 'tasks', 'models', 'oracles', 'claims'].flatMap(filesIn);
const IMPORTS = FILES.flatMap(importsOf);

function place(file: string): string {
  if (PLAIN.has(file)) return 'plain';
  if (VOCABULARY.has(file)) return 'vocabulary';
  if (FACES.has(file)) return 'faces';
  // What may be written with the words: nothing of it trains or judges.
  if (file.startsWith('src/form/')) return 'vocabulary';
  const [first, second] = file.split('/');
  return first === 'src' ? second! : first!;
}

const own = (file: string) => /^(src|tasks|models|oracles|claims)\//.test(file);

function broken({ from, to }: Import): string | undefined {
  if (!own(to) || from === PACKAGE) return undefined;
  if (!FILES.includes(to)) return `${from} imports ${to}, which does not exist`;
  const here = place(from);
  const there = to === PACKAGE ? 'vocabulary' : place(to);
  if (here === there) return undefined;
  if (to === PACKAGE && !['tasks', 'oracles', 'models', 'claims'].includes(here))
    return `${from} imports the package by its own name`;
  const order = [CONTENT, MACHINERY].find((row) => row.includes(here) && row.includes(there));
  if (!order) return `${from} (${here}) imports ${to} (${there}): content and machinery do not know each other`;
  if (order.indexOf(there) > order.indexOf(here))
    return `${from} (${here}) imports ${to} (${there}), which is to its right`;
  if (PEERS.has(`${here} ${there}`)) return `${from} (${here}) imports its peer ${to} (${there})`;
  return undefined;
}

/** What content may load besides: what draws, what proposes an answer to be certified, what computes the second implementation. */
const LIBRARIES = {
  'tasks/': /^fast-check$/,
  'oracles/propose.ts': /^(node:(fs|module)|highs)$/,
  'models/tfjs/': /^(node:(module|path)|@tensorflow\/tfjs)$/,
};

describe('the import order', () => {
  test('sees the whole tree', () => {
    expect(FILES.length).toBeGreaterThan(60);
    expect(IMPORTS.filter(({ to }) => own(to)).length).toBeGreaterThan(150);
    expect(new Set(FILES.map(place))).toEqual(new Set([...CONTENT, ...MACHINERY, 'index.ts']));
  });

  test('nothing imports to its right', () => {
    expect(IMPORTS.flatMap((each) => broken(each) ?? [])).toEqual([]);
  });

  test('no file leads back to itself, not even by types', () => {
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      const at = path.indexOf(file);
      if (at >= 0) cycles.push([...path.slice(at), file].join(' -> '));
      if (at >= 0 || done.has(file)) return;
      for (const { from, to } of IMPORTS) if (from === file && own(to)) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of FILES) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('the rules refuse what they should', () => {
    const refused = (from: string, to: string) => broken({ from, to, typeOnly: false, lazy: false });
    expect(refused('src/engine/run.ts', 'claims/small-init-is-min-l1.ts')).toMatch(/do not know each other/);
    expect(refused('claims/small-init-is-min-l1.ts', 'src/engine/run.ts')).toMatch(/do not know each other/);
    expect(refused('src/numerics/matrix.ts', 'tasks/regression.ts')).toMatch(/to its right/);
    expect(refused('src/statistics/laws/median.ts', 'src/claim.ts')).toMatch(/to its right/);
    expect(refused('src/statistics/grid.ts', 'src/engine/run.ts')).toMatch(/to its right/);
    expect(refused('tasks/regression.ts', 'oracles/minimum-l1.ts')).toMatch(/to its right/);
    expect(refused('src/reporting/html.ts', 'src/execution/local.ts')).toMatch(/peer/);
    expect(refused('src/engine/run.ts', 'src/index.ts')).toMatch(/own name/);
    expect(refused('models/diagonal-network.ts', 'claims/small-init-is-min-l1.ts')).toMatch(/to its right/);
  });

  test('content can be copied elsewhere, with its own parts: it imports the package by its name', () => {
    for (const file of ['tasks', 'models', 'oracles', 'claims'].flatMap(filesIn))
      for (const [, , specifier] of readFileSync(join(root, file), 'utf8').matchAll(STATEMENT)) {
        const part = !file.startsWith('claims/') && target(file, specifier!).split('/')[0] === file.split('/')[0];
        const library = Object.entries(LIBRARIES).some(([of, known]) => file.startsWith(of) && known.test(specifier!));
        expect(part || library || /^claimcheck(\/|$)/.test(specifier!), `${file} imports ${specifier}`).toBe(true);
      }
  });

  test('fast-check is loaded by populations and by what draws from them', () => {
    const loads = IMPORTS.filter(({ to, typeOnly }) => to === 'fast-check' && !typeOnly).map(({ from }) => from);
    expect([...new Set(loads.filter((file) => !file.startsWith('tasks/')))].sort()).toEqual([
      'src/engine/choices.ts',
      'src/engine/draw.ts',
      'src/fast-check.ts',
      'src/numerics/uniform.ts',
    ]);
  });
});

describe('a fast start', () => {
  test('schemas are loaded by what declares data, and by what reads or publishes it', () => {
    const loads = IMPORTS.filter(({ to, typeOnly }) => to === 'zod' && !typeOnly).map(({ from }) => from);
    expect(loads.sort()).toEqual([
      'src/engine/report.ts',
      'src/queue/message.ts',
      'src/reporting/schema.ts',
      'src/statistics/datum.ts',
      'src/statistics/recorded.ts',
      'src/statistics/summary.ts',
    ]);
    const declared = new Set([
      'src/engine/report.ts',
      ...['datum', 'recorded', 'summary'].map((word) => `src/statistics/${word}.ts`),
    ]);
    const users = IMPORTS.filter(({ to, typeOnly }) => declared.has(to) && !typeOnly).map(({ from }) => from);
    expect([...new Set(users)].filter((file) => !declared.has(file))).toEqual(['src/reporting/schema.ts']);
  });

  test('the command line loads the parser and nothing else', () => {
    const seen = new Set<string>();
    const outside = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { to, lazy, typeOnly } of importsOf(file)) {
        if (lazy || typeOnly) continue;
        if (own(to)) visit(to);
        else outside.add(to);
      }
    };
    visit('src/cli.ts');
    expect([...outside].filter((name) => !name.startsWith('node:'))).toEqual(['commander']);
  });
});
