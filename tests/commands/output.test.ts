import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepare, publish } from '../../src/commands/output.js';
import { scratch } from './shell.js';

describe('preparing a directory', () => {
  test('makes it with its parents, and leaves nothing in it', () => {
    const folder = join(scratch(), 'a', 'b');
    prepare(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    prepare(folder);
  });

  test('where a file is, or where nobody may write, is refused', () => {
    const file = join(scratch(), 'file');
    writeFileSync(file, '');
    expect(() => prepare(file)).toThrow(`cannot write to the directory "${file}" (it is a file); expected a writable`);
    expect(() => prepare(join(file, 'below'))).toThrow('ENOTDIR');
    expect(() => prepare('/proc/none')).toThrow(/cannot write to the directory "\/proc\/none" \(E/);
  });
});

describe('writing a directory', () => {
  test('leaves nothing half-written, and no file of another report', () => {
    const folder = scratch();
    publish(folder, { 'index.html': 'old', 'report.json': 'old', 'junit.xml': 'old', mine: 'old' });
    publish(folder, { 'report.json': 'new' });
    expect(readdirSync(folder).sort()).toEqual(['mine', 'report.json']);
    publish(folder, { 'report.md': 'more' }, { keep: true });
    expect(readdirSync(folder).sort()).toEqual(['mine', 'report.json', 'report.md']);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('new');
  });

  test('takes its drafts back when one cannot be written', () => {
    const folder = scratch();
    const unwritable = { 'report.json': 'text', 'report.md': Symbol('no text') as unknown as string };
    expect(() => publish(folder, unwritable)).toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('says where a directory has the name of a file, or a file that of a directory, and writes nothing', () => {
    const folder = scratch();
    writeFileSync(join(folder, 'tables'), 'mine');
    mkdirSync(join(folder, 'report.md'));
    const files = { 'index.html': 'new', 'report.md': 'new' };
    expect(() => publish(folder, files)).toThrow(
      `cannot write ${join(folder, 'report.md')}: a directory has that name (EISDIR)`,
    );
    expect(() => publish(folder, { 'index.html': 'new', 'tables/claims.csv': 'new' })).toThrow(
      `cannot write ${join(folder, 'tables', 'claims.csv')}: a file stands where its directory is to be (ENOTDIR)`,
    );
    expect(readdirSync(folder).sort()).toEqual(['report.md', 'tables']);
  });

  test('says which file could not be written', () => {
    const folder = join(scratch(), 'gone');
    expect(() => publish(folder, { 'report.md': 'text' })).toThrow('report.md');
    mkdirSync(folder);
    expect(publish(folder, { 'report.md': 'text' })).toEqual([join(folder, 'report.md')]);
  });
});
