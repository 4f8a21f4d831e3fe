/** What comes out of a queue: what a run asks, who is there, which trials, and their records; and the URL of one. */
import { lacking } from '../../src/queue/manifest.js';
import { addressOf } from '../../src/queue/address.js';
import {
  jobName,
  manifestFrom,
  presentFrom,
  runName,
  trialsFrom,
  versionIn,
  type Manifest,
} from '../../src/queue/message.js';
import { resultText, taken, type Expected } from '../../src/queue/result.js';
import type { Done } from '../../src/engine/measure.js';
import { toLine } from '../../src/engine/journal.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { canonical } from '../../src/numerics/digest.js';
import { RECORDS, sum } from './journals.js';
import { attempt, found, sentence, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';

const NONE: ReadonlySet<string> = new Set();
const parsed = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));

/** What is understood of a message is all that it says. */
const reading =
  <V>(from: (text: string) => V | string, then: (value: V) => unknown = () => {}) =>
  (bytes: Buffer): Outcome =>
    attempt(() => {
      const value = from(bytes.toString('utf8'));
      if (typeof value === 'string') return sentence(value);
      const [one, other] = [canonical(value), canonical(parsed(bytes))];
      if (one !== other) found(`is understood as ${one}, and says ${other}`);
      then(value);
      return 'same';
    }, NONE);

const MANIFEST: Manifest = {
  ...{ version: '0.1.0', code: 'a'.repeat(24) },
  claims: ['holding', 'failing'].map((id) => ({
    ...{ id, seed: '12345', by: 'b'.repeat(16), digest: 'c'.repeat(12), models: { ridge: 'd'.repeat(12) } },
  })),
};
const JOB = { claim: 'a-claim', arm: 'claim', from: 0, to: 2 };

/** A worker says what it lacks for a run, and the run takes that for a message of its own. */
function refusals(manifest: Manifest): void {
  runName(manifest);
  for (const claim of manifest.claims) jobName(JOB, claim, manifest);
  for (const own of [MANIFEST, manifest]) {
    const lacks = lacking(manifest, own, new Map(), new Map()).slice(0, 5);
    lacks.forEach(sentence);
    const present = presentFrom(JSON.stringify({ name: 'host:1', threads: 0, lacks }));
    if (typeof present === 'string') found(`makes a worker say what no run takes: ${present}`);
  }
}

const job = (text: string) => {
  let data: unknown;
  try {
    // As BullMQ does, which would let nothing else through.
    data = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  return trialsFrom(data);
};

/** Of an arm, and of an adversary. */
const RESULTS = [[RECORDS[0]!, { ...RECORDS[3]!, index: 1, digest: '' }], RECORDS.filter(({ climb }) => climb)];
const expected = (records: readonly TrialRecord[]): Expected => {
  const { claim, arm, index, seed, climb } = records[0]!;
  return {
    ...{ job: { claim, arm, from: index, to: index + records.length }, seed },
    ...{ parts: ['a part', '#'], climbs: climb !== undefined },
  };
};

/** What is taken is what was sent, whichever of the jobs it is for. @returns `same` where one of them takes it */
function result(text: string): Outcome {
  const outcomes = RESULTS.map((records) => {
    const found = taken(text, expected(records));
    sentence(found.worker);
    return 'why' in found ? sentence(found.why) : again(text, found.worker, found.done);
  });
  return outcomes.includes('same') ? 'same' : 'refused';
}
function again(text: string, worker: string, done: Done): Outcome {
  const written = resultText(worker, done);
  const body = (of: string) => of.slice(of.indexOf('\n'));
  const head = (of: string) => canonical(parsed(Buffer.from(of.slice(0, of.indexOf('\n')))));
  return body(written) === body(text) && head(written) === head(text)
    ? 'same'
    : found(`is taken as ${written}, and was ${text}`);
}

const meant = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const address: Parser = {
  name: 'URL of a queue',
  valid: () =>
    ['redis://ann:a%2Fword%25@host:7000/3', 'rediss://:word@[::1]', 'redis://host'].map((url) => Buffer.from(url)),
  json: false,
  read: (bytes) =>
    attempt(() => {
      const text = bytes.toString('utf8');
      const read = addressOf(text);
      if (!read) return 'refused';
      const { password } = new URL(text);
      sentence(read.shown);
      if (read.secret !== (password !== '')) found('has a password that nobody hides');
      for (const word of [password, meant(password)])
        if (word !== '' && read.hidden(`a ${word} b`).replaceAll('***', '').includes(word))
          found(`shows the password ${word}`);
      if (read.secret && read.shown.replaceAll('***', '').includes(`:${password}@`)) found(`shows ${read.shown}`);
      if (!read.secret && addressOf(read.shown)?.shown !== read.shown) found(`is shown as ${read.shown}`);
      return 'same';
    }, NONE),
};

/** A record as its line has it. */
const body = (record: TrialRecord): unknown => JSON.parse(toLine(record).slice(9));
const buffers = (values: readonly unknown[]) => values.map((value) => Buffer.from(JSON.stringify(value)));
export const QUEUE: readonly Parser[] = [
  {
    name: 'queue: what a run asks',
    valid: () => buffers([MANIFEST]),
    json: true,
    read: reading(manifestFrom, refusals),
  },
  {
    name: 'queue: who is there',
    valid: () => buffers([{ name: 'host:1', threads: 2, lacks: ['it has no claim "a"'] }]),
    json: true,
    read: reading(presentFrom),
  },
  { name: 'queue: which trials', valid: () => buffers([JOB]), json: true, read: reading(job) },
  {
    name: 'queue: the version of a run',
    valid: () => buffers([{ ...MANIFEST, more: 1 }]),
    json: true,
    read: (bytes) =>
      attempt(() => {
        const version = versionIn(bytes.toString('utf8'));
        if (version === undefined) return 'refused';
        sentence(version);
        return (parsed(bytes) as Manifest).version === version ? 'same' : found(`is version ${version}`);
      }, NONE),
  },
  {
    name: 'queue: a result',
    valid: () => RESULTS.map((records) => Buffer.from(resultText('host:1', { records, ms: 2.5 }))),
    json: false,
    read: (bytes) => attempt(() => result(bytes.toString('utf8')), NONE),
  },
  {
    // A head, and lines with checksums that fit, whatever they say.
    name: 'queue: a result, sealed again',
    valid: () => buffers(RESULTS.map((records) => [{ worker: 'host:1', ms: 2.5 }, ...records.map(body)])),
    json: true,
    read: (bytes) => {
      const text = bytes.toString('utf8');
      let parts: unknown;
      try {
        parts = JSON.parse(text);
      } catch {
        return 'refused';
      }
      if (!Array.isArray(parts)) return 'refused';
      const [head, ...lines] = parts.map((part) => JSON.stringify(part));
      return attempt(() => result(`${head}\n${lines.map((line) => `${sum(line)} ${line}\n`).join('')}`), NONE);
    },
  },
  address,
];
