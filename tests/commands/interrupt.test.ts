import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './shell.js';

/** A process that listens, and has ended what can be interrupted or not; and how it goes when it is told so many times. */
const told = (times: number, { ended }: { readonly ended: boolean }) =>
  new Promise<unknown>((resolve, reject) => {
    const program = `
      const { interruptible } = await import(${JSON.stringify(join(root, 'dist/src/commands/interrupt.js'))});
      const { signal, end } = interruptible(console.log, 'all');
      process.on('exit', (code) => console.log('exit', code));
      setTimeout(() => {}, 60_000);
      if (${ended}) end();
      for (let k = 0; k < ${times}; k++) {
        const name = k % 2 === 0 ? 'SIGTERM' : 'SIGINT';
        const heard = new Promise((resolve) => process.once(name, resolve));
        process.kill(process.pid, name);
        await heard;
        console.log('still here', signal.aborted);
      }
      process.exit(4);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, said: said.trimEnd().split('\n') }));
  });

const STOPPING = 'stopping after the trials under way: all; once more to leave at once';

describe('a signal', () => {
  test('stops what is under way, and once more leaves at once', async () => {
    expect(await told(1, { ended: false })).toEqual({
      code: 4,
      signal: null,
      said: [STOPPING, 'still here true', 'exit 4'],
    });
    expect(await told(2, { ended: false })).toEqual({
      code: 130,
      signal: null,
      said: [STOPPING, 'still here true', 'exit 130'],
    });
  });

  test('leaves at once when nothing is under way any more, and does what is done at exit', async () => {
    expect(await told(1, { ended: true })).toEqual({ code: 130, signal: null, said: ['exit 130'] });
  });
});
