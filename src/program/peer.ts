/**
 * A process that speaks JSON-RPC 2.0, one message a line. What it does otherwise is one sentence, and ends it: the next
 * request starts another.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { delimiter } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { printable } from '../form/printable.js';
import { shown } from '../form/shown.js';
import { MESSAGE, size } from '../limits.js';
import { end, enter, leave } from './children.js';
import { beginning, messageFrom, type Message } from './message.js';

/** Bytes of what is kept of its standard error. */
const TAIL = 16 * 1024;
/** Seconds that it has to answer a cancelled request, and to end when it is told to. */
const GRACE = 2;
/** Milliseconds in which its end and that of its output come one after the other. */
const LAST = 1000;
/** What a program answers to a request that was cancelled. */
const CANCELLED = -32800;

const ONE_THREAD = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS'];

/** @param clients the folder of our client libraries */
function environment(clients: string): NodeJS.ProcessEnv {
  const { env } = process;
  return {
    ...Object.fromEntries(ONE_THREAD.map((name) => [name, '1'])),
    ...env,
    CLAIMCHECK_CLIENTS: clients,
    PYTHONPATH: [clients, ...(env['PYTHONPATH'] ? [env['PYTHONPATH']] : [])].join(delimiter),
  };
}

interface Waiting {
  readonly method: string;
  readonly settle: (answer: { readonly result: unknown } | { readonly error: Error }) => void;
  cancelled?: boolean;
}

/** Nothing but white space. */
const isBlank = (line: Buffer): boolean => line.length < 100 && line.toString('latin1').trim() === '';

/** What a program says, in the middle of a sentence. */
const sentence = (text: string): string => printable(text.slice(0, 2000).replace(/\s+/g, ' ').trim());

const seconds = (count: number) => `${count} ${count === 1 ? 'second' : 'seconds'}`;

export class Peer {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly told: string;
  private count = 0;
  private parts: Buffer[] = [];
  private length = 0;
  private tail = '';
  private ended: string | undefined;

  constructor([program, ...rest]: readonly string[], clients: string) {
    this.told = `the program "${[program, ...rest].join(' ')}"`;
    this.child = spawn(program!, rest, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      env: environment(clients),
      windowsHide: true,
    });
    const { pid } = this.child;
    if (pid !== undefined) enter(pid);
    this.child.stderr.on('data', (bytes: Buffer) => {
      this.tail = (this.tail + bytes.toString('utf8')).slice(-TAIL);
    });
    this.child.stdout.on('data', (bytes: Buffer) => this.read(bytes));
    this.child.stdin.on('error', () => {}); // It has ended: that is told where it is seen.
    this.child.on('error', (error: NodeJS.ErrnoException) =>
      this.over(
        error.code === 'ENOENT'
          ? `could not be started: there is no program "${program}"; expected one that is installed, or a path of one`
          : `could not be started: ${error.message}`,
      ),
    );
    // It may live on without, and nothing more will come of it; where it ends, that is told.
    this.child.stdout.on('end', () => {
      setTimeout(() => this.over(`closed its standard output${this.words()}`), LAST).unref();
    });
    const gone = (code: number | null, signal: NodeJS.Signals | null) => {
      if (pid !== undefined) leave(pid);
      const doing = [...this.waiting.values()].at(0)?.method;
      const by = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      this.over(`${by}${doing ? ` in place of an answer to "${doing}"` : ''}${this.words()}`);
    };
    // When all of its output is read; a process that it leaves behind may keep that open.
    this.child.on('close', gone);
    this.child.on('exit', (code, signal) => setTimeout(() => gone(code, signal), LAST).unref());
  }

  get alive(): boolean {
    return this.ended === undefined;
  }

  /** What it wrote to its standard error, at the end of a sentence: the last lines. */
  private words(): string {
    const lines = this.tail.split('\n').map((line) => line.trim());
    const last = lines.filter((line) => line !== '').slice(-3);
    return last.length > 0
      ? `; its last words: ${last.join(' | ').slice(-400)}`
      : '; it wrote nothing to its standard error';
  }

  private over(why: string): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    for (const { settle } of this.waiting.values()) settle({ error: new Error(`${this.told} ${why}`) });
    this.waiting.clear();
    if (this.child.pid !== undefined) end(this.child.pid);
  }

  private read(bytes: Buffer): void {
    for (let from = 0; ;) {
      const at = bytes.indexOf(10, from);
      if (at < 0) {
        if (from < bytes.length) {
          this.parts.push(bytes.subarray(from));
          this.length += bytes.length - from;
        }
        if (this.length > MESSAGE) {
          this.parts = [];
          this.over(`wrote a line of more than ${size(MESSAGE)}`);
        }
        return;
      }
      const line = Buffer.concat([...this.parts, bytes.subarray(from, at)]);
      this.parts = [];
      this.length = 0;
      from = at + 1;
      if (this.alive && !isBlank(line)) this.hear(line);
    }
  }

  private hear(line: Buffer): void {
    const noMessage = (why: string) =>
      this.over(
        `wrote ${beginning(line)} to its standard output, which ${why}; expected one JSON-RPC 2.0 message a line` +
          (why.startsWith('has ') ? '' : ' (print to standard error)'),
      );
    let message: Message;
    try {
      message = messageFrom(line);
    } catch (error) {
      return noMessage((error as Error).message);
    }
    const { id, result, error } = message;
    const asked = this.waiting.get(id as number);
    if (!asked) {
      // A notification, or the answer to what was given up: nobody waits for it.
      const known =
        id === undefined || (Number.isSafeInteger(id) && (id as number) > 0 && (id as number) <= this.count);
      if (id === null && error !== undefined) return noMessage('says that a request was not understood');
      if (!known) return noMessage(`answers a request that was not made (id ${shown(id)})`);
      return;
    }
    this.waiting.delete(id as number);
    if (error === undefined) return asked.settle({ result });
    const { code, message: why } = (typeof error === 'object' && error !== null ? error : {}) as Record<
      string,
      unknown
    >;
    if (asked.cancelled && code === CANCELLED) return asked.settle({ error: new Error('cancelled') });
    asked.settle({
      error: new Error(
        `${this.told} answered "${asked.method}" with the error ${typeof why === 'string' ? sentence(why) : shown(error)}` +
          (typeof code === 'number' ? ` (${code})` : ''),
      ),
    });
  }

  /**
   * @param params as JSON
   * @param limit seconds; a request that takes longer is cancelled, and the program ended where it goes on
   */
  request(method: string, params: string, limit: number): Promise<unknown> {
    if (this.ended !== undefined) return Promise.reject(new Error(`${this.told} ${this.ended}`));
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        const asked = this.waiting.get(id)!;
        asked.cancelled = true;
        this.child.stdin.write(`{"jsonrpc":"2.0","method":"cancel","params":{"id":${id}}}\n`);
        grace = setTimeout(() => {
          this.waiting.delete(id);
          const went = `did not answer "${method}" within ${seconds(limit)}, nor when it was cancelled, and was ended${this.words()}`;
          reject(new Error(`${this.told} ${went}`));
          this.over(went);
        }, GRACE * 1000);
      }, limit * 1000);
      let grace: NodeJS.Timeout | undefined;
      this.waiting.set(id, {
        method,
        settle: (answer) => {
          clearTimeout(late);
          clearTimeout(grace);
          if ('result' in answer && !grace) resolve(answer.result);
          else if (grace)
            reject(new Error(`${this.told} did not answer "${method}" within ${seconds(limit)}, and was cancelled`));
          else reject((answer as { error: Error }).error);
        },
      });
      this.child.stdin.write(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${params}}\n`);
    });
  }

  /** Told to end, and ended where it does not. */
  async close(): Promise<void> {
    if (this.ended !== undefined) return;
    const gone = new Promise<void>((resolve) => this.child.once('close', () => resolve()));
    void this.request('shutdown', '{}', GRACE).catch(() => {});
    this.child.stdin.end();
    const late = setTimeout(() => this.over('did not end when it was told to'), GRACE * 1000);
    await gone;
    clearTimeout(late);
  }
}
