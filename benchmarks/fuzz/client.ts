/** What clients/claimcheck.py makes of the messages of an engine: it answers each, and goes on. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/engine/source.js';
import { found, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';

/** It gives back what it was given. */
const ECHO = `import claimcheck

@claimcheck.model(name='echo')
def train(task, rule, streams):
    if isinstance(task.X, (float, list)):
        raise claimcheck.Refused('no array')
    return {'X': task.X}

claimcheck.serve()
`;

interface Answer {
  readonly id: unknown;
  readonly result?: {
    readonly trained?: readonly { readonly parameters?: { readonly X?: { readonly float64: string } } }[];
  };
}

let child: ChildProcessWithoutNullStreams | undefined;
let answers: Answer[] = [];
let heard: (answer: Answer | undefined) => void = () => {};
let count = 0;

function started(): ChildProcessWithoutNullStreams {
  if (child) return child;
  const script = join(mkdtempSync(join(tmpdir(), 'claimcheck-fuzz-')), 'echo.py');
  writeFileSync(script, ECHO);
  const clients = join(packageRoot, 'clients');
  const env = { ...process.env, PYTHONPATH: clients, CLAIMCHECK_CLIENTS: clients, PYTHONDONTWRITEBYTECODE: '1' };
  const made = spawn('python3', [script], { env });
  createInterface(made.stdout).on('line', (line) => heard(JSON.parse(line) as Answer));
  made.stderr.resume();
  made.on('exit', () => {
    child = undefined;
    heard(undefined);
  });
  process.on('exit', () => made.kill('SIGKILL'));
  return (child = made);
}

/** @returns the answers that came before that to a last request */
function told(bytes: Buffer): Promise<readonly Answer[]> {
  const last = `last ${count++}`;
  answers = [];
  return new Promise((resolve, reject) => {
    heard = (answer) => {
      if (!answer) reject(new Error('the program ended'));
      else if (answer.id === last) resolve(answers);
      else answers.push(answer);
    };
    const { stdin } = started();
    stdin.write(bytes);
    stdin.write(`\n${JSON.stringify({ jsonrpc: '2.0', id: last, method: 'nothing' })}\n`);
  });
}

const array = { float64: Buffer.from(Float64Array.of(1, -0, 3, 4).buffer).toString('base64'), shape: [4] };
const stream = { seed: 123, state: [1, 2, 3, 4] };
const trial = {
  ...{ task: { X: array, n: 4, alpha: 0.5, lost: { number: 'NaN' }, labels: { int32: 'AQAAAA==', shape: [1] } } },
  ...{ rule: { penalty: 1, get: 1 }, streams: { train: stream, noise: stream, eval: stream } },
};

/** What was sent as an array of float64, in the one form that its bytes have: bits that only pad are no part of them. */
const sent = (bytes: Buffer): ReadonlySet<string> =>
  new Set(
    [...bytes.toString().matchAll(/"float64"\s*:\s*"([^"]*)"/g)].map(([, text]) =>
      Buffer.from(text!, 'base64').toString('base64'),
    ),
  );

export const CLIENT: Parser = {
  name: 'clients/claimcheck.py',
  valid: () => [Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'train', params: { trials: [trial] } }))],
  json: true,
  slow: true,
  read: async (bytes): Promise<Outcome> => {
    const all = await told(bytes).catch((error: unknown) => found(`ends: ${String(error)}`));
    const trained = all
      .flatMap(({ result }) => result?.trained ?? [])
      .flatMap(({ parameters }) => parameters?.X?.float64 ?? []);
    if (trained.length === 0) return 'refused';
    const given = sent(bytes);
    for (const float64 of trained) if (!given.has(float64)) found(`gives back ${float64}, which was not sent`);
    return 'same';
  },
};
