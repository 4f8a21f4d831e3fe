/** What `merge` reads in the folders of shards: their manifests, and their journals as one. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsOf, unlike } from '../../src/commands/alike.js';
import { MANIFEST, manifestIn, writeManifest, type Manifest } from '../../src/commands/manifest.js';
import { incomplete } from '../../src/commands/missing.js';
import { readJournal, toLine } from '../../src/engine/journal.js';
import { schema } from '../../src/engine/report.js';
import { Conflict, unite } from '../../src/engine/union.js';
import { printable } from '../../src/form/printable.js';
import { canonical } from '../../src/numerics/digest.js';
import { RECORDS, sum } from './journals.js';
import { attempt, found, sentence, TOLD, type Outcome } from './outcome.js';
import type { Parser } from './parsers.js';

const folder = mkdtempSync(join(tmpdir(), 'claimcheck-fuzz-'));
const at = (name: string) => join(folder, name);

const PART = {
  ...{
    shard: 2,
    finished: true,
    machine: 'linux x64, a processor, Node v22.1.0',
    workers: 2,
    seconds: 1.5,
    trials: 90,
  },
  claimSeconds: { 'a-claim': 1.25 },
};
const SHARD: Manifest = {
  ...{
    schema: 1,
    merged: false,
    of: 3,
    version: '0.1.0',
    origin: 'a'.repeat(64),
    level: 'quick',
    seed: '1',
    beacon: null,
  },
  ...{
    atLeast: null,
    dials: true,
    names: ['a-claim'],
    claims: { 'a-claim': 'b'.repeat(64) },
    seeds: { 'a-claim': '12345' },
  },
  ...{ models: { ridge: 'c'.repeat(64) }, computedBy: { ridge: 'a GPU' }, parts: [PART] },
};
const MERGED: Manifest = {
  ...SHARD,
  merged: true,
  beacon: 'a beacon',
  atLeast: 500,
  parts: [PART, { ...PART, shard: 3, finished: false }],
};

/** All that is said of it, and what of it stands in a report. */
function told(manifest: Manifest): void {
  for (const other of [SHARD, MERGED]) {
    const why = unlike(other, manifest, '"one"', '"other"');
    // As the command line shows it.
    if (why !== undefined) sentence(printable(why));
  }
  const { of, names } = manifest;
  const parts = partsOf([manifest, MERGED]);
  const flags = {
    out: folder,
    format: 'json',
    author: [],
    model: [],
    level: 'quick',
    kernels: 'wasm',
    watchdog: '300',
  };
  const sources = [{ path: folder, manifest }];
  for (const line of incomplete([], of, partsOf([manifest]), sources, names, flags as never)) sentence(line);
  const { notes, claimSeconds, trials } = schema.shape.envelope.shape;
  for (const [form, value] of [
    [notes, parts.map(({ machine }) => machine)],
    [claimSeconds, Object.assign({}, ...parts.map((part) => part.claimSeconds))],
    [trials, parts.reduce((total, part) => total + part.trials, 0)],
  ] as const) {
    const is = form.safeParse(value);
    if (!is.success) found(`gives a report what it cannot hold: ${is.error.issues[0]!.message}`);
  }
}

const manifest: Parser = {
  name: 'shard.json',
  valid: () => [SHARD, MERGED].map((each) => Buffer.from(JSON.stringify(each))),
  json: true,
  read: (bytes) => {
    writeFileSync(at(MANIFEST), bytes);
    return attempt(() => {
      const read = manifestIn(folder)!;
      const said: unknown = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
      if (canonical(read) !== canonical(said)) found(`is read as ${canonical(read)}, and is ${canonical(said)}`);
      writeManifest(folder, read);
      if (JSON.stringify(manifestIn(folder)) !== JSON.stringify(read)) found('is another when it is written');
      told(read);
      return 'same';
    }, TOLD);
  },
};

/** The union of journals in that order: its lines, or the trial of which two say different things. */
function united(
  paths: readonly string[],
): { readonly text: string; readonly damaged: number } | { readonly conflict: string } {
  const parts: Buffer[] = [];
  try {
    const { damaged } = unite(
      paths,
      () => true,
      (lines) => void parts.push(Buffer.from(lines)),
    );
    return { text: Buffer.concat(parts).toString('utf8'), damaged: damaged.size };
  } catch (error) {
    if (error instanceof Conflict) return { conflict: error.message };
    throw error;
  }
}

const WRITTEN = new Set(RECORDS.map(toLine));

/** Beside a journal that is whole, in either order, and once more with what came of it. @returns the lines of the union */
function merged(journal: Buffer | string): { readonly outcome: Outcome; readonly lines: readonly string[] } {
  const [mine, other, union] = [at('mine.ndjson'), at('other.ndjson'), at('union.ndjson')];
  writeFileSync(mine, journal);
  writeFileSync(other, RECORDS.slice(1).map(toLine).join(''));
  const [one, two] = [united([mine, other]), united([other, mine, other])];
  if ('conflict' in one || 'conflict' in two) {
    if (!('conflict' in one && 'conflict' in two)) return found('contradicts in one order only');
    return { outcome: sentence(printable(one.conflict)), lines: [] };
  }
  if (one.text !== two.text) found('is another union in another order');
  writeFileSync(union, one.text);
  const more = united([union, mine]);
  if ('conflict' in more || more.text !== one.text) found('is another union once more');
  const lines = [...readJournal(union)].map((each) =>
    typeof each === 'number' ? found(`writes a damaged line ${each}`) : toLine(each),
  );
  for (const line of RECORDS.slice(1, 3).map(toLine)) if (!lines.includes(line)) found(`loses ${line}`);
  return { outcome: one.damaged > 0 ? 'refused' : 'same', lines };
}

const union: Parser = {
  name: 'journals of shards',
  valid: () => [Buffer.from(RECORDS.map(toLine).join(''))],
  json: false,
  read: (bytes) =>
    attempt(() => {
      const { outcome, lines } = merged(bytes);
      for (const line of lines) if (!WRITTEN.has(line)) found(`takes a line that was not written: ${line}`);
      return outcome;
    }),
};

/** Lines with checksums that fit, whatever they say. */
const sealed: Parser = {
  name: 'journals of shards, sealed again',
  valid: () => [Buffer.from(JSON.stringify(RECORDS.map((each) => JSON.parse(toLine(each).slice(9)) as unknown)))],
  json: true,
  read: (bytes) => {
    let all: unknown;
    try {
      all = JSON.parse(bytes.toString('utf8'));
    } catch {
      return 'refused';
    }
    if (!Array.isArray(all)) return 'refused';
    const bodies = all.map((each) => JSON.stringify(each));
    return attempt(() => merged(bodies.map((line) => `${sum(line)} ${line}\n`).join('')).outcome);
  },
};

export const SHARDS: readonly Parser[] = [manifest, union, sealed];
