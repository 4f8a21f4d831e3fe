/** What a program answers, line by line. */
import { messageFrom } from '../../src/program/message.js';
import { predictionsFrom, saidFrom, slopeFrom, trainedFrom } from '../../src/program/said.js';
import { sent } from '../../src/program/wire.js';
import { attempt, found, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';

const array = { float64: Buffer.from(Float64Array.of(1, -0, NaN).buffer).toString('base64'), shape: [3] };
const answer = (result: unknown) => Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result }));
const TOLD = new Set(['Slip', 'Unread']);

/** What is kept of an answer says the same when it is sent and read once more. */
const again = (value: unknown, from: (value: unknown) => unknown): Outcome => {
  const one = JSON.stringify(sent(value));
  const other = JSON.stringify(sent(from(JSON.parse(one))));
  return one === other ? 'same' : found(`is ${other} when it is read again, and was ${one}`);
};

const reading =
  (from: (result: unknown) => unknown, back: (value: unknown) => unknown = (value) => value) =>
  (bytes: Buffer): Outcome =>
    attempt(() => {
      const { result, error } = messageFrom(bytes);
      if (error !== undefined) return 'refused';
      const value = from(result);
      const errors = Array.isArray(value) ? (value as { error?: string }[]).flatMap(({ error: why }) => why ?? []) : [];
      for (const why of errors) if (/\p{Cc}/u.test(why)) found(`says ${JSON.stringify(why)}`);
      if (errors.length > 0) return 'refused';
      return again(back(value), (other) => back(from(other)));
    }, TOLD);

const outcome = {
  parameters: { beta: array },
  steps: 3,
  stopped: 'exact',
  facts: { residual: 1e-13, other: { number: 'NaN' } },
};
const SAID = {
  ...{ protocol: 1, name: 'net', version: '1', capabilities: ['linear'], reproducible: 'statistically', batch: 4 },
  ...{
    libraries: { numpy: '2' },
    computes: 'CPU',
    files: ['a.py'],
    predict: true,
    gradient: false,
    faults: { a: 'b' },
  },
  draws: [{ stream: 'noise', of: 'normal', count: 3 }],
};

export const PROGRAMS: readonly Parser[] = [
  {
    name: 'answer to initialize',
    valid: () => [answer(SAID), answer({ protocol: 1, name: 'net' })],
    json: true,
    read: reading(saidFrom),
  },
  {
    name: 'answer to train',
    valid: () => [answer({ trained: [outcome] }), answer({ trained: [{ ...outcome, facts: undefined }] })],
    json: true,
    read: reading(
      (result) => trainedFrom(result, 1),
      (trained) => ({ trained }),
    ),
  },
  {
    name: 'answer to predict',
    valid: () => [answer({ predictions: array })],
    json: true,
    read: reading(predictionsFrom, (predictions) => ({ predictions })),
  },
  {
    name: 'answer to gradient',
    valid: () => [answer({ loss: 0.5, gradient: { beta: array } })],
    json: true,
    read: reading(slopeFrom),
  },
];
