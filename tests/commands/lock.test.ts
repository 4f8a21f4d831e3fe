import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lock } from '../../src/commands/lock.js';
import { root, scratch } from './shell.js';

const file = (folder: string) => join(folder, '.lock');
const gone = () => String(spawnSync(process.execPath, ['-e', '']).pid);

test('a lock names its process, and goes when it is opened', () => {
  const folder = scratch();
  const unlock = lock(folder);
  expect(readFileSync(file(folder), 'utf8')).toMatch(new RegExp(`^\\n${process.pid} \\S`));
  unlock();
  expect(existsSync(file(folder))).toBe(false);
});

test('a lock of a process that is alive is respected, so long as it is there', () => {
  const folder = scratch();
  writeFileSync(file(folder), `${process.ppid}\n`);
  const why = `another run (process ${process.ppid}) is writing into "${folder}"; wait for it`;
  for (let k = 0; k < 2; k++) expect(() => lock(folder)).toThrow(why);
  appendFileSync(file(folder), `-${process.ppid}\n`);
  lock(folder)();
  expect(existsSync(file(folder))).toBe(false);
});

test.each([
  ['a process that is gone', () => `${gone()}\n`],
  ['two that are gone, one of them half written', () => `${gone()}\n\n${gone()}`],
  ['nobody', () => ''],
  ['what is no process', () => 'not a number\n'],
])('a lock of %s is taken over', (_, content) => {
  const folder = scratch();
  writeFileSync(file(folder), content());
  const unlock = lock(folder);
  expect(readFileSync(file(folder), 'utf8')).toMatch(new RegExp(`\\n${process.pid} [^\\n]+\\n`));
  unlock();
});

test('a lock of another machine is that of a run for as long as it stirs', async () => {
  const folder = scratch();
  writeFileSync(file(folder), `${process.pid} elsewhere\n`);
  const stirring = spawn(process.execPath, ['-e', `setInterval(() => require('fs').utimesSync(${JSON.stringify(file(folder))}, new Date(), new Date()), 50)`]); // prettier-ignore
  try {
    expect(() => lock(folder)).toThrow(`another run (process ${process.pid} on elsewhere) is writing into "${folder}"`);
  } finally {
    stirring.kill('SIGKILL');
    await new Promise((resolve) => stirring.on('close', resolve));
  }
  utimesSync(file(folder), 1, 1);
  lock(folder)();
  expect(existsSync(file(folder))).toBe(false);
});

test('a folder that is not there is no reason to wait', () => {
  expect(() => lock(join(scratch(), 'none'))).toThrow('ENOENT');
});

/** Takes the lock over and over, and leaves it by opening it or by being gone; says how often another was inside. */
const CROWD = `
import { closeSync, existsSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
const turn = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const { lock } = await import(${JSON.stringify(join(root, 'dist/src/commands/lock.js'))});
const [folder, dead] = process.argv.slice(1);
while (!existsSync(folder + '/go'));
let met = 0;
for (let had = 0; had < 40; ) {
  let unlock;
  try { unlock = lock(folder); } catch (error) { if (!/another run/.test(error.message)) throw error; turn(5); continue; }
  had++;
  try { closeSync(openSync(folder + '/inside', 'wx')); } catch { met++; }
  turn(had % 3);
  rmSync(folder + '/inside', { force: true });
  if (had % 2) unlock();
  else {
    // Who is gone removes nothing on leaving.
    process.removeAllListeners('exit');
    writeFileSync(folder + '/.lock.' + process.pid, dead + '\\n');
    renameSync(folder + '/.lock.' + process.pid, folder + '/.lock');
  }
}
console.log(met);`;

test('of a crowd one at a time is in, also where some leave without a word', async () => {
  const folder = scratch();
  const dead = gone();
  const crowd = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', CROWD, folder, dead], { stdio: ['ignore', 'pipe', 'pipe'] }); // prettier-ignore
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const from of [child.stdout, child.stderr]) from.on('data', (text: Buffer) => (said += text.toString()));
    return new Promise<string>((resolve) => child.on('close', () => resolve(said)));
  });
  writeFileSync(join(folder, 'go'), '');
  expect(await Promise.all(crowd)).toEqual(['0\n', '0\n', '0\n', '0\n']);
});
