/** One line of a program: a message of JSON-RPC 2.0, or the reason why it is none. */
import { isUtf8 } from 'node:buffer';
import { shown } from '../form/shown.js';
import { fromJson, Unread } from '../form/json.js';

export interface Message {
  readonly id?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** The beginning of it, for a sentence. */
export const beginning = (line: Buffer): string => shown(line.toString('utf8', 0, 400).trim());

/** @throws Unread the end of a sentence about the line */
export function messageFrom(line: Buffer): Message {
  if (!isUtf8(line)) throw new Unread('is no UTF-8');
  const text = line.toString('utf8');
  let message: unknown;
  try {
    message = fromJson(text);
  } catch (error) {
    const lacks = /^\s*\{.*[\s:[,](NaN|-?Infinity)\b/.exec(text.slice(0, 10_000))?.[1];
    if (lacks && (error as Error).message === 'is not JSON')
      throw new Unread(`is not JSON: that has no ${lacks} (write {"number": "${lacks}"})`);
    if ((error as Error).message.includes('beyond float64'))
      throw new Unread('has a number beyond float64, as 1e400 is (write {"number": "Infinity"})');
    throw error;
  }
  const is = (typeof message === 'object' && message !== null ? message : {}) as Record<string, unknown>;
  if (is['jsonrpc'] !== '2.0') throw new Unread('is no message of JSON-RPC 2.0');
  return is;
}
