/**
 * `npm run fuzz`: 100,000 damaged inputs for every parser, each parser in a thread of its own for at most a minute, and a table
 * of what came of them. `npm run fuzz -- --seed 7 --inputs 1000 --seconds 10 report` tries another sequence, fewer, or some.
 * A finding names the number of its input, and `--only NUMBER` reads that one again.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { asked, refuse } from './flags.js';
import type { Found, Told } from './fuzz/worker.js';
import { PARSERS } from './fuzz/parsers.js';

const { flags, names } = asked(
  'npm run fuzz -- [PARSER...] [--seed 1] [--inputs 100000] [--seconds 60] [--only NUMBER]',
  {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
  },
);
const all = PARSERS.map(({ name }) => name);
const unknown = names.find((part) => !all.some((name) => name.includes(part)));
if (unknown !== undefined) refuse(`no parser is called "${unknown}"; expected a part of ${all.join(', ')}`);
const whole = (name: 'seed' | 'inputs' | 'seconds' | 'only', value: string): number => {
  const number = Number(value);
  if (!/^[0-9]{1,9}$/.test(value)) refuse(`invalid --${name} "${value}"; expected a whole number`);
  return number;
};
const seed = whole('seed', flags.seed);
const inputs = whole('inputs', flags.inputs);
const seconds = whole('seconds', flags.seconds);
const only = flags.only === undefined ? undefined : whole('only', flags.only);

/** Seconds after which an input that is still read is one that hangs. */
const HANGS = 60;

interface Row extends Told {
  readonly parser: string;
  readonly found: readonly Found[];
}

/** One parser, in a thread that is ended where it hangs. */
function row(parser: string): Promise<Row> {
  return new Promise((resolve) => {
    const reading = new Int32Array(new SharedArrayBuffer(4));
    const workerData = { parser, seed, inputs, seconds, reading, ...(only !== undefined && { only }) };
    const thread = new Worker(new URL('./fuzz/worker.js', import.meta.url), { workerData });
    const found: Found[] = [];
    let told: Told = { inputs: 0, refused: 0, same: 0 };
    let [before, since] = [-1, performance.now()];
    let ended = false;
    const end = () => {
      ended = true;
      clearInterval(watch);
      void thread.terminate();
      resolve({ parser, ...told, found });
    };
    const watch = setInterval(() => {
      const now = Atomics.load(reading, 0);
      if (now !== before) [before, since] = [now, performance.now()];
      else if (performance.now() - since > 1000 * HANGS) {
        found.push({ input: now, what: `is read for more than ${HANGS} seconds` });
        end();
      }
    }, 500);
    thread.on('message', (message: Told | Found) => {
      if ('input' in message) found.push(message);
      else {
        told = message;
        end();
      }
    });
    thread.on('error', (error) => {
      found.push({ input: Atomics.load(reading, 0), what: `ends the thread: ${error.message}` });
      end();
    });
    thread.on('exit', () => {
      if (!ended) found.push({ input: Atomics.load(reading, 0), what: 'ends the thread without a word' });
      end();
    });
  });
}

const parsers = all.filter((name) => names.length === 0 || names.some((part) => name.includes(part)));
const rows: Row[] = [];
const waiting = [...parsers];
const workers = Array.from({ length: Math.min(availableParallelism(), waiting.length) }, async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) rows.push(await row(next));
});
await Promise.all(workers);
rows.sort((a, b) => parsers.indexOf(a.parser) - parsers.indexOf(b.parser));

const head = ['parser', 'inputs', 'refused', 'accepted and identical', 'findings'];
const lines = rows.map(({ parser, inputs: count, refused, same, found }) => [
  parser,
  count,
  refused,
  same,
  found.length,
]);
process.stdout.write(`Seed ${seed}, at most ${inputs} inputs and ${seconds} seconds for each parser.\n\n`);
for (const line of [head, head.map((word) => '-'.repeat(word.length)), ...lines])
  process.stdout.write(`| ${line.join(' | ')} |\n`);
for (const { parser, found } of rows)
  for (const { input, what } of found) process.stdout.write(`\n${parser}, input ${input} of seed ${seed}: ${what}\n`);
process.exitCode = rows.some(({ found }) => found.length > 0) ? 1 : 0;
