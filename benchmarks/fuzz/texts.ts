/** Texts that people write: commands, formulas, bibliographies, the values of flags, the package.json of others. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authors } from '../../src/commands/author.js';
import { checkOrigin } from '../../src/commands/origin.js';
import { revive } from '../../src/commands/revive.js';
import { seeds } from '../../src/commands/seeds.js';
import { listOf, pairs, seconds, wholeNumber } from '../../src/commands/usage.js';
import { inShort, tooLong } from '../../src/engine/long.js';
import { packageOf, versionOf } from '../../src/engine/packages.js';
import { decoded } from '../../src/engine/plain.js';
import { packageRoot } from '../../src/engine/source.js';
import { fromJson } from '../../src/form/json.js';
import { quoted, words } from '../../src/form/shell.js';
import { expression } from '../../src/numerics/expression.js';
import { margins } from '../../src/numerics/formula.js';
import { isCommand, wordsOf } from '../../src/program/command.js';
import { bibliography, cut, read as readBibtex } from '../../src/reporting/bibtex.js';
import { inWords } from '../../src/reporting/bibliography.js';
import { csl } from '../../src/reporting/csl.js';
import { attempt, found, refused, TOLD, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-fuzz-'));
const buffers = (texts: readonly string[]) => texts.map((text) => Buffer.from(text));
const same = (one: unknown, other: unknown, what: string): Outcome =>
  JSON.stringify(one) === JSON.stringify(other)
    ? 'same'
    : found(`${what}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`);

const command: Parser = {
  name: 'command of a program',
  valid: () =>
    buffers([
      'python3 my_model.py --fast',
      `python3 'my model.py' "two words" a\\ b`,
      `"a program" --name="two words" ''`,
    ]),
  json: false,
  read: (bytes) =>
    attempt(() => {
      const text = bytes.toString('utf8');
      isCommand(text);
      const said = wordsOf(text);
      return same(wordsOf(said.map(quoted).join(' ')), said, 'is read otherwise when it is quoted');
    }, TOLD),
};

const reported: Parser = {
  name: 'command of a report',
  valid: () => buffers(["npx claimcheck run my-claim --level quick --model 'ridge=python3 '\\''my model.py'\\'''"]),
  json: false,
  read: (bytes) =>
    attempt(() => {
      const said = words(bytes.toString('utf8'));
      return same(words(said.map(quoted).join(' ')), said, 'is read otherwise when it is quoted');
    }, TOLD),
};

const formula: Parser = {
  name: 'formula',
  valid: () =>
    buffers([
      'l1 / minimum - 1 <= 0.07',
      'abs(a - b) <= 1e-6 and a > 0',
      'max(a, b, 2 ^ a) == log(e * pi)',
      'a < b <= c',
    ]),
  json: false,
  read: (bytes) => {
    const source = bytes.toString('utf8');
    if (tooLong(source) !== undefined) return 'refused';
    try {
      const { symbols, tex } = expression(source);
      tex();
      margins(source, Object.fromEntries(symbols.map((name) => [name, { value: 0.5, error: 1e-9 }])));
      return 'same';
    } catch (error) {
      if (error instanceof RangeError && /call stack/.test(error.message)) return 'refused';
      if (!(error instanceof Error)) return refused(error);
      // Why it does not parse is said in the words of mathjs.
      const message = inShort(error.message).replace(/ does not parse: .*/s, ' does not parse');
      return refused(Object.assign(error, { message }), new Set(['Error']));
    }
  },
};

const bibtex: Parser = {
  name: 'references.bib',
  valid: () => {
    const entries = readFileSync(join(packageRoot, 'docs', 'references.bib'), 'utf8').split(/\n(?=@)/);
    const hand =
      '@string{j = {A Journal}}\n@preamble{"\\newcommand{x}"}\n@article{a, author = {M{\\"u}ller, J. and others}, title = "A {T}itle" # j, year = 2020, crossref = {b}}\n@book{b, editor = {van der B, Jr., A}, date = {2019-05}}';
    return buffers([hand, entries[3]!, entries.slice(5, 7).join('\n')]);
  },
  json: false,
  read: (bytes) => {
    const text = bytes.toString('utf8');
    try {
      const { works, faults } = readBibtex(text);
      for (const work of works.values()) {
        inWords(work);
        csl(work);
      }
      for (const fault of faults) if (/\n/.test(fault)) found(`says in lines: ${fault}`);
      const kept = cut(text, works.keys());
      if (faults.length === 0) {
        const again = bibliography(kept);
        for (const key of works.keys())
          if (!again.has(key)) found(`loses the entry ${JSON.stringify(key)} when it is cut: ${kept}`);
      }
      return faults.length > 0 || works.size === 0 ? 'refused' : 'same';
    } catch (error) {
      return refused(error);
    }
  },
};

const flags: Parser = {
  name: 'flags',
  valid: () =>
    buffers([
      '12',
      '0.5',
      '300',
      'html,json,md',
      'ridge=python3 a.py',
      'registered',
      '18446744073709551615',
      'Ada Lovelace',
    ]),
  json: false,
  read: (bytes) => {
    const text = bytes.toString('utf8');
    const read: readonly (() => Outcome)[] = [
      () => same(wholeNumber('--workers', text, 1, 1024), Number(BigInt(text)), 'is another number'),
      () => (seconds('--budget', text) > 0 ? 'same' : found('is no time')),
      () => (listOf('--format', text, ['html', 'json', 'md']).length > 0 ? 'same' : found('is no list')),
      () =>
        same(
          Object.entries(pairs('--model', [text])).map((pair) => pair.join('=')),
          [text],
          'is another pair',
        ),
      () => same(seeds('quick', { seed: text }).seed, text, 'is another seed'),
      () => same(seeds('standard', { beacon: text }).beacon, text, 'is another beacon'),
      () => same(authors([text]), [text.trim()], 'is another author'),
    ];
    const outcomes = read.map((each) => attempt(each, TOLD));
    return outcomes.includes('same') ? 'same' : 'refused';
  },
};

const npm: Parser = {
  name: 'package.json of others',
  valid: () => buffers(['{"name":"a-package","version":"1.2.3","type":"module","dependencies":{"b":"^1"}}']),
  json: true,
  read: (bytes) => {
    const home = join(folder, 'package');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), bytes);
    return attempt(() => {
      const version = versionOf(home);
      const name = packageOf(join(home, 'index.js'));
      if (!/^\S/.test(version) || name === '') found(`is the version ${JSON.stringify(version)}`);
      return 'same';
    }, TOLD);
  },
};

const origin: Parser = {
  name: 'journal.origin',
  valid: () => buffers([`${'a'.repeat(64)}\n`, `${'a'.repeat(64)}\na beacon\n`]),
  json: false,
  read: (bytes) => {
    writeFileSync(join(folder, 'journal.origin'), bytes);
    return attempt(() => {
      checkOrigin(folder, 'a'.repeat(64), bytes.includes('beacon') ? 'a beacon' : undefined);
      const [first, second = ''] = bytes
        .toString('utf8')
        .replace(/^\ufeff/, '')
        .split('\n');
      return same([first, second], ['a'.repeat(64), bytes.includes('beacon') ? 'a beacon' : ''], 'is another origin');
    }, TOLD);
  },
};

const TASK = {
  X: { rows: 1, cols: 2, data: Float64Array.of(1, 2) },
  y: Float64Array.of(3),
  alpha: 0.1,
  list: [1, 2],
  name: 'a',
};
const stored: Parser = {
  name: 'stored counterexample',
  valid: () => buffers(['{"X":{"rows":1,"cols":2,"data":[1,"-0"]},"y":["NaN"],"alpha":0.1,"list":[1,2],"name":"a"}']),
  json: true,
  read: (bytes) =>
    attempt(
      () => {
        const task = revive(fromJson(decoded(bytes)), TASK) as typeof TASK;
        const has = (box: object, name: string) => Object.hasOwn(box, name);
        if (has(task, 'X') && has(task.X, 'data') && !(task.X.data instanceof Float64Array))
          found('has data of another form');
        if (has(task, 'alpha') && typeof task.alpha !== 'number') found('has a number of another form');
        return 'same';
      },
      new Set(['Unread', ...TOLD]),
    ),
};

export const TEXTS: readonly Parser[] = [command, reported, formula, bibtex, flags, npm, origin, stored];
