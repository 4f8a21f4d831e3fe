/** The protocol as claimcheck speaks it, in a few lines, to hold a client to its words. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { root } from '../commands/shell.js';
import { clients, environment } from './interpreter.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface Answer {
  readonly id: number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export const array = (numbers: readonly number[], ...shape: readonly number[]) => ({
  float64: Buffer.from(Float64Array.from(numbers).buffer).toString('base64'),
  shape: shape.length > 0 ? shape : [numbers.length],
});

/** The numbers of an array in an answer, and its shape. */
export function numbers(value: unknown): { readonly data: readonly number[]; readonly shape: readonly number[] } {
  const { float64, shape } = value as { float64: string; shape: number[] };
  const bytes = Uint8Array.from(Buffer.from(float64, 'base64'));
  return { data: [...new Float64Array(bytes.buffer)], shape };
}

export const STREAMS = Object.fromEntries(
  ['train', 'noise', 'eval'].map((name, k) => [
    name,
    { seed: 2 ** 52 + k, state: [k + 1, 2 ** 31 + k, 3, 4294967295] },
  ]),
);

/** X = [[1, 2, 3], [4, 5, 6]], y = [7, 8]. */
export const trial = (rule: { readonly [key: string]: Json } = {}, more: { readonly [key: string]: Json } = {}) => ({
  task: { X: array([1, 2, 3, 4, 5, 6], 2, 3), y: array([7, 8]), name: 'tiny', size: 0.5, ...more },
  rule,
  streams: STREAMS,
});

const ajv = new Ajv2020({ strict: false });
ajv.addSchema(JSON.parse(readFileSync(join(root, 'docs', 'protocol.schema.json'), 'utf8')) as object, 'protocol');
const valid = ajv.compile({ $ref: 'protocol#/$defs/answer' });

/** Every answer is held to the schema of the protocol. */
export class Conversation {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number | null, (answer: Answer) => void>();
  private next = 1;
  /** Lines on the standard output that were no answer. */
  readonly strange: string[] = [];
  stderr = '';

  constructor(program: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...environment, CLAIMCHECK_CLIENTS: clients, ...env },
    });
    this.child.stderr.on('data', (text: Buffer) => (this.stderr += text.toString()));
    createInterface(this.child.stdout).on('line', (line) => {
      try {
        const answer = JSON.parse(line) as Answer;
        const wrong = valid(answer) ? [] : [`${line}: ${JSON.stringify(valid.errors)}`];
        this.strange.push(...wrong);
        this.waiting.get(answer.id)!(answer);
      } catch {
        this.strange.push(line);
      }
    });
  }

  write(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** A request and its answer; the answer to null is that to what had no id. */
  ask(method: string, params: unknown, id: number | null = this.next++): Promise<Answer> {
    const answer = this.hear(id);
    this.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return answer;
  }

  hear(id: number | null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.set(id, resolve);
      this.child.once('exit', () => reject(new Error(`it ended: ${this.stderr}`)));
    });
  }

  tell(method: string, params: unknown): void {
    this.write(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  initialize(model: unknown = { name: 'diagonal-network', capabilities: ['linear', 'float64'], rule: [], facts: {} }) {
    return this.ask('initialize', { protocol: 1, host: { name: 'claimcheck', version: '0.1.0' }, model });
  }

  /** What `train` says of each trial. */
  async train(...trials: unknown[]): Promise<readonly { readonly [key: string]: unknown }[]> {
    const { result, error } = await this.ask('train', { trials });
    if (error) throw new Error(error.message);
    return (result as { trained: { [key: string]: unknown }[] }).trained;
  }

  get last(): number {
    return this.next - 1;
  }

  /** Its exit code, once asked to end. */
  async end(how: 'shutdown' | 'input' = 'shutdown'): Promise<number> {
    expect(this.strange).toEqual([]);
    if (this.child.exitCode !== null) return this.child.exitCode;
    const exit = once(this.child, 'exit');
    if (how === 'input') this.child.stdin.end();
    else expect((await this.ask('shutdown', {})).result).toBe(null);
    return ((await exit) as [number])[0];
  }
}
