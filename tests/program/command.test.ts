import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesNamed, isCommand, wordsOf } from '../../src/program/command.js';
import { quoted } from '../../src/form/shell.js';

const folder = mkdtempSync(join(tmpdir(), 'command-'));
const file = (name: string) => {
  const path = join(folder, name);
  writeFileSync(path, '');
  return path;
};

describe('the words of a command', () => {
  test.each([
    ['python3 my_model.py --fast', ['python3', 'my_model.py', '--fast']],
    ["python3 'my model.py'", ['python3', 'my model.py']],
    ['"a program" --name="two words"', ['a program', '--name=two words']],
    ['python3 my\\ model.py', ['python3', 'my model.py']],
    ['python3 -c "print(\\"one\\")"', ['python3', '-c', 'print("one")']],
    ["python3 ''", ['python3', '']],
  ])('%s', (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });

  test('what was quoted is read as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 2 }), (words) => {
        fc.pre(!words.some((word) => /^([|&;<>]+|\d?>.*)$/.test(word)));
        expect(wordsOf(words.map(quoted).join(' '))).toEqual(words);
      }),
    );
  });

  test.each(['python3 a.py | tee log', 'python3 a.py > log', 'cd x && python3 a.py'])('no shell runs %s', (command) => {
    expect(() => wordsOf(command)).toThrow(/needs a shell for "(\||>|&&)"; expected a program and its arguments/);
  });

  test('an open quote is a mistake', () => {
    expect(() => wordsOf("python3 'my model.py")).toThrow('has an open quote');
  });

  test.each([
    ['net.py', 'python3'],
    ['net.R', 'Rscript'],
    ['net.jl', 'julia'],
  ])('%s alone is run by %s', (name, by) => {
    expect(wordsOf(file(name))).toEqual([by, join(folder, name)]);
  });
});

describe('a command or a module', () => {
  test('a file is a module by its ending, several words are a command', () => {
    expect(isCommand(file('net.ts'))).toBe(false);
    expect(isCommand(file('my net.mjs'))).toBe(false);
    expect(isCommand(file('net.py'))).toBe(true);
    expect(isCommand('node net.mjs')).toBe(true);
    expect(isCommand('no-such-file.ts')).toBe(false);
    expect(isCommand('tfjs')).toBe(false);
  });

  test('its files are those that it names, and no program that is installed', () => {
    const [net, data] = [file('a.py'), file('data.csv')];
    expect(filesNamed(['python3', net, '--data', data, '--fast'])).toEqual([net, data]);
    expect(filesNamed([process.execPath, net])).toEqual([net]);
  });
});

test('a file whose name has blanks is one word', () => {
  const path = file('my net.py');
  expect(wordsOf(path)).toEqual(['python3', path]);
});
