import { execFileSync } from 'node:child_process';
import { afterEach, expect, test, vi } from 'vitest';
import { authors } from '../../src/commands/author.js';
import { scratch } from './shell.js';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** A machine whose git has only this to say. */
function git(name?: string): void {
  const home = scratch();
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', home);
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  vi.stubEnv('GIT_DIR', home);
  vi.stubEnv('USER', 'login');
  if (name !== undefined) execFileSync('git', ['config', '--global', 'user.name', name]);
}

test('the author is who is named, else who git says, and never the login of the machine', () => {
  git('Ada Lovelace');
  expect(authors(['  Alan Turing ', '{Institute of Things}'])).toEqual(['Alan Turing', '{Institute of Things}']);
  expect(authors([])).toEqual(['Ada Lovelace']);
  git();
  expect(authors([])).toEqual([]);
  vi.stubEnv('PATH', '/nowhere');
  expect(authors([])).toEqual([]);
});

test('what is no name is refused with what was expected', () => {
  for (const name of ['', ' {} ', 'a\nb'])
    expect(() => authors([name])).toThrow(/^invalid --author ".*"; expected the name of a person/s);
});
