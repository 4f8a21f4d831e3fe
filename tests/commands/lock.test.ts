import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lock } from '../../src/commands/lock.js';
import { scratch } from './shell.js';

const file = (folder: string) => join(folder, '.lock');

test('a lock names its process, and goes when it is opened', () => {
  const folder = scratch();
  const unlock = lock(folder);
  expect(readFileSync(file(folder), 'utf8')).toBe(`${process.pid}\n`);
  unlock();
  expect(existsSync(file(folder))).toBe(false);
});

test('a lock of a process that is alive is respected', () => {
  const folder = scratch();
  writeFileSync(file(folder), `${process.ppid}\n`);
  expect(() => lock(folder)).toThrow(`another run (process ${process.ppid}) is writing into "${folder}"; wait for it`);
  expect(readFileSync(file(folder), 'utf8')).toBe(`${process.ppid}\n`);
});

test.each([
  ['a process that is gone', () => `${spawnSync(process.execPath, ['-e', '']).pid}\n`],
  ['nobody', () => ''],
  ['what is no process', () => 'not a number\n'],
])('a lock of %s is taken over', (_, content) => {
  const folder = scratch();
  writeFileSync(file(folder), content());
  const unlock = lock(folder);
  expect(readFileSync(file(folder), 'utf8')).toBe(`${process.pid}\n`);
  unlock();
});

test('a folder that is not there is no reason to wait', () => {
  expect(() => lock(join(scratch(), 'none'))).toThrow('ENOENT');
});
