/** What a worker lacks for a run, in words; and what is understood of a message. */
import { beforeAll, describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { discoverModels, loadClaim, type FoundClaim, type FoundModel } from '../../src/engine/discover.js';
import type { Planned } from '../../src/engine/job.js';
import { plan } from '../../src/engine/plan.js';
import { build, lacking, manifestOf } from '../../src/queue/manifest.js';
import {
  jobName,
  manifestFrom,
  presentFrom,
  runName,
  trialsFrom,
  versionIn,
  type Manifest,
} from '../../src/queue/message.js';
import { fixtures } from '../commands/shell.js';

let found: FoundClaim;
let models: ReadonlyMap<string, FoundModel>;
let planned: Planned;
let manifest: Manifest;
beforeAll(async () => {
  const loaded = await loadClaim(join(fixtures, 'holding.ts'));
  if ('why' in loaded) throw new Error(loaded.why);
  found = loaded;
  models = await discoverModels({}, [found]);
  planned = plan(found, { seed: '1', models });
  manifest = manifestOf([planned], models);
});
const lacks = (asked: Manifest, here = models) => lacking(asked, build(), new Map([[found.id, found]]), here);
const [model] = ['diagonal-network'];

describe('a worker lacks', () => {
  test('nothing for a run of the same claim, models, version and code', () => {
    expect(lacks(manifest)).toEqual([]);
  });
  test('a claim of that name', () => {
    expect(lacking(manifest, build(), new Map(), models)).toEqual([
      'it has no claim "holding" (--claims of the worker says where its own are)',
    ]);
  });
  test('the very claim', () => {
    const claims = [{ ...manifest.claims[0]!, by: 'other', digest: '0123456789ab' }];
    expect(lacks({ ...manifest, claims }).join()).toMatch(/^its claim "holding" is another \([0-9a-f]{12}, and the run's is 0123456789ab\)$/); // prettier-ignore
  });
  test('the very model', () => {
    const other = new Map(models).set(model, { ...models.get(model)!, digest: 'f'.repeat(64) });
    expect(lacks(manifest, other).join()).toMatch(/^its model "diagonal-network" is another \(f{12}, and the run's is [0-9a-f]{12}; --model/); // prettier-ignore
  });
  test('the version, or the very code of it', () => {
    expect(lacks({ ...manifest, version: '9.9.9' })).toEqual([
      `it is claimcheck ${manifest.version}, and the run is of 9.9.9`,
    ]);
    expect(lacks({ ...manifest, code: 'f'.repeat(24) }).join()).toMatch(/is another build \([0-9a-f]{12}, and the run's is f{12}\)/); // prettier-ignore
  });
});

describe('names', () => {
  const job = { claim: 'holding', arm: 'claim', from: 0, to: 2 };
  test('of a run say all that is asked, in any order', () => {
    const two = { ...manifest, claims: [...manifest.claims, { ...manifest.claims[0]!, id: 'a' }] };
    expect(runName({ ...two, claims: [...two.claims].reverse() })).toBe(runName(two));
    for (const other of [{ seed: '2' }, { by: 'b' }, { id: 'b' }])
      expect(runName({ ...manifest, claims: [{ ...manifest.claims[0]!, ...other }] })).not.toBe(runName(manifest));
  });
  test('of a job say all that decides its records', () => {
    const names = [
      jobName(job, planned, manifest),
      jobName({ ...job, claim: 'other' }, planned, manifest),
      jobName({ ...job, arm: 'cap' }, planned, manifest),
      jobName({ ...job, from: 1 }, planned, manifest),
      jobName({ ...job, to: 3 }, planned, manifest),
      jobName(job, { ...planned, seed: '2' }, manifest),
      jobName(job, { ...planned, by: 'b' }, manifest),
      jobName(job, planned, { ...manifest, version: '9' }),
      jobName(job, planned, { ...manifest, code: 'f' }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(jobName({ ...job }, planned, manifest)).toBe(names[0]);
  });
});

describe('messages', () => {
  test('are understood as they are sent', () => {
    expect(manifestFrom(JSON.stringify(manifest))).toEqual(manifest);
    expect(trialsFrom({ claim: 'c', arm: 'a', from: 0, to: 1 })).toEqual({ claim: 'c', arm: 'a', from: 0, to: 1 });
    const present = { name: 'host:1', threads: 2, lacks: [] };
    expect(presentFrom(JSON.stringify(present))).toEqual(present);
  });
  test.each([
    ['a manifest that is not JSON', () => manifestFrom('{'), /it is not JSON/],
    ['a seed that is a word', () => manifestFrom(JSON.stringify({ ...manifest, claims: [{ ...manifest.claims[0], seed: 'x' }] })), /claims\.0\.seed/], // prettier-ignore
    ['code in it', () => manifestFrom(JSON.stringify({ ...manifest, module: 'x.mjs' })), /module/],
    ['a job without end', () => trialsFrom({ claim: 'c', arm: 'a', from: 0, to: 1e12 }), /at most/],
    ['a job backwards', () => trialsFrom({ claim: 'c', arm: 'a', from: 3, to: 2 }), /from < to/],
    ['a job of half a trial', () => trialsFrom({ claim: 'c', arm: 'a', from: 0.5, to: 2 }), /from/],
    ['no job', () => trialsFrom(null), /expected object/],
    ['a name that would write on the terminal', () => presentFrom('{"name":"\\u001b[2J","threads":1,"lacks":[]}'), /name/], // prettier-ignore
    ['threads without end', () => presentFrom('{"name":"a","threads":1e9,"lacks":[]}'), /threads/],
  ])('not %s', (_, read, why) => {
    expect(read()).toMatch(why);
  });
  test('of a later version say at least so', () => {
    expect(versionIn('{"version":"2.0.0","what":1}')).toBe('2.0.0');
    for (const text of ['{', 'null', '{"version":2}', '{"version":"a b\\u001b"}'])
      expect(versionIn(text)).toBeUndefined();
  });
});
