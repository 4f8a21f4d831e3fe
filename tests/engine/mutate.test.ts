import { describe, expect, test } from 'vitest';
import type { FoundModel } from '../../src/engine/discover.js';
import type { Executor, Planned } from '../../src/engine/measure.js';
import { caughtBy, current, merged, mutate, type Mutation } from '../../src/engine/mutate.js';
import type { ClaimReport } from '../../src/engine/report.js';
import { local } from '../../src/execution/local.js';
import { toss, tossing } from '../fixtures/coins.js';

const planned = (id: string, digest = id): Planned => ({
  id,
  claim: tossing(1),
  file: '',
  module: '',
  digest,
  seed: '5',
  by: '',
});
const models = (digest = 'm') =>
  new Map<string, FoundModel>([['toss', { name: 'toss', file: '', module: '', model: toss, digest }]]);
const measured = async (claims: readonly Planned[], signal?: AbortSignal, execute?: Executor) =>
  mutate({
    claims,
    models: models(),
    level: 'standard',
    seed: '5',
    execute: () => execute ?? local(claims, new Map([['toss', toss]])),
    ...(signal && { signal }),
  });

describe('seeded faults', () => {
  test('a gross fault is killed, a harmless variant is held, a small fault is not certified', async () => {
    const { mutation, complete } = await measured([planned('a')]);
    expect(complete).toBe(true);
    const of = (fault: string) => mutation.mutants.find((each) => each.fault === fault)!;
    expect(of('always tails')).toMatchObject({ outcome: 'killed', by: 'heads', harmless: false });
    expect(of('a little tails').outcome).not.toBe('killed');
    expect(of('another hand')).toMatchObject({ outcome: 'survived', harmless: true });
    expect(mutation).toMatchObject({ faults: 2, killed: 1, killRate: 0.5 });
    expect(mutation.perClaim['a']).toEqual({ faults: 2, killed: 1, harmless: 1, held: 1, minimumDetectable: {} });
  });

  test('an interrupted measurement keeps the claims that were measured in full', async () => {
    const claims = [planned('a'), planned('b')];
    const stop = new AbortController();
    const inner = local(claims, new Map([['toss', toss]]));
    const executor: Executor = {
      ...inner,
      run: (job) => {
        if (job.claim === 'b') stop.abort();
        return inner.run(job);
      },
    };
    const { mutation, complete } = await measured(claims, stop.signal, executor);
    expect(complete).toBe(false);
    expect(Object.keys(mutation.claims)).toEqual(['a']);
  });

  describe('figures', () => {
    const both = async (): Promise<Mutation> => (await measured([planned('a'), planned('b')])).mutation;

    test('of other versions are dropped when new ones come in, the rest is kept', async () => {
      const before = await both();
      const { mutation: now } = await measured([planned('b')]);
      const ids = (found: readonly Planned[], m = models()) => Object.keys(merged(now, before, found, m).claims);
      expect(ids([planned('a'), planned('b')])).toEqual(['a', 'b']);
      expect(ids([planned('a', 'changed'), planned('b')])).toEqual(['b']);
      expect(ids([planned('a'), planned('b')], models('changed'))).toEqual(['b']);
      expect(current(before, [planned('a')], models(), { level: 'paper', seed: '5' })).toEqual([]);
    });

    test('stand in a report only beside the same claim and models', async () => {
      const mutation = await both();
      const report = (digest: string, model: string) =>
        ({ id: 'a', digest, models: [{ name: 'toss', digest: model }] }) as unknown as ClaimReport;
      expect(Object.keys(caughtBy(mutation, [report('a', 'm')]))).toEqual(['a']);
      expect(caughtBy(mutation, [report('b', 'm')])).toEqual({});
      expect(caughtBy(mutation, [report('a', 'n')])).toEqual({});
    });
  });
});
